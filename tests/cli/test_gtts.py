"""``radio make`` with Google's voice: a real HTTPS service on this machine that behaves, or misbehaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import eyed3
import pytest

from tests.cli.conftest import Radio
from tests.voices.translate import Translate, fixed, page, slow, speak

STORY = (
    "Nước sạch về ấp\n\nXã vừa kéo xong 3 km ống nước cho bà con vùng sâu. Ai cũng vui.\n\n"
    "Ông Trần Văn Bảy, người dân ấp Gò Tre nói:\n\n“Mở vòi ra là có nước.”\n\nBT: Nguyễn Thu\n"
)


@pytest.fixture
def station(tmp_path: Path, service: Translate) -> Path:
    (tmp_path / "bài.txt").write_text(STORY, "utf-8")
    path = tmp_path / "station.toml"
    path.write_text(
        'voice = ["gtts", "espeak"]\n'
        f'[voices.gtts]\nurl = "{service.url}"\ntries = 2\nwait = 0.01\ntimeout = 3\npatience = 10\n',
        "utf-8",
    )
    return path


def test_the_story_is_spoken_by_the_service(
    radio: Radio, station: Path, service: Translate, tmp_path: Path
) -> None:
    done = radio("make", "bài.txt")
    assert done.returncode == 0, done.stderr
    value = json.loads((tmp_path / "bài.json").read_text("utf-8"))
    narrations = [s for s in value["segments"] if s["kind"] == "narration"]
    assert {s["voice"] for s in narrations} == {"gtts vi"}
    assert "Xã vừa kéo xong ba ki lô mét ống nước cho bà con vùng sâu." in service.asked
    # The statement is read by another voice than the presenter's.
    assert {s["voice"] for s in value["segments"] if s["kind"] == "interview"} == {"gtts vi pitch 38"}


def test_a_second_production_asks_for_nothing(
    radio: Radio, station: Path, service: Translate, tmp_path: Path
) -> None:
    assert radio("make", "bài.txt").returncode == 0
    asked = len(service.asked)
    assert asked
    assert radio("make", "bài.txt").returncode == 0
    assert len(service.asked) == asked


def test_a_corrected_sentence_is_asked_for_alone(
    radio: Radio, station: Path, service: Translate, tmp_path: Path
) -> None:
    assert radio("make", "bài.txt").returncode == 0
    service.asked.clear()
    (tmp_path / "bài.txt").write_text(STORY.replace("Ai cũng vui", "Ai cũng mừng"), "utf-8")
    assert radio("make", "bài.txt").returncode == 0
    assert service.asked == ["Ai cũng mừng."]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal to one process")
def test_interrupted_it_does_not_wait_for_a_service_that_hangs(
    station: Path, service: Translate, tmp_path: Path
) -> None:
    service.usual = slow(60)
    station.write_text(f'voice = ["gtts"]\n[voices.gtts]\nurl = "{service.url}"\ntimeout = 60\n', "utf-8")
    command = [sys.executable, "-m", "radio", "make", "bài.txt"]
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / ".cache")}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        while not service.asked and time.monotonic() < end:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
    assert not (tmp_path / "bài.mp3").exists()


@pytest.mark.parametrize("spoken_before", [0, 3])
def test_where_the_service_fails_the_next_voice_speaks_it_all(
    radio: Radio, station: Path, service: Translate, tmp_path: Path, spoken_before: int
) -> None:
    service.answers = [speak] * spoken_before
    service.usual = fixed(b"", 503)
    done = radio("make", "bài.txt")
    assert done.returncode == 0
    assert "the whole story is spoken by espeak" in done.stderr
    assert "the whole story is spoken by espeak" in done.stdout.splitlines()[-1]
    value = json.loads((tmp_path / "bài.json").read_text("utf-8"))
    assert all(v.startswith("espeak") for v in value["ai"]["voices"])
    assert any("the whole story is spoken by espeak" in note for note in value["notes"])
    assert {s["voice"].split()[0] for s in value["segments"]} == {"espeak"}
    read = eyed3.load(tmp_path / "bài.mp3")
    assert read is not None
    texts = {t.description: t.text for t in read.tag.user_text_frames}
    assert "gtts" not in texts["AI-VOICE"]
    assert texts["AI-VOICE-REPLACED"].startswith("gtts, “")


def test_strictly_nothing_is_spoken_by_another(
    radio: Radio, station: Path, service: Translate, tmp_path: Path
) -> None:
    for trouble in (fixed(b"", 503), fixed(b"", 403), page):
        service.usual = trouble
        done = radio("make", "bài.txt", "--strict-voice")
        assert done.returncode == 75
        (line,) = done.stderr.splitlines()
        assert line.startswith("radio: gtts, “")
    # What is not installed today will not be tomorrow.
    station.write_text('voice = ["parrot", "espeak"]\n', "utf-8")
    assert radio("make", "bài.txt", "--strict-voice").returncode == 5
    assert not (tmp_path / "bài.mp3").exists()


def test_alone_it_fails_in_one_line(radio: Radio, station: Path, service: Translate, tmp_path: Path) -> None:
    service.usual = fixed(b"", 503)
    done = radio("make", "bài.txt", "--voice", "gtts")
    assert done.returncode == 75
    (line,) = done.stderr.splitlines()
    assert "gtts" in line
    assert not (tmp_path / "bài.mp3").exists()
