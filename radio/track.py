"""Track: a finished programme's timeline; the sound itself streams past it into the encoder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from radio.script import Segment


class Origin(StrEnum):
    """Where a sound comes from: what the AI mark turns on."""

    RECORDING = "recording"
    SYNTHETIC = "synthetic"
    MUSIC = "music"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence, or as much of it as fits a caption, for transcripts."""

    text: str  # written form
    start_ms: int  # from the programme's start
    end_ms: int  # first millisecond after it


def moved(phrase: Phrase, by_ms: int) -> Phrase:
    """``phrase`` later by ``by_ms``."""
    return replace(phrase, start_ms=phrase.start_ms + by_ms, end_ms=phrase.end_ms + by_ms)


@dataclass(frozen=True, slots=True)
class Entry:
    """One segment's place in the programme."""

    segment: Segment
    start_ms: int  # from the programme's start
    end_ms: int  # first millisecond after it
    origin: Origin
    engine: str = ""  # the engine that spoke it, "espeak"; "" for a recording
    voice: str = ""  # the voice that spoke it, "espeak vi-vn-x-south"; "" for a recording
    clip: str = ""  # the recording's or the music's file name; "" if there is none
    clip_sha256: str = ""  # hex digest of that file
    gain_db: float = 0.0  # applied to bring it to the target
    trimmed_ms: tuple[int, int] = (0, 0)  # dead air cut from a recording's start and end
    span_ms: tuple[int, int] | None = None  # of the recording, where that was taken by hand
    phrases: tuple[Phrase, ...] = ()  # in order, within it; empty if it has no words


@dataclass(frozen=True, slots=True)
class Track:
    """The timeline of a finished programme."""

    entries: tuple[Entry, ...]  # in order; gaps between them are pauses
    duration_ms: int  # of the whole programme
    loudness_lufs: float  # integrated, gated, of the sound given to the encoder
    true_peak_dbtp: float  # of the sound given to the encoder
    loudness_range_lu: float = 0.0  # EBU Tech 3342
    momentary_lufs: float = float("-inf")  # the loudest 400 ms
    short_term_lufs: float = float("-inf")  # the loudest 3 s

    @property
    def synthetic(self) -> bool:
        """Whether any of it was spoken by a machine."""
        return any(e.origin is Origin.SYNTHETIC for e in self.entries)
