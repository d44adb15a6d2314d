from __future__ import annotations

import shlex
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from radio.audio.clip import duration_ms
from radio.errors import ConfigError, VoiceError
from radio.voices import VoiceOptions, command, open_voice
from radio.voices.command import Command, split

# A program that says a tone of 300 ms for each word of its text.
PROGRAM = """
import array, math, sys, wave
def say(text, target):
    words = len(text.split())
    out = wave.open(target, "wb")
    out.setnchannels(1); out.setsampwidth(2); out.setframerate(16000)
    n = 4800 * words
    fade = lambda i: min(1, i / 800, (n - 1 - i) / 800)
    out.writeframes(array.array("h", (int(9000 * fade(i) * math.sin(i / 20)) for i in range(n))).tobytes())
    out.close()
"""
TO_FILE = "say(sys.stdin.buffer.read().decode('utf-8'), sys.argv[1])"
TO_STDOUT = "import io; b = io.BytesIO(); say(sys.argv[1], b); sys.stdout.buffer.write(b.getvalue())"


def program(tmp_path: Path, ending: str) -> str:
    path = tmp_path / "nói.py"
    path.write_text(PROGRAM + ending, "utf-8")
    return shlex.join([sys.executable, str(path)])


def speaking(run: str, **extra: str) -> Command:
    return Command(VoiceOptions(extra={"run": run, **extra}))


def test_text_by_stdin_sound_in_a_file(tmp_path: Path) -> None:
    clip = speaking(program(tmp_path, TO_FILE) + " {out}").speak("xin chào các bạn")
    assert duration_ms(clip) == pytest.approx(1200, abs=2)


def test_text_as_an_argument_sound_on_stdout(tmp_path: Path) -> None:
    clip = speaking(program(tmp_path, TO_STDOUT) + " {text}").speak("; rm -rf '$HOME' `x`")
    assert duration_ms(clip) == pytest.approx(1500, abs=2)


def test_it_is_kept_and_its_rate_changed(tmp_path: Path) -> None:
    run = (
        program(tmp_path, TO_FILE + "\nopen(sys.argv[2], 'a').write('.')") + f" {{out}} {tmp_path / 'count'}"
    )
    options = VoiceOptions(extra={"run": run}, cache_dir=tmp_path / "kept", rate=2.0)
    clips = [open_voice("command", options).speak("xin chào các bạn") for _ in range(2)]
    assert duration_ms(clips[0]) == pytest.approx(600, abs=2)
    assert clips[0] == clips[1]
    assert (tmp_path / "count").read_text() == "."


def test_text_without_a_word_starts_nothing(tmp_path: Path) -> None:
    assert duration_ms(speaking(program(tmp_path, "sys.exit(1)")).speak("…")) == 0


@pytest.mark.parametrize(
    ("ending", "message"),
    [
        ("sys.exit('không được')", "ends with code 1 at “xin chào”: không được"),
        ("pass", "gives no sound for “xin chào”"),
        ("print('hello')", "gives what is no sound for “xin chào”"),
    ],
)
def test_a_program_that_fails_is_named_with_the_sentence(tmp_path: Path, ending: str, message: str) -> None:
    with pytest.raises(VoiceError, match=message):
        speaking(program(tmp_path, ending)).speak("xin chào")


def test_places_within_an_argument(tmp_path: Path) -> None:
    ending = "say(sys.argv[2].partition('=')[2], sys.argv[1].partition('=')[2])"
    clip = speaking(program(tmp_path, ending) + " --wav={out} --text={text}").speak("xin {out} chào")
    assert duration_ms(clip) == pytest.approx(900, abs=2)


@pytest.mark.parametrize("size", [0, 0x7FFFF000, 0xFFFFFFFF])
def test_a_wav_from_a_pipe_that_does_not_know_its_length(tmp_path: Path, size: int) -> None:
    ending = TO_STDOUT.replace(
        "sys.stdout.buffer.write(b.getvalue())",
        f"v = bytearray(b.getvalue()); v[40:44] = ({size}).to_bytes(4, 'little'); sys.stdout.buffer.write(v)",
    )
    clip = speaking(program(tmp_path, ending) + " {text}").speak("xin chào")
    assert duration_ms(clip) == pytest.approx(600, abs=2)


