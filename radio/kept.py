"""Kept: all that this machine keeps to be quicker the next time, and that can be made again."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from radio import voices

_SEGMENTS = "parts"  # folder of `radio.shelf`


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one kind."""

    what: str  # "sentences by gtts", "segments"
    count: int
    bytes: int


def kept(cache: Path) -> tuple[Kept, ...]:
    """What is kept in the folder ``cache``, by kind."""
    said = tuple(
        Kept(f"sentences by {u.engine}", u.sentences, u.bytes) for u in voices.usage(cache / "voices")
    )
    sizes = [path.stat().st_size for path in _segments(cache)]
    return (*said, Kept("segments", len(sizes), sum(sizes))) if sizes else said


def clear(cache: Path) -> int:
    """Take all of it away and return its size, bytes."""
    size = voices.clear(cache / "voices")
    for path in _segments(cache):
        with contextlib.suppress(OSError):  # another process uses it, or has taken it away
            length = path.stat().st_size
            path.unlink()
            size += length
    return size


def _segments(cache: Path) -> list[Path]:
    return list((cache / _SEGMENTS).glob("*/*.npz"))
