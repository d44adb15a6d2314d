"""Chapters: one a segment, with a title that a listener can choose by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from radio.script import Interview
from radio.shortening import shorten
from radio.track import Entry, Origin, Track

_MAX_CHAPTERS = 255  # the entry count of a CTOC frame is one byte
_MAX_TITLE = 120


@dataclass(frozen=True, slots=True)
class Chapter:
    """A named span of the programme; the spans cover it without gaps."""

    title: str
    start_ms: int
    end_ms: int


def chapters(track: Track) -> tuple[Chapter, ...]:
    """A chapter a segment, from its start to the next one's; at most 255, the last taking the rest.

    Music has none of its own: it belongs to what is heard before it, and the signature to what follows.
    """
    entries = [e for e in track.entries if e.origin is not Origin.MUSIC][:_MAX_CHAPTERS]
    starts = [0, *(e.start_ms for e in entries[1:])]
    ends = [*starts[1:], track.duration_ms]
    return tuple(Chapter(title(e), s, t) for e, s, t in zip(entries, starts, ends, strict=True))


def to_json(marks: Sequence[Chapter], title: str) -> str:
    """JSON Chapters 1.2.0 (podcast-namespace, jsonChapters.md) of the episode called ``title``; seconds."""
    rows = [{"startTime": m.start_ms / 1000, "endTime": m.end_ms / 1000, "title": m.title} for m in marks]
    return (
        json.dumps({"version": "1.2.0", "title": title, "chapters": rows}, ensure_ascii=False, indent=2)
        + "\n"
    )


def title(entry: Entry) -> str:
    """Who speaks and as what, or the segment's first words."""
    segment = entry.segment
    speaker = segment.speaker
    if isinstance(segment, Interview) and speaker is not None:
        return shorten(f"{speaker.name}, {speaker.role}" if speaker.role else speaker.name, _MAX_TITLE)
    return shorten(segment.text, 60)
