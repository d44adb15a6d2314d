"""``radio tag``, ``radio info`` and ``radio feed``, from files to files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import eyed3
import feedparser
import pytest
import typer
import webvtt
from mutagen.id3 import ID3

from radio import tags
from radio.cli import checking, tagging
from tests.cli.conftest import SAMPLES, Radio
from tests.test_picture import png

STATION = """
name = "Đài Vĩnh Hưng Đông"
files = ["vtt", "srt", "txt", "chapters"]
cover = "bia-nho.png"
[podcast]
base_url = "https://dai.example.vn/podcast/"
title = "Thời sự"
description = "Tin xã mỗi ngày"
link = "https://dai.example.vn/"
category = "News > Daily News"
image = "bia.png"
owner_email = "dai@example.vn"
"""


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a story made by the command, and all that can stand beside it."""
    folder = tmp_path_factory.mktemp("once")
    (folder / "station.toml").write_text(STATION, "utf-8")
    (folder / "bia.png").write_bytes(png(1400, 1400))
    (folder / "bia-nho.png").write_bytes(png(300, 300))
    command = [sys.executable, "-m", "radio", "make", str(SAMPLES / "lop-hoc-ben-suoi.txt")]
    subprocess.run([*command, "-o", "tin.mp3", "--voice", "tone", "-q"], cwd=folder, check=True)
    return folder


