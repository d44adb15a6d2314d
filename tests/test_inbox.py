"""What is found in a folder into which people put things."""

from __future__ import annotations

import os
import socket
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.errors import ConfigError
from radio.inbox import Inbox, digest, look, shown, stands


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def put(path: Path, text: str = "Tin") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def keys(seen: Inbox) -> list[str]:
    return [story.key for story in seen.stories if not story.refused]


def refused(seen: Inbox) -> dict[str, str]:
    return {story.source: story.refused[0] for story in seen.stories if story.refused}


def test_articles_of_every_kind_with_their_recordings(inbox: Path) -> None:
    for name in ("a.txt", "b.DOCX", "c.html", "d.odt", "2026-11-25/e.md", "2026-11-25/sáng/f.htm"):
        put(inbox / name)
    for name in ("a/1.mp3", "b.clips/Bảy.m4a", "2026-11-25/e/2.wav", "2026-11-25/sáng/F.Clips/x.mp3"):
        put(inbox / name)
    for name in (
        "Thumbs.db",
        ".ẩn.txt",
        "~$b.docx",
        ".~lock.d.odt#",
        "a/desktop.ini",
        "a/.DS_Store",
        "a.txt~",
    ):
        put(inbox / name)
    seen = look(inbox)
    assert keys(seen) == ["2026-11-25/e", "2026-11-25/sáng/f", "a", "b", "c", "d"]
    clips = {s.key: [c.path for c in s.clips] for s in seen.stories}
    assert clips["a"] == ["a/1.mp3"]
    assert clips["b"] == ["b.clips/Bảy.m4a"]
    assert clips["2026-11-25/e"] == ["2026-11-25/e/2.wav"]
    assert clips["2026-11-25/sáng/f"] == ["2026-11-25/sáng/F.Clips/x.mp3"]
    assert seen.passed_over == ()


def test_addresses(inbox: Path) -> None:
    put(inbox / "một.url", "[InternetShortcut]\r\nURL=https://a.example/1\r\n")
    put(inbox / "nhiều.url", "https://a.example/2\nhttps://a.example/3\n")
    put(inbox / "hỏng.url", "file:///etc/passwd")
    seen = look(inbox)
    assert [(s.key, s.address) for s in seen.stories if s.address] == [
        ("một", "https://a.example/1"),
        ("nhiều#https://a.example/2", "https://a.example/2"),
        ("nhiều#https://a.example/3", "https://a.example/3"),
    ]
    assert "no address" in refused(seen)["hỏng.url"]


def test_what_is_not_whole_yet_is_no_story(inbox: Path) -> None:
    for name in ("a.docx.part", "b.txt.crdownload", "c.tmp", "d.txt.filepart", "Chưa xong.download"):
        put(inbox / name)
    put(inbox / "Trang.html.download" / "x.txt")
    put(inbox / "e.txt")
    put(inbox / "e" / "1.mp3.part")
    put(inbox / "g.txt")
    old = put(inbox / "g" / "2.mp3.part")
    os.utime(old, (1e9, 1e9))
    seen = look(inbox)
    assert [(s.key, s.coming) for s in seen.stories] == [("e", True), ("g", False)]
    assert {path for path, _ in seen.passed_over} == {
        "a.docx.part", "b.txt.crdownload", "c.tmp", "d.txt.filepart", "Chưa xong.download",
    }  # fmt: skip


def test_a_corrected_script_takes_its_articles_place(inbox: Path) -> None:
    for name in ("tin.txt", "tin.md", "hai.txt", "hai.docx"):
        put(inbox / name)
    seen = look(inbox)
    assert [s.source for s in seen.stories] == ["hai.docx", "hai.txt", "tin.md"]
    assert seen.passed_over == (("tin.txt", "tin.md is read in its place"),)


def test_a_saved_pages_folder_is_none_of_the_stories(inbox: Path) -> None:
    put(inbox / "Nước sạch.html")
    put(inbox / "Nước sạch_files" / "khung.html")
    put(inbox / "Nước sạch_tập tin" / "khung.html")
    put(inbox / "tin_files" / "thật.txt")
    assert keys(look(inbox)) == ["Nước sạch", "tin_files/thật"]


def test_loose_files_are_passed_over_with_a_word(inbox: Path) -> None:
    put(inbox / "băng.mp3")
    put(inbox / "ảnh.jpg")
    seen = look(inbox)
    assert seen.stories == ()
    assert [path for path, _ in seen.passed_over] == ["băng.mp3", "ảnh.jpg"]
    assert all("folder of the article's name" in why for _, why in seen.passed_over)


def link(path: Path, target: Path | str, *, folder: bool = False) -> None:
    try:
        path.symlink_to(target, target_is_directory=folder)
    except OSError:
        pytest.skip("no links here")


