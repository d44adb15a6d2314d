"""command: any program that takes text and gives sound, as a voice. Set in ``[voices.command]``:

``run``: the program and its arguments. "{out}" among them stands for a file that it is to write; without
that, its standard output is the sound. "{text}" stands for the text; without that, the text is its standard
input, UTF-8. No shell reads it. ``timeout``: seconds, after which it is killed.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from radio import ffmpeg
from radio.audio.clip import HOUSE_RATE, Clip, from_samples
from radio.errors import ClipError, ConfigError, VoiceError
from radio.voices.voice import VoiceOptions, check_extra, clean, named, number, sayable

_TIMEOUT_S = 60.0
_MOST_BYTES = 200 << 20  # half an hour of WAV at the house rate
_SHOWN = 200  # characters of a program's complaint


class Command:
    """The program set in station.toml; what it says is kept, for programs are slow to start."""

    engine = "command"
    online = False
    slow = True

    def __init__(self, options: VoiceOptions) -> None:
        check_extra(self.engine, options.extra, ("run", "timeout"))
        self._arguments = _arguments(options.extra)
        self._timeout_s = number(options.extra, self.engine, "timeout", _TIMEOUT_S, 0.1, 3600)
        program = shutil.which(self._arguments[0])
        if program is None:
            raise VoiceError(f"program {self._arguments[0]!r}", "is not there", "look at [voices.command]")
        self.name = f"command {Path(program).stem}"
        # A program that is replaced may sound different.
        found = Path(program).stat()
        self.version = f"{found.st_size} {found.st_mtime_ns}"
        self.settings = shlex.join(self._arguments)

    @staticmethod
    def about() -> str:
        """One line for people."""
        return "any program that takes text and gives a WAV, set in [voices.command]"

    def speak(self, text: str) -> Clip:
        """What the program says to ``text``."""
        text = clean(text)
        if not sayable(text):
            return from_samples(np.zeros(0, np.int16), HOUSE_RATE)
        with tempfile.TemporaryDirectory(prefix="radio-") as folder:
            out, told = Path(folder, "out.wav"), Path(folder, "told")
            values = {"{out}": str(out), "{text}": text}
            arguments = [values.get(a, a) for a in self._arguments]
            self._run(arguments, text, out, told)
            return self._heard(out, text)

    def _run(self, arguments: list[str], text: str, out: Path, told: Path) -> None:
        """Run the program until ``out`` holds its sound."""
        to_stdout, by_stdin = "{out}" not in self._arguments, "{text}" not in self._arguments
        with (out if to_stdout else Path(os.devnull)).open("wb") as sound, told.open("wb") as complaint:
            try:
                # A group of its own, so that what it starts ends with it; Windows has none.
                process = subprocess.Popen(
                    arguments, stdin=subprocess.PIPE, stdout=sound, stderr=complaint, start_new_session=True
                )
            except OSError as error:
                remedy = "look at [voices.command] in station.toml"
                raise VoiceError(self.name, f"does not start ({error.strerror})", remedy) from error
            with process:
                try:
                    process.communicate(text.encode("utf-8") if by_stdin else b"", self._timeout_s)
                except subprocess.TimeoutExpired as error:
                    _kill(process)
                    problem = f"takes more than {self._timeout_s:g} s for {named(text)}"
                    raise VoiceError(self.name, problem, "give it a longer timeout") from error
                except BaseException:
                    _kill(process)
                    raise
        if process.returncode:
            reason = told.read_bytes()[-_SHOWN:].decode("utf-8", "replace").strip()
            problem = (
                f"ends with code {process.returncode} at {named(text)}: {reason or 'it gives no reason'}"
            )
            raise VoiceError(self.name, problem, "try the program by hand")

    def _heard(self, out: Path, text: str) -> Clip:
        size = out.stat().st_size if out.is_file() else 0
        if not 0 < size < _MOST_BYTES:
            problem = f"gives {'no sound' if size == 0 else 'too much sound'} for {named(text)}"
            raise VoiceError(self.name, problem, "try the program by hand")
        try:
            return ffmpeg.decode(out, subject=self.name)
        except ClipError as error:
            problem = f"gives what is no sound for {named(text)}: {error.problem}"
            raise VoiceError(self.name, problem, "try the program by hand") from error


def _arguments(extra: Mapping[str, str]) -> list[str]:
    run = extra.get("run", "")
    try:
        # In POSIX's manner a backslash is an escape: not for Windows's paths.
        arguments = shlex.split(run, posix=sys.platform != "win32")
    except ValueError as error:
        raise ConfigError(
            "voices.command.run", f"cannot be read: {error}", "mend the quotation marks"
        ) from error
    if not arguments:
        remedy = 'write the program and its arguments, such as run = "say-it --wav {out}"'
        raise ConfigError("voices.command.run", "is not set", remedy)
    return arguments


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End ``process``, which has not been waited for, and what it has started (not on Windows)."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