def test_a_text_is_no_option_and_no_file(tmp_path: Path) -> None:
    note = tmp_path / "nghe"
    ending = f"{TO_STDOUT}; open({str(note)!r}, 'a').write(sys.argv[1] + '|')"
    voice = speaking(program(tmp_path, ending) + " {text}")
    for text in ("-o/etc/passwd xin", "--help", "@lệnh", "/x"):
        voice.speak(text)
    assert note.read_text() == "o/etc/passwd xin|help|lệnh|x|"


def test_another_script_of_the_same_program_is_another_sound(tmp_path: Path) -> None:
    run = program(tmp_path, TO_FILE) + " {out}"
    before = speaking(run).version
    program(tmp_path, TO_FILE + "  # changed")
    assert speaking(run).version != before


@pytest.mark.skipif(sys.platform == "win32", reason="stands in for Windows's own program")
def test_on_windows_the_system_ends_the_whole_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taskkill = tmp_path / "System32" / "taskkill.exe"
    taskkill.parent.mkdir()
    taskkill.write_text(f"#!/bin/sh\necho \"$@\" > '{tmp_path}/asked'\nkill -9 $4\n", "utf-8")
    taskkill.chmod(0o755)
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(50)"]) as process:
        monkeypatch.setattr("radio.voices.command.sys.platform", "win32")
        monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
        command._kill(process)
        monkeypatch.undo()
    assert (tmp_path / "asked").read_text("utf-8").split() == ["/F", "/T", "/PID", str(process.pid)]
    assert process.returncode == -9


def test_closed_it_kills_what_is_running(tmp_path: Path) -> None:
    voice = speaking(program(tmp_path, "import time; time.sleep(50)"))
    threading.Timer(0.5, voice.close).start()
    start = time.monotonic()
    for _ in range(2):
        with pytest.raises(VoiceError, match="told to stop"):
            voice.speak("xin chào")
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_program_that_writes_without_end_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stream: str
) -> None:
    monkeypatch.setattr("radio.voices.command._MOST_BYTES", 1 << 20)
    run = program(tmp_path, f"while True: sys.{stream}.buffer.write(b'x' * 65536)")
    start = time.monotonic()
    with pytest.raises(VoiceError, match="writes without end for “xin chào”"):
        speaking(run, timeout="30").speak("xin chào")
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("run", "windows", "expected"),
    [
        ("say -w {out}", False, ["say", "-w", "{out}"]),
        ("\"my say\" '{out}' a\\ b", False, ["my say", "{out}", "a b"]),
        (r'"C:\Program Files\say.exe" -w {out}', True, [r"C:\Program Files\say.exe", "-w", "{out}"]),
        (r"C:\say.exe it's", True, [r"C:\say.exe", "it's"]),
        ("say #1", False, ["say", "#1"]),
    ],
)
def test_words_of_a_command(run: str, windows: bool, expected: list[str]) -> None:
    assert split(run, windows=windows) == expected


def test_no_text_for_a_batch_file(tmp_path: Path) -> None:
    batch = tmp_path / "say.CMD"
    batch.write_text("", "utf-8")
    batch.chmod(0o755)
    with pytest.raises(ConfigError, match="batch file"):
        speaking(f"'{batch.as_posix()}' {{text}}")
    speaking(f"'{batch.as_posix()}' {{out}}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")
def test_a_program_that_hangs_is_killed_with_all_that_it_started(tmp_path: Path) -> None:
    beats = tmp_path / "beats"
    child = f"import time\nwhile True: open({str(beats)!r}, 'a').write('.'); time.sleep(0.02)"
    run = program(tmp_path, f"import subprocess; subprocess.run([sys.executable, '-c', {child!r}])")
    start = time.monotonic()
    with pytest.raises(VoiceError, match=r"takes more than 1\.5 s for “xin chào”"):
        speaking(run, timeout="1.5").speak("xin chào")
    assert time.monotonic() - start < 10
    before = beats.stat().st_size
    time.sleep(0.2)
    assert beats.stat().st_size == before > 0


@pytest.mark.parametrize(
    ("extra", "error", "message"),
    [
        ({}, ConfigError, r"voices\.command\.run: is not set"),
        ({"run": "say 'x"}, ConfigError, r"voices\.command\.run: cannot be read"),
        ({"run": shlex.quote(sys.executable), "timeout": "long"}, ConfigError, r"voices\.command\.timeout"),
        ({"run": "no-such-program-anywhere"}, VoiceError, "is not there"),
    ],
)
def test_wrong_settings_are_named(extra: dict[str, str], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Command(VoiceOptions(extra=extra))
