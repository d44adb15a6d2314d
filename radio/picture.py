"""Picture: what a cover's first bytes say of it. Pure; the pixels are not decoded.

PNG: https://www.w3.org/TR/png-3/ §11.2.1. JPEG: ITU-T T.81 §B.2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from radio.errors import ConfigError

LEAST_PX, MOST_PX = 1400, 3000  # Apple's rule, which the other directories share
_SUFFIXES = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_COLOURS = {0: "grey", 2: "RGB", 3: "palette", 4: "grey with alpha", 6: "RGB with alpha"}
_JPEG_COLOURS = {1: "grey", 3: "RGB", 4: "CMYK"}
# Start-of-frame markers; C4, C8 and CC among them are others.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset((0x01, *range(0xD0, 0xD9)))  # markers without a length
_REMEDY = "save it as a square JPEG or PNG of 1400 to 3000 pixels, in RGB"


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG or PNG by its header."""

    type: str  # media type: "image/jpeg" or "image/png"
    width: int  # pixels
    height: int  # pixels
    colour: str  # "RGB", "grey", "CMYK", "palette", … ; a JPEG's three components count as RGB


def picture(data: bytes) -> Picture | None:
    """The picture that begins with ``data``; None for anything else. A JPEG's header may need all of it."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 26:
        width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
        return Picture("image/png", width, height, _PNG_COLOURS.get(data[25], "unknown"))
    return _jpeg(data) if data.startswith(b"\xff\xd8\xff") else None


def _jpeg(data: bytes) -> Picture | None:
    at = 2
    while at + 10 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _JPEG_FRAMES:
            height, width = int.from_bytes(data[at + 5 : at + 7]), int.from_bytes(data[at + 7 : at + 9])
            return Picture("image/jpeg", width, height, _JPEG_COLOURS.get(data[at + 9], "unknown"))
        if marker == 0xFF:
            at += 1  # a fill byte
        elif marker in _JPEG_BARE:
            at += 2
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return None


def complaint(name: str, data: bytes) -> str | None:
    """What a directory would find wrong with the cover ``data`` called ``name``; None if nothing."""
    found = picture(data)
    if found is None:
        return "is neither a JPEG nor a PNG"
    size = f"{found.width} x {found.height}"
    if found.width != found.height or not LEAST_PX <= found.width <= MOST_PX:
        return f"is {size} pixels, and must be square, {LEAST_PX} to {MOST_PX}"
    if found.colour != "RGB":
        return f"is {found.colour}, and must be RGB"
    if PurePath(name).suffix.lower() not in _SUFFIXES[found.type]:
        return f"is {found.type}, and its name says otherwise"
    return None


def check(name: str, data: bytes) -> None:
    """Raise ConfigError for a cover that a directory would refuse."""
    if problem := complaint(name, data):
        raise ConfigError(name, problem, _REMEDY)
