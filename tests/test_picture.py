"""Covers by their headers."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.picture import complaint


def png(width: int, height: int, colour: int = 2) -> bytes:
    """The head of a PNG."""
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def jpeg(width: int, height: int, components: int = 3, frame: int = 0xC0) -> bytes:
    """The head of a JPEG with an Exif segment before its frame."""
    frame_header = struct.pack(">BBHBHHB", 0xFF, frame, 17, 8, height, width, components)
    return b"\xff\xd8" + b"\xff\xe1\x00\x08Exif\0\0" + b"\xff" + frame_header + bytes(9)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.png", png(1400, 1400), None),
        ("a.jpg", jpeg(3000, 3000), None),
        ("a.JPEG", jpeg(2000, 2000, frame=0xC2), None),
        ("a.png", png(1399, 1399), "1399 x 1399"),
        ("a.jpg", jpeg(3001, 3001), "3001"),
        ("a.jpg", jpeg(1400, 1500), "square"),
        ("a.png", png(1400, 1400, 6), "alpha"),
        ("a.png", png(1400, 1400, 3), "palette"),
        ("a.jpg", jpeg(1400, 1400, 4), "CMYK"),
        ("a.jpg", png(1400, 1400), "name says otherwise"),
        ("a.gif", b"GIF89a", "neither"),
        ("a.jpg", b"\xff\xd8\xff\xe1", "neither"),
        ("a.png", b"", "neither"),
        ("a.jpg", b"\xff\xd8" + b"\xff\xd0" * 9000, "neither"),
    ],
)
def test_the_rules_for_a_cover(name: str, data: bytes, said: str | None) -> None:
    told = complaint(name, data)
    assert (told is None) if said is None else (told is not None and said in told)


@given(st.binary(max_size=40))
def test_any_bytes_are_no_cover_or_one(data: bytes) -> None:
    for head in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b""):
        complaint("a.png", head + data)
