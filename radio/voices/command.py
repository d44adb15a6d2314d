"""command: any program that takes text and gives sound, as a voice. Set in ``[voices.command]``:

``run``: the program and its arguments, in quotation marks where they hold blanks. "{out}" in them stands for
a file that it is to write; without that, its standard output is the sound. "{text}" stands for the text;
without that, the text is its standard input, UTF-8. No shell reads it. ``timeout``: seconds, after which it
is killed with all that it has started.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from radio import ffmpeg
from radio.audio.clip import HOUSE_RATE, Clip, from_samples
from radio.errors import ClipError, ConfigError, VoiceError
from radio.voices.voice import VoiceOptions, check_extra, clean, named, number, sayable
from radio.voices.wav import mend

_TIMEOUT_S = 60.0
_MOST_BYTES = 200 << 20  # half an hour of WAV at the house rate
_MOST_COMPLAINT = 1 << 20
_LOOK_S = 0.05  # between two looks at how much there is
_SHOWN = 200  # characters of a program's complaint
_PLACES = re.compile(r"\{(out|text)\}")
_BATCH = frozenset((".bat", ".cmd"))
_REMEDY = "look at [voices.command] in station.toml"


class Command:
    """The program set in station.toml; what it says is kept, for programs are slow to start."""

    engine = "command"
    online = False
    slow = True

    def __init__(self, options: VoiceOptions) -> None:
        check_extra(self.engine, options.extra, ("run", "timeout"))
        program, self._arguments = _program(options.extra)
        self._timeout_s = number(options.extra, self.engine, "timeout", _TIMEOUT_S, 0.1, 3600)
        self._places = {place for argument in self._arguments for place in _PLACES.findall(argument)}
        self.name = f"command {program.stem}"
        # A program that is replaced, or the script that it runs, may sound different.
        files = [path.stat() for path in map(Path, self._arguments[:2]) if path.is_file()]
        self.version = " ".join(f"{found.st_size} {found.st_mtime_ns}" for found in files)
        self.settings = shlex.join(self._arguments)
        self._stop = threading.Event()

    @staticmethod
    def about() -> str:
        """One line for people."""
        return "any program that takes text and gives a WAV, set in [voices.command]"

    @staticmethod
    def check(options: VoiceOptions) -> None:
        """Raise ConfigError where no program is set, VoiceError where it is not there."""
        _program(options.extra)

    def speak(self, text: str) -> Clip:
        """What the program says to ``text``."""
        text = clean(text)
        if not sayable(text):
            return from_samples(np.zeros(0, np.int16), HOUSE_RATE)
        if self._stop.is_set():
            raise VoiceError(self.name, "has been told to stop", "open it again")
        with tempfile.TemporaryDirectory(prefix="radio-", ignore_cleanup_errors=True) as folder:
            out, told = Path(folder, "out.wav"), Path(folder, "told")
            values = {"out": str(out), "text": _harmless(text)}
            arguments = [_PLACES.sub(lambda place: values[place[1]], a) for a in self._arguments]
            self._run(arguments, text, out, told)
            return self._heard(out, text)

    def close(self) -> None:
        """Kill what is running, and start nothing more."""
        self._stop.set()

    def _run(self, arguments: list[str], text: str, out: Path, told: Path) -> None:
        """Run the program until ``out`` holds its sound."""
        typed = b"" if "text" in self._places else text.encode("utf-8")
        sink = Path(os.devnull) if "out" in self._places else out
        with tempfile.TemporaryFile() as typing, sink.open("wb") as sound, told.open("wb") as complaint:
            typing.write(typed)
            typing.seek(0)
            try:
                # A group of its own, so that what it starts can be ended with it; Windows has none.
                process = subprocess.Popen(
                    arguments, stdin=typing, stdout=sound, stderr=complaint, start_new_session=True
                )
            except OSError as error:
                raise VoiceError(self.name, f"does not start ({error.strerror})", _REMEDY) from error
            with process:
                try:
                    self._watch(process, out, told, text)
                except BaseException:
                    _kill(process)
                    raise
        if process.returncode:
            with told.open("rb") as complaint:
                complaint.seek(max(0, told.stat().st_size - _SHOWN))
                reason = complaint.read(_SHOWN).decode("utf-8", "replace").strip()
            problem = (
                f"ends with code {process.returncode} at {named(text)}: {reason or 'it gives no reason'}"
            )
            raise VoiceError(self.name, problem, "try the program by hand")

    def _watch(self, process: subprocess.Popen[bytes], out: Path, told: Path, text: str) -> None:
        """Wait for the end of ``process``, as long as it keeps within its bounds."""
        end_s = time.monotonic() + self._timeout_s
        while True:
            try:
                process.wait(min(_LOOK_S, max(0.0, end_s - time.monotonic())))
                return
            except subprocess.TimeoutExpired as error:
                if self._stop.is_set():
                    raise VoiceError(self.name, "has been told to stop", "open it again") from error
                if time.monotonic() >= end_s:
                    problem = f"takes more than {self._timeout_s:g} s for {named(text)}"
                    raise VoiceError(self.name, problem, "give it a longer timeout") from error
                if _size(out) > _MOST_BYTES or _size(told) > _MOST_COMPLAINT:
                    problem = f"writes without end for {named(text)}"
                    raise VoiceError(self.name, problem, "try the program by hand") from error

    def _heard(self, out: Path, text: str) -> Clip:
        size = _size(out)
        if not 0 < size <= _MOST_BYTES:
            problem = f"gives {'no sound' if size == 0 else 'too much sound'} for {named(text)}"
            raise VoiceError(self.name, problem, "try the program by hand")
        try:
            mend(out)
            return ffmpeg.decode(out, subject=self.name)
        except ClipError as error:
            problem = f"gives what is no sound for {named(text)}: {error.problem}"
            raise VoiceError(self.name, problem, "try the program by hand") from error


def _program(extra: Mapping[str, str]) -> tuple[Path, list[str]]:
    """The program that ``run`` names, and the command to start it with."""
    arguments = split(extra.get("run", ""), windows=sys.platform == "win32")
    found = shutil.which(arguments[0])
    if found is None:
        raise VoiceError(f"program {arguments[0]!r}", "is not there", "look at [voices.command]")
    program = Path(found)
    if program.suffix.lower() in _BATCH and any("{text}" in argument for argument in arguments):
        # Windows has batch files read by a shell, whatever starts them; articles come from strangers.
        remedy = "have it read the text from its standard input, or name the program that it starts"
        raise ConfigError("voices.command.run", "would give the text to a batch file", remedy)
    return program, [str(program), *arguments[1:]]


def split(run: str, *, windows: bool) -> list[str]:
    """The words of ``run``, at least one. A backslash is no escape where paths are written with it."""
    words = shlex.shlex(run, posix=True, punctuation_chars=False)
    words.whitespace_split, words.commenters = True, ""
    if windows:
        words.escape, words.quotes = "", '"'
    try:
        arguments = list(words)
    except ValueError as error:
        remedy = "mend the quotation marks"
        raise ConfigError("voices.command.run", f"cannot be read: {error}", remedy) from error
    if not arguments:
        remedy = 'write the program and its arguments, such as run = "say-it --wav {out}"'
        raise ConfigError("voices.command.run", "is not set", remedy)
    return arguments


def _harmless(text: str) -> str:
    """``text`` as an argument that no program takes for an option or a file: "-o", "/x", "@name"."""
    return text.lstrip("-+/@ ")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End ``process``, which has not been waited for, and what it has started."""
    if sys.platform == "win32":
        # The system's own program: it knows which process has started which.
        taskkill = Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "taskkill.exe")
        subprocess.run([taskkill, "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
