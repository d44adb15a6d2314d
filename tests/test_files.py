"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from radio.errors import OutputError
from radio.files import output_error, replacing, write_text


def test_both_or_neither(tmp_path: Path) -> None:
    one, two = tmp_path / "một.mp3", tmp_path / "hai.json"
    one.write_text("cũ", "utf-8")
    with pytest.raises(RuntimeError), replacing(one, two) as (a, b):
        a.write_text("mới", "utf-8")
        b.write_text("mới", "utf-8")
        raise RuntimeError
    assert one.read_text("utf-8") == "cũ"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["một.mp3"]
    with replacing(one, two) as (a, b):
        a.write_text("mới", "utf-8")
        b.write_text("mới", "utf-8")
    assert one.read_text("utf-8") == two.read_text("utf-8") == "mới"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_others_may_read_what_was_written(tmp_path: Path) -> None:
    write_text(tmp_path / "feed.xml", "x")
    mask = os.umask(0o022)
    os.umask(mask)
    assert (tmp_path / "feed.xml").stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_missing_folder_and_a_folder_in_the_way(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the folder does not exist"):
        write_text(tmp_path / "không có" / "a.txt", "x")
    (tmp_path / "a.mp3").mkdir()
    with pytest.raises(OutputError, match="there is a folder of that name"):
        write_text(tmp_path / "a.mp3", "x")
    (tmp_path / "b").write_text("x")
    with pytest.raises(OutputError, match=r"a file, not a folder"):
        write_text(tmp_path / "b" / "a.txt", "x")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/dev/full")
def test_a_full_disk_is_said() -> None:
    with pytest.raises(OSError, match="No space") as caught, Path("/dev/full").open("w") as full:
        full.write("x")
        full.flush()
    told = output_error(Path("a.mp3"), caught.value)
    assert "the disk is full" in str(told)


def test_an_unknown_refusal_keeps_its_words() -> None:
    assert "Too many links" in str(output_error("a", OSError(errno.EMLINK, "Too many links")))


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes no folders")
def test_the_folder_is_flushed_behind_the_renaming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut must not take the new name away again."""
    done: list[str] = []
    fsync, rename = os.fsync, Path.replace

    def flushed(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        fsync(handle)

    def renamed(self: Path, target: Path) -> Path:
        done.append("name")
        return rename(self, target)

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(Path, "replace", renamed)
    write_text(tmp_path / "a.txt", "a")
    assert done == ["file", "name", "folder"]


def test_a_reader_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows a file keeps its name while somebody reads it."""
    monkeypatch.setattr("radio.files._READERS_S", 5.0)
    refusals = [PermissionError(errno.EACCES, "in use")] * 2
    really = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if refusals:
            raise refusals.pop()
        return really(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    write_text(tmp_path / "feed.xml", "mới")
    assert (tmp_path / "feed.xml").read_text("utf-8") == "mới"
