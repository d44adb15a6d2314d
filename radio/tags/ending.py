"""Tags that older programs put behind the sound: ID3v1 and APEv2. They are read, and never written.

https://id3.org/ID3v1; https://wiki.hydrogenaud.io/index.php?title=APEv2_specification.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mutagen import MutagenError
from mutagen.apev2 import APEv2
from mutagen.id3 import TALB, TCON, TDRC, TIT2, TPE1, TRCK, Encoding, Frame

_V1_BYTES = 128
# What a listener would miss if a new tag at the head did not say it, too.
_APE = {"Title": TIT2, "Artist": TPE1, "Album": TALB, "Year": TDRC, "Track": TRCK, "Genre": TCON}
_V1 = ((TIT2, slice(3, 33)), (TPE1, slice(33, 63)), (TALB, slice(63, 93)), (TDRC, slice(93, 97)))


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands behind the sound."""

    kinds: tuple[str, ...] = ()  # "APEv2", "ID3v1"
    frames: tuple[Frame, ...] = ()  # what they say as frames of ID3v2, each kind of frame once


def ending(path: Path) -> Ending:
    """The tags at the end of the file at ``path``. Raises OSError if it cannot be read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _V1_BYTES))
        last = file.read(_V1_BYTES)
    v1 = last if last.startswith(b"TAG") and len(last) == _V1_BYTES else b""
    ape = _ape(path)
    found = _of_ape(ape) if ape is not None else {}
    for kind, place in _V1:
        found.setdefault(kind, _plain(v1[place]))
    kinds = (*(["APEv2"] if ape is not None else []), *(["ID3v1"] if v1 else []))
    frames = (kind(encoding=Encoding.UTF16, text=[text]) for kind, text in found.items() if text)
    return Ending(kinds, tuple(frames))


def _ape(path: Path) -> APEv2 | None:
    try:
        return APEv2(path)
    except (MutagenError, ValueError, LookupError, OverflowError):
        return None


def _of_ape(tag: APEv2) -> dict[type[Frame], str]:
    found: dict[type[Frame], str] = {
        kind: str(tag[name]).replace("\0", "; ") for name, kind in _APE.items() if name in tag
    }
    # A year, where a frame of a date may hold no words.
    if not found.get(TDRC, "").isascii() or not found.get(TDRC, "")[:4].isdecimal():
        found.pop(TDRC, None)
    return found


def _plain(field: bytes) -> str:
    """A field of ID3v1, which does not say how it is written; "" where that cannot be told."""
    try:
        return field.partition(b"\0")[0].decode("utf-8").strip()
    except UnicodeDecodeError:
        return ""
