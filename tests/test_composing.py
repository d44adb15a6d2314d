"""Letters and their marks: as Unicode puts them together, and never a heap of them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.composing import composed
from radio.read import read
from radio.understand import understand
from tests.read.office import docx, odt, p

HEAP = "e" + "\u0301\u0323" * 100_000  # sorted as Unicode has it, these would take minutes
LINE = "Bà con ấp Gò Tre ai cũng mừng vì có nước sạch."
REFERENCES = "<html><p>e" + "&#x301;&#x323;" * 100_000 + f" {LINE}"


@given(
    st.text(st.sampled_from("aăeêoơuưydđ \u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323ạ한"), max_size=30)
)
def test_letters_are_those_of_unicode(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)


@given(st.text(max_size=40))
def test_any_text_is_composed(text: str) -> None:
    assert unicodedata.is_normalized("NFC", composed(text))


@pytest.mark.parametrize("base", ["e", "한", "\u05d0"])
def test_a_heap_of_marks_becomes_few(base: str) -> None:
    heap = f"{base}{HEAP[1:]}x{HEAP}"
    assert len(composed(heap)) < 70


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bai.txt", f"{HEAP} {LINE}".encode()),
        ("bai.html", REFERENCES.encode()),
        ("bai.docx", docx(p(f"{HEAP} {LINE}"))),
        ("bai.odt", odt(f"<text:p>{HEAP} {LINE}</text:p>")),
        ("bai.md", f"## PTV\n{HEAP} {LINE}".encode()),
    ],
)
def test_no_file_has_a_heap_of_them(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    if not name.endswith(".md"):
        (paragraph,) = read(tmp_path / name).paragraphs
        assert paragraph.text.endswith(LINE)
    (segment,) = understand(tmp_path / name).segments
    assert segment.text.endswith(LINE)
    assert len(segment.text) < 100