def test_links_that_lead_out_are_refused(inbox: Path) -> None:
    secret = put(inbox.parent / "mật.txt")
    put(inbox.parent / "khác" / "tin.txt")
    put(inbox / "thật.txt")
    put(inbox / "a.txt")
    put(inbox / "a" / "1.mp3")
    link(inbox / "ra.txt", secret)
    link(inbox / "ra2.txt", "../mật.txt")
    link(inbox / "đâu.txt", "không-có.txt")
    link(inbox / "vòng.txt", "vòng.txt")
    link(inbox / "ngày", inbox.parent / "khác", folder=True)
    link(inbox / "a" / "2.mp3", secret)
    link(inbox / "trong.txt", "thật.txt")
    put(inbox / "b.txt")
    link(inbox / "b", inbox.parent / "khác", folder=True)
    seen = look(inbox)
    told = refused(seen)
    assert {path: why for path, why in told.items() if "leads out" in why} == {
        "ra.txt": "is a link that leads out of the inbox",
        "ra2.txt": "is a link that leads out of the inbox",
        "ngày": "is a link that leads out of the inbox",
        "b": "is a link that leads out of the inbox",
        "a.txt": "its recording a/2.mp3 is a link that leads out of the inbox",
    }
    assert {path for path, why in told.items() if "leads nowhere" in why} == {"đâu.txt", "vòng.txt"}
    assert keys(seen) == ["b", "thật", "trong"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_what_is_no_file_is_never_opened(inbox: Path) -> None:
    os.mkfifo(inbox / "ống.txt")
    put(inbox / "a.txt")
    (inbox / "a").mkdir()
    os.mkfifo(inbox / "a" / "1.mp3")
    with socket.socket(socket.AF_UNIX) as listening:
        before = Path.cwd()
        os.chdir(inbox)  # a socket's path must be short
        try:
            listening.bind("ổ.txt")
        finally:
            os.chdir(before)
        told = refused(look(inbox))
    assert told == {
        "ống.txt": "is no file",
        "ổ.txt": "is no file",
        "a.txt": "its recording a/1.mp3 is no file",
    }


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their disks know one form of a name")
def test_odd_names(inbox: Path) -> None:
    nfc = "Đặng Thị Ngọc Ánh"
    nfd = unicodedata.normalize("NFD", nfc)
    for name in (f"{nfc}.txt", f"{nfd}.txt", "hai\ndòng.txt", "\x1b[31m.txt", "..\\..\\ra.txt"):
        put(inbox / name)
    Path(os.fsdecode(os.fsencode(inbox) + b"/h\xf3a.txt")).write_text("Tin")
    seen = look(inbox)
    assert set(keys(seen)) == {nfc, f"{nfc}~2", "hai\\ndòng", "\\x1b[31m", "h\\xf3a", "..\\..\\ra"}
    sources = [s.source for s in seen.stories]
    assert len(set(sources)) == 6
    assert all("\n" not in s and "\x1b" not in s and s == unicodedata.normalize("NFC", s) for s in sources)
    assert all(s.article and s.article.place.read_text("utf-8") == "Tin" for s in seen.stories)
    for source in sources:
        source.encode("utf-8")


def test_folders_too_deep_are_told(inbox: Path) -> None:
    put(inbox / "/".join("abcdefghi") / "sâu.txt")
    put(inbox / "/".join("abcdefgh") / "vừa.txt")
    seen = look(inbox)
    assert keys(seen) == ["a/b/c/d/e/f/g/h/vừa"]
    assert "folders deep" in refused(seen)["a/b/c/d/e/f/g/h/i"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="everything may be read")
def test_a_folder_that_may_not_be_read_is_told(inbox: Path) -> None:
    put(inbox / "kín" / "tin.txt").parent.chmod(0)
    seen = look(inbox)
    assert "cannot be looked into" in refused(seen)["kín"]
    assert seen.unread == ("kín/",)


def test_the_outbox_may_stand_in_it(inbox: Path) -> None:
    put(inbox / "xong" / "tin.transcript.txt")
    put(inbox / "tin.txt")
    assert keys(look(inbox, besides=inbox / "xong")) == ["tin"]


def test_no_inbox(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is no folder"):
        look(tmp_path / "không")


def test_two_folders_of_recordings_are_one_too_many(inbox: Path) -> None:
    for name in ("a.txt", "a/1.mp3", "a.clips/1.mp3"):
        put(inbox / name)
    assert "two folders of recordings" in refused(look(inbox))["a.txt"]


def test_a_file_is_read_once_while_it_stays(inbox: Path) -> None:
    path = put(inbox / "a.txt", "một")
    (story,) = look(inbox).stories
    assert story.article
    first = digest(story.article, {})
    path.write_text("hai", "utf-8")
    os.utime(path, ns=(story.article.mtime_ns, story.article.mtime_ns))
    assert digest(story.article, {"a.txt": first}) is first
    assert not stands(story), "the system knows that it was written to, whatever time it was given"
    (story,) = look(inbox).stories
    assert story.article
    assert digest(story.article, {"a.txt": first}).sha256 != first.sha256
    assert stands(story)
    path.unlink()
    assert not stands(story)


@settings(max_examples=80)
@given(
    st.text(st.characters(exclude_characters="\x00/", exclude_categories=["Cs"]), min_size=1)
    | st.binary(min_size=1).map(os.fsdecode)
)
def test_a_shown_name_is_one_line_that_can_be_written(name: str) -> None:
    told = shown(name)
    assert told.encode("utf-8").decode("utf-8") == told
    assert len(told.splitlines()) <= 1
    assert told.isprintable()
