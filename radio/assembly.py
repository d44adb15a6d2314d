"""Assembly: finished parts and their pauses, one after the other, on a reel; and the timeline of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import numpy as np

from radio.audio import level, loudness, mp3, peaks
from radio.audio.sound import Sound
from radio.errors import ArticleError
from radio.parts import Part
from radio.press import Middle, Taken
from radio.station import Pauses
from radio.track import Entry, Origin, Track, moved

_LEAD_IN_MS = 200  # players swallow the first instant
_TAIL_MS = 600
_STEP_MS = loudness.STEP * 1000 // loudness.RATE


class Reel(Protocol):
    """What takes a programme's sound: `radio.press.Press`."""

    def write(self, sound: Sound, taken: Taken | None = None) -> None:
        """Add sound; ``taken`` gets the frames of its middle once they are made."""
        ...

    def insert(self, middle: Middle) -> None:
        """Add what is encoded already, at a whole number of MP3 frames."""
        ...


def assemble(parts: Iterator[Part], reel: Reel, pauses: Pauses) -> tuple[Track, tuple[str, ...]]:
    """Join ``parts`` with their pauses on ``reel``; return the timeline, and what is to be told of the parts.

    Every part begins with an MP3 frame: pauses are up to 12 ms longer or shorter than ``pauses`` for that.
    Raises ArticleError if there is no part.
    """
    entries: list[Entry] = []
    energies: list[peaks.Floats] = []
    notes: list[str] = []
    peak, at_ms, pause_ms = 0.0, 0, _LEAD_IN_MS
    for part in parts:
        if entries:
            pause_ms = _gap_ms(entries[-1], part.entry, pauses)
        start_ms = _at_a_frame(at_ms, pause_ms)
        reel.write(level.pause(start_ms - at_ms))
        entries.append(_moved(part.entry, start_ms))
        notes += (f"{part.entry.clip}: {note}" for note in part.notes)
        _put(part, reel)
        energies += [np.zeros(start_ms // _STEP_MS - sum(map(len, energies)), np.float32), part.energies]
        at_ms = entries[-1].end_ms
        peak = max(peak, part.true_peak)
    if not entries:
        raise ArticleError(
            "the article", "has no words that can be spoken", "check that it is the right file"
        )
    end_ms = _at_a_frame(at_ms, _TAIL_MS)
    reel.write(level.pause(end_ms - at_ms))
    lufs = loudness.integrated(np.concatenate(energies))
    return Track(tuple(entries), end_ms, lufs, float(20 * np.log10(peak))), tuple(notes)


def _put(part: Part, reel: Reel) -> None:
    reel.write(part.before, part.taken)
    if part.middle:
        reel.insert(part.middle)
    reel.write(part.after)


def _at_a_frame(at_ms: int, pause_ms: int) -> int:
    """The beginning of the MP3 frame nearest to ``pause_ms`` after ``at_ms``, but not before that."""
    nearest = round((at_ms + pause_ms) / mp3.FRAME_MS) * mp3.FRAME_MS
    return nearest if nearest >= at_ms else nearest + mp3.FRAME_MS


def _gap_ms(before: Entry, after: Entry, pauses: Pauses) -> int:
    if before.segment.text.endswith(":"):
        return pauses.colon
    recorded = Origin.RECORDING in (before.origin, after.origin)
    return pauses.clip if recorded else pauses.paragraph


def _moved(entry: Entry, by_ms: int) -> Entry:
    return replace(
        entry,
        start_ms=entry.start_ms + by_ms,
        end_ms=entry.end_ms + by_ms,
        phrases=tuple(moved(p, by_ms) for p in entry.phrases),
    )
