"""Those who make stories in processes of their own: what becomes of one that crashes, hangs or is stopped."""

from __future__ import annotations

import errno
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from radio.batch import Failed, Made, Setup, Task, Workers, workers
from radio.batch.making import failure
from radio.batch.workers import StoppedError
from radio.errors import ClipError, OutputError, RadioError
from radio.settings import Settings
from tests.batch.conftest import SAVED, STATION

# A voice of beeps that ends whoever asks it, or hangs, if that is what it is to say.
SPOKEN = """
import io, math, os, struct, sys, time, wave
text = sys.stdin.buffer.read().decode("utf-8")
if "sập" in text:
    os.kill(os.getppid(), 9)
if "treo" in text:
    time.sleep(60)
count = 9600 * len(text.split())
out = io.BytesIO()
with wave.open(out, "wb") as sound:
    sound.setparams((1, 2, 48000, 0, "NONE", ""))
    samples = (int(12000 * math.sin(n / 20) * min(1, n / 999, (count - n) / 999)) for n in range(count))
    sound.writeframes(b"".join(struct.pack("<h", s) for s in samples))
sys.stdout.buffer.write(out.getvalue())
"""


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    """A station of that voice."""
    script = tmp_path / "voice.py"
    script.write_text(SPOKEN, "utf-8")
    import sys  # noqa: PLC0415

    voices = {"command": {"run": f"{sys.executable} {script}", "timeout": "50"}}
    return Setup(Settings(replace(STATION, voice=("command",), voices=voices)))


def task(folder: Path, name: str, words: str = "Sáng nay họp.") -> Task:
    source = folder / f"{name}.txt"
    source.write_text(f"Tin {name}\n\n{words}\n", "utf-8")
    stage = folder / f"stage-{name}"
    stage.mkdir()
    return Task(str(source), None, folder, stage, name, f"00000000-0000-0000-0000-{ord(name[0]):012}", SAVED)


def test_what_crashes_takes_one_story_with_it(tmp_path: Path, setup: Setup) -> None:
    tasks = [task(tmp_path, "a"), task(tmp_path, "b", "Máy sập."), task(tmp_path, "c")]
    with Workers(setup, 2) as makers:
        results = {t.stem: result for t, result in makers.made(tasks)}
    assert isinstance(results["a"], Made)
    assert isinstance(results["c"], Made)
    assert results["a"].files == ("a.mp3", "a.json", "a.vtt", "a.chapters.json")
    assert isinstance(results["b"], Failed)
    assert "b.txt: the program that made it ended by itself" in results["b"].problem


def test_what_hangs_is_ended(tmp_path: Path, setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_STORY_S", 2.0)
    with Workers(setup, 1) as makers:
        ((_, result),) = makers.made([task(tmp_path, "a", "Máy treo.")])
    assert isinstance(result, Failed)
    assert "was ended" in result.problem


def test_a_fault_is_told(tmp_path: Path, setup: Setup) -> None:
    """What nobody foresaw, here a folder where there should be a setting, is that story's failure."""
    wrong = replace(setup, cache=7)  # type: ignore[arg-type]
    with Workers(wrong, 1) as makers:
        ((_, result),) = makers.made([task(tmp_path, "a")])
    assert isinstance(result, Failed)
    assert result.code == 1
    assert "a fault of the program itself (TypeError" in result.problem


def test_stopped_at_once(tmp_path: Path, setup: Setup) -> None:
    asked = threading.Event()
    began = time.monotonic()
    threading.Timer(3.0, asked.set).start()
    with pytest.raises(StoppedError), Workers(setup, 1, asked.is_set) as makers:
        list(makers.made([task(tmp_path, "a", "Máy treo.")]))
    assert time.monotonic() - began < 15


def test_one_worker_serves_many_and_is_replaced(
    tmp_path: Path, setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_STORIES", 2)
    tone = replace(setup, settings=Settings(STATION))
    with Workers(tone, 1) as makers:
        results = [result for _, result in makers.made([task(tmp_path, name) for name in "abcde"])]
    assert all(isinstance(result, Made) for result in results)
    assert len(results) == 5


def test_only_a_write_can_blame_the_disk() -> None:
    """A recording on a failing stick is that story's failure; a full outbox is everybody's."""
    codes = []
    for kind in (ClipError, OutputError):
        try:
            raise kind("a", "b", "c") from OSError(errno.EIO, "stick")
        except RadioError as error:
            codes.append(failure(error).errno)
    assert codes == [0, errno.EIO]
