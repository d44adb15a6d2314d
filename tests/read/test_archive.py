"""Archives from strangers: what they hold, and what they may not cost."""

from __future__ import annotations

import tracemalloc
import zipfile

import pytest

from radio.errors import ArticleError
from radio.read.archive import Archive
from tests.read.office import zipped


def test_parts_are_found_by_name() -> None:
    archive = Archive(zipped({"Word\\Document.xml": b"abc", "/../etc/passwd": b"x"}), "x.docx")
    assert archive.part("word/document.xml") == b"abc"
    assert "word/document.xml" in archive
    assert "word/styles.xml" not in archive
    assert archive.part("word/styles.xml") == b""


def test_a_bomb_is_refused_in_little_memory() -> None:
    bomb = zipped({"a.xml": bytes(80_000_000)})
    tracemalloc.start()
    with pytest.raises(ArticleError, match="unpacks to more"):
        Archive(bomb, "x.docx").part("a.xml")
    assert tracemalloc.get_traced_memory()[1] < 70_000_000
    tracemalloc.stop()


def test_the_limit_is_for_all_parts_together() -> None:
    data = zipped(dict.fromkeys(("a", "b", "c"), bytes(7_000_000)), zipfile.ZIP_STORED)
    archive = Archive(data, "x.docx")
    assert len(archive.part("a")) + len(archive.part("b")) == 14_000_000
    with pytest.raises(ArticleError, match="unpacks to more"):
        archive.part("c")


def test_a_lie_about_the_size_is_no_way_round() -> None:
    data = zipped({"a": bytes(3_000_000)})
    honest = (3_000_000).to_bytes(4, "little")
    assert honest in data
    with pytest.raises(ArticleError):
        Archive(data.replace(honest, (10).to_bytes(4, "little")), "x.docx").part("a")


def test_many_parts_are_refused_before_they_are_listed() -> None:
    with pytest.raises(ArticleError, match="too many parts"):
        Archive(zipped({str(n): b"" for n in range(4001)}, zipfile.ZIP_STORED), "x.docx")


def test_other_ways_of_packing_are_refused() -> None:
    # Their unpackers give out all at once.
    archive = Archive(zipped({"a": bytes(1000)}, zipfile.ZIP_LZMA), "x.docx")
    with pytest.raises(ArticleError, match="no word processor packs"):
        archive.part("a")


def test_a_locked_part_is_named_so() -> None:
    data = bytearray(zipped({"a": b"abc"}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ArticleError, match="password"):
        Archive(bytes(data), "x.docx").part("a")


def test_damage_is_found() -> None:
    data = bytearray(zipped({"a": b"abc"}, zipfile.ZIP_STORED))
    data[31] ^= 1
    with pytest.raises(ArticleError, match="damaged"):
        Archive(bytes(data), "x.docx").part("a")
