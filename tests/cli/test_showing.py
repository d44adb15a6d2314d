"""radio show, on whatever lies in a newsroom's folder."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Radio
from tests.test_ffmpeg import recording

STORY = str(Path(__file__).parent.parent.parent / "samples" / "nuoc-sach-ve-ap.txt")


def test_any_format_and_an_mp3_alone(radio: Radio, tmp_path: Path) -> None:
    made = radio("make", STORY, "-o", "a.mp3", "-o", "a.opus", "--voice", "tone")
    assert made.returncode == 0, made.stderr
    for name in ("a.mp3", "a.opus"):
        shown = radio("show", name).stdout
        assert "Trần Văn Bảy" in shown
        assert "target -16" in shown
    assert radio("show", "a.opus", "-o", "a.svg").returncode == 0
    ElementTree.fromstring((tmp_path / "a.svg").read_text("utf-8"))
    # Copied away from its sidecar it still knows its title and its chapters.
    shutil.copy(tmp_path / "a.mp3", tmp_path / "b.mp3")
    alone = radio("show", "b.mp3").stdout
    assert alone.startswith("Đưa nước sạch về ấp vùng sâu Vĩnh Hưng Đông\n")
    assert "Trần Văn Bảy" in alone
    assert "target" not in alone
    assert radio("show", "b.mp3", "-o", "b.png").returncode == 0
    assert (tmp_path / "b.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("beside", ['{"schema": "radio.episode/1", "segments": [1]}', "[[", '"x"'])
def test_a_sidecar_that_is_none(radio: Radio, tmp_path: Path, beside: str) -> None:
    recording(tmp_path / "c.mp3", 2.0)
    (tmp_path / "c.json").write_text(beside, "utf-8")
    done = radio("show", "c.mp3")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "c")


def test_what_cannot_be_shown(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "d.mp3").write_text("không phải âm thanh", "utf-8")
    assert radio("show", "d.mp3").returncode == 4
    assert radio("show", "e.mp3").returncode == 4
    recording(tmp_path / "f.wav", 1.0)
    done = radio("show", "f.wav", "-o", "f.jpg")
    assert (done.returncode, "end it in .svg or .png" in done.stderr) == (6, True)
