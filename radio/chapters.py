"""Chapters: one a segment, with a title that a listener can choose by."""

from __future__ import annotations

from dataclasses import dataclass

from radio.script import Interview
from radio.track import Entry, Track

_MAX_CHAPTERS = 255  # the entry count of a CTOC frame is one byte
_MAX_TITLE = 120


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named span of the programme; the spans cover it without gaps."""

    title: str
    start_ms: int
    end_ms: int


def chapters(track: Track) -> tuple[Chapter, ...]:
    """A chapter a segment, from its start to the next one's; at most 255, the last taking the rest."""
    entries = track.entries[:_MAX_CHAPTERS]
    starts = [0, *(e.start_ms for e in entries[1:])]
    ends = [*starts[1:], track.duration_ms]
    return tuple(Chapter(title(e), s, t) for e, s, t in zip(entries, starts, ends, strict=True))


def title(entry: Entry) -> str:
    """Who speaks and as what, or the segment's first words."""
    segment = entry.segment
    speaker = segment.speaker
    if isinstance(segment, Interview) and speaker is not None:
        return shorten(f"{speaker.name}, {speaker.role}" if speaker.role else speaker.name, _MAX_TITLE)
    return shorten(segment.text, 60)


def shorten(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` characters, cut between words and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    # One character more, so that a word that just fits is kept.
    kept = text[:limit].rpartition(" ")[0].rstrip(" ,;:–-")
    return f"{kept or text[: limit - 1]}…"
