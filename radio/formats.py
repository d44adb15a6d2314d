"""Formats: the kinds of file that a programme is delivered in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of sound file."""

    name: str  # in station.toml: "m4a"
    suffix: str  # of its files
    type: str  # media type
    title: str  # what people call it


# In the order in which a feed prefers them.
FORMATS = {
    "mp3": Format("mp3", ".mp3", "audio/mpeg", "MP3"),
    "m4a": Format("m4a", ".m4a", "audio/mp4", "M4A (AAC)"),
    "opus": Format("opus", ".opus", "audio/ogg", "Ogg Opus"),
    "wav": Format("wav", ".wav", "audio/wav", "Broadcast WAV"),
}


def format_of(path: PurePath) -> Format | None:
    """The format that a file's name asks for; None for none of ours."""
    return next((f for f in FORMATS.values() if f.suffix == path.suffix.lower()), None)