@pytest.fixture
def made(once: Path, tmp_path: Path) -> Path:
    """The story's MP3 in a folder of its own."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return tmp_path / "tin.mp3"


def test_everything_beside_the_mp3(made: Path) -> None:
    assert {p.name for p in made.parent.glob("tin*")} == {
        "tin.mp3", "tin.json", "tin.vtt", "tin.srt", "tin.transcript.txt", "tin.chapters.json",
    }  # fmt: skip
    value = json.loads(made.with_suffix(".json").read_text("utf-8"))
    captions = webvtt.read(str(made.with_suffix(".vtt"))).captions
    phrases = [p for s in value["segments"] for p in s["phrases"]]
    assert [c.text.replace("\n", " ") for c in captions] == [p["text"] for p in phrases]
    assert {c.voice for c in captions} >= {"Y Moan Ênuôl", "H’Loan Niê"}
    words = " ".join(p["text"] for p in phrases).split()
    assert words == " ".join(s["text"] for s in value["segments"]).split()
    read = eyed3.load(made)
    assert read is not None
    assert [i.picture_type for i in read.tag.images] == [3]
    marks = json.loads((made.parent / "tin.chapters.json").read_text("utf-8"))["chapters"]
    told = sorted(read.tag.chapters, key=lambda c: c.times[0])
    assert [(c.title, c.times[0]) for c in told] == [
        (m["title"], round(m["startTime"] * 1000)) for m in marks
    ]


def test_other_programs_find_no_fault_in_the_mp3(made: Path) -> None:
    for command, bad in ((["mp3val", str(made)], b"WARNING"), (["mpg123", "-t", str(made)], b"error")):
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, check=True)
            assert bad not in done.stdout + done.stderr


def test_made_again_over_itself(radio: Radio, made: Path) -> None:
    done = radio("make", SAMPLES / "lop-hoc-ben-suoi.txt", "-o", "tin.mp3", "--voice", "tone", "-q")
    assert done.returncode == 0, done.stderr


def test_an_article_is_never_written_over(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text('files = ["txt", "vtt"]', "utf-8")
    (tmp_path / "a.vtt").write_text("phụ đề của tôi", "utf-8")
    shutil.copy(SAMPLES / "lop-hoc-ben-suoi.txt", tmp_path / "a.txt")
    done = radio("make", "a.txt", "--voice", "tone", "-q")
    assert done.returncode == 6
    assert "a.vtt: is in the way" in done.stderr
    assert (tmp_path / "a.vtt").read_text("utf-8") == "phụ đề của tôi"


def test_a_byline_corrected_and_the_feed_goes_on(radio: Radio, made: Path) -> None:
    done = radio("tag", "tin.mp3", "--byline", "BT: Nguyễn Thu - KTV: Rơ Ông K’Duyên", "--title", "Lớp  học")
    assert (done.returncode, done.stdout.split()) == (0, ["tin.mp3", "tin.json", "tin.chapters.json"])
    told = json.loads(radio("info", "tin.mp3", "--format", "json").stdout)
    texts = dict(told["texts"])
    assert texts["title"] == "Lớp học"
    assert texts["artist"] == "Nguyễn Thu; Rơ Ông K’Duyên"
    assert texts["comment"] == "BT: Nguyễn Thu - KTV: Rơ Ông K’Duyên"
    assert [text for name, text in told["texts"] if name == "credit"] == [
        "BT: Nguyễn Thu",
        "KTV: Rơ Ông K’Duyên",
    ]
    assert texts["AI-CONTENT"] == "true"
    assert len(told["chapters"]) > 2
    done = radio("feed", ".")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 episode, written" in done.stdout
    (entry,) = feedparser.parse((made.parent / "feed.xml").read_bytes()).entries
    assert entry.title == "Lớp học"
    assert int(entry.enclosures[0].length) == made.stat().st_size


def test_whatever_a_terminal_sends_is_a_title(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tagging.tag(made, title="Tin\udcff\x07 sáng\u200f 🌾", byline=None, programme=None)
    (title,) = (text for name, text in tags.info(made).texts if name == "title")
    assert title == "Tin sáng\u200f 🌾"
    assert json.loads(made.with_suffix(".json").read_text("utf-8"))["title"] == title
    made.write_bytes(made.read_bytes() + b"TAG".ljust(128, b"\0"))
    made.with_suffix(".opus").touch()
    capsys.readouterr()
    tagging.tag(made, title="Khác", byline=None, programme=None)
    told = capsys.readouterr()
    assert told.out.splitlines() == [str(made)]
    assert "ID3v1 behind the sound" in told.err
    assert "describes another file" in told.err
    assert "tin.opus beside it stay as they were" in told.err


def test_info_for_people(radio: Radio, made: Path) -> None:
    told = radio("info", "tin.mp3").stdout
    assert "title " in told
    assert "ID3v2.3" in told
    assert "AI-CONTENT" in told
    assert max(map(len, told.splitlines())) < 140
    assert "Y Moan Ênuôl" in told


def test_a_title_does_not_steer_the_terminal(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tag = ID3(made)
    tag["TIT2"].text = ["\x1b[2J\x9b2J\rXóa"]
    tag.save(made)
    tagging.info(made, as_json=False)
    told = capsys.readouterr().out
    assert "Xóa" in told
    assert not set("\x1b\x9b\r") & set(told)
    feed = made.with_name("f.xml")
    feed.write_text("<rss version='2.0'><channel><item><title>\x9b2J</title></item></channel></rss>", "utf-8")
    with pytest.raises(typer.Exit):
        checking.check(str(feed), allow_private=False)
    assert "\x9b" not in capsys.readouterr().out


def test_what_is_no_mp3(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_text("không")
    for command in (["tag", "a.mp3", "--title", "x"], ["info", "không có.mp3"]):
        done = radio(*command)
        assert done.returncode == 4
        assert command[1] in done.stderr
    assert radio("tag", "a.mp3").returncode == 7
    assert radio("info", "a.mp3", "--format", "docx").returncode == 2


def test_a_feed_and_what_is_left_out(radio: Radio, made: Path) -> None:
    shutil.copy(made.with_suffix(".json"), made.parent / "hai.json")
    text = (made.parent / "hai.json").read_text("utf-8").replace("tin.mp3", "hai.mp3")
    (made.parent / "hai.json").write_text(text, "utf-8")
    done = radio("feed", ".", "--base-url", "https://khac.example.vn")
    assert done.returncode == 0
    assert "left out: hai.json: its MP3 is missing" in done.stderr
    feed = (made.parent / "feed.xml").read_bytes()
    assert b'url="https://khac.example.vn/tin.mp3"' in feed
    done = radio("feed", ".", "--base-url", "https://khac.example.vn", "--verify")
    assert "1 episode, unchanged" in done.stdout


def test_a_missing_setting_of_the_feed(radio: Radio, tmp_path: Path) -> None:
    done = radio("feed", ".")
    assert done.returncode == 7
    assert "station.toml: podcast." in done.stderr
    text = STATION.replace('link = "https://dai.example.vn/"', "").replace('cover = "bia-nho.png"', "")
    (tmp_path / "station.toml").write_text(text, "utf-8")
    done = radio("feed", ".")
    assert done.returncode == 7
    assert "station.toml: podcast.link: is not set" in done.stderr


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The folder, published."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_feed_is_checked_in_a_file_and_at_an_address(radio: Radio, made: Path, address: str) -> None:
    assert radio("feed", ".", "--base-url", address).returncode == 0
    done = radio("feed", "--check", "feed.xml")
    assert (done.returncode, done.stdout) == (0, "feed.xml: nothing that a directory would refuse\n")
    assert radio("feed", "--check", f"{address}feed.xml").returncode == 3, "a private address"
    done = radio("feed", "--check", f"{address}feed.xml", "--allow-private")
    assert done.returncode == 0, done.stdout
    (made.parent / "bia.png").write_bytes(png(600, 600))
    done = radio("feed", "--check", f"{address}feed.xml", "--allow-private")
    assert done.returncode == 7
    assert "itunes:image is 600 x 600" in done.stdout
    (made.parent / "feed.xml").write_bytes(b"<rss/>")
    done = radio("feed", "--check", "feed.xml")
    assert done.returncode == 7
    assert "refused: feed: has no channel" in done.stdout
    assert radio("feed", "--check", "không có.xml").returncode == 3
