"""Assembly: finished parts and their pauses, one after the other, on a reel; and the timeline of it.

Where a programme has a bed, it lies under what is written here; it has gone before a part that has none
begins, so that such a part may be encoded already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from radio.audio import bed, loudness, mp3, peaks
from radio.audio.sound import MS, Sound
from radio.errors import ArticleError
from radio.parts import Part
from radio.press import Middle, Taken
from radio.script import Segment
from radio.station import Pauses
from radio.track import Entry, Origin, Track, moved

LEAD_IN_MS = 200  # players swallow the first instant
TAIL_MS = 600
_STEP_MS = loudness.STEP * 1000 // loudness.RATE
_NEVER = float("inf")
_LOOKED_AT_MS = 60_000  # of the bed's gains at a time


class Reel(Protocol):
    """What takes a programme's sound: `radio.press.Press`."""

    def write(self, sound: Sound, taken: Taken | None = None) -> None:
        """Add sound; ``taken`` gets the frames of its middle once they are made."""
        ...

    def insert(self, middle: Middle) -> None:
        """Add what is encoded already, at a whole number of MP3 frames."""
        ...


@dataclass(frozen=True, slots=True)
class Bed:
    """The music under a programme."""

    loop: Future[bed.Loop]  # may still be in the making when the first parts are
    ducking: bed.Ducking
    ending: Entry | None = None  # how it is told of where it comes up at the end; None where it just goes
    ending_ms: int = 0  # that it is heard then
    fade_out_ms: int = 0  # of them, in which it fades out


def assemble(
    parts: Iterable[Part],
    reel: Reel,
    pauses: Pauses,
    under: Bed | None = None,
    ambience: Future[bed.Loop] | None = None,
) -> tuple[Track, tuple[str, ...]]:
    """Join ``parts`` with their pauses on ``reel``; return the timeline, and what is to be told of the parts.

    Every part begins with an MP3 frame: pauses are up to 12 ms longer or shorter than ``pauses`` for that.
    ambience: what lies under the pauses before and after recordings; None for silence.
    Raises ArticleError if there is no part.
    """
    entries: list[Entry] = []
    notes: list[str] = []
    line = _Line(reel, under, ambience)
    for part, following in _paired(parts):
        if not entries:
            line.pause(_at_a_frame(0, LEAD_IN_MS) - part.entry.start_ms, _Between(None, part))
        entries.append(_moved(part.entry, line.at_ms))
        notes += (f"{part.entry.clip}: {note}" for note in part.notes)
        if following:
            pause_ms = gap_ms(part.entry.segment, part.entry.origin, following.entry.origin, pauses)
            next_ms = _at_a_frame(entries[-1].end_ms, pause_ms) - following.entry.start_ms
        else:
            next_ms = _at_a_frame(entries[-1].end_ms, TAIL_MS)
        between = _Between(part, following)
        closes = following is None and _closes(part, under)
        line.part(part, next_ms, goes_on=between.under_after or closes)
        if following:
            line.pause(next_ms, between)
    if not entries:
        raise ArticleError(
            "the article", "has no words that can be spoken", "check that it is the right file"
        )
    if under and under.ending and closes:
        start_ms, end_ms = entries[-1].end_ms, _at_a_frame(line.at_ms, under.ending_ms)
        line.closing(end_ms, under.fade_out_ms, comes_up=True)
        entries.append(replace(under.ending, start_ms=start_ms, end_ms=end_ms))
    else:
        line.closing(next_ms, next_ms - line.at_ms)
    return line.track(tuple(entries)), tuple(notes)


def _closes(last: Part, under: Bed | None) -> bool:
    """Whether the bed comes up at the end: not behind another piece of music."""
    return under is not None and under.ending is not None and last.entry.origin is not Origin.MUSIC


@dataclass(frozen=True, slots=True)
class _Between:
    """What stands before and after a pause."""

    before: Part | None
    after: Part | None

    @property
    def under_after(self) -> bool:
        """Whether the bed goes on behind it; at the end, whether it was there."""
        last = self.after or self.before
        return last is not None and last.under

    @property
    def recorded(self) -> tuple[bool, bool]:
        """Whether a recording stands before it, and after it."""
        before, after = (
            p is not None and p.entry.origin is Origin.RECORDING for p in (self.before, self.after)
        )
        return before, after


def _paired(parts: Iterable[Part]) -> Iterator[tuple[Part, Part | None]]:
    """Each part with the one after it."""
    before: Part | None = None
    for part in parts:
        if before:
            yield before, part
        before = part
    if before:
        yield before, None


class _Line:
    """A programme as far as it has come, and what is measured of it."""

    def __init__(self, reel: Reel, under: Bed | None, ambience: Future[bed.Loop] | None) -> None:
        self.at_ms = 0
        self._reel, self._under, self._ambience = reel, under, ambience
        self._around = bed.Around()
        self._energies: list[peaks.Floats] = []
        self._steps = 0  # of 4 ms, that they are of
        self._tops: list[tuple[float, float]] = []  # of each stretch its own true peak, and the bed's gain
        self._gains = _Gains()

    def pause(self, until_ms: int, between: _Between) -> None:
        """Nothing, or the bed alone, or what is heard around a recording."""
        speech_follows = between.after is not None and between.after.under
        # On its way out it does not come up once more.
        there = until_ms if speech_follows else self.at_ms
        gone = (
            self._around.off_start_ms if self._around.off_start_ms < _NEVER or speech_follows else self.at_ms
        )
        self._around = replace(self._around, speech_start_ms=there, off_start_ms=gone)
        self._mix(self._room(until_ms, between.recorded))

    def _room(self, until_ms: int, recorded: tuple[bool, bool]) -> Sound:
        """A pause up to there, between recordings or what is none."""
        nothing = np.zeros((until_ms - self.at_ms) * MS, np.int16)
        if self._ambience is None or not any(recorded) or not len(nothing):
            return nothing
        tide = bed.Tide(self.at_ms, until_ms, comes=recorded[1], goes=recorded[0])
        return bed.Mixed(nothing, bed.Laid(self._ambience.result, tide, self._around, self.at_ms))

    def part(self, part: Part, next_ms: int, *, goes_on: bool) -> None:
        """A part; after it, at ``next_ms``, something that the bed lies under, too, or that it does not."""
        missing = self.at_ms // _STEP_MS - self._steps
        self._energies += [np.zeros(missing, np.float32), part.energies]
        self._steps += missing + len(part.energies)
        end_ms = self.at_ms + part.entry.end_ms + part.tail_ms
        if part.under:
            self._around = replace(self._around, speech_start_ms=self.at_ms, speech_end_ms=end_ms)
            if not goes_on:
                self._leave(next_ms)
            self._mix(part.before, part.true_peak)
            return
        self._tops.append((part.true_peak, 0.0))
        self._write(part)
        if self._under:
            self._gains.add(np.zeros(end_ms - self.at_ms + 1, np.float32))
        self.at_ms = end_ms
        self._around = bed.Around(off_end_ms=end_ms)
        if not goes_on:
            self._around = replace(self._around, off_start_ms=end_ms)

    def closing(self, until_ms: int, fade_out_ms: int, *, comes_up: bool = False) -> None:
        """The end: the bed fades out, and comes up before that if it is asked to."""
        self._around = replace(
            self._around,
            speech_start_ms=_NEVER if comes_up else self.at_ms,
            speech_end_ms=self.at_ms,
            off_start_ms=min(until_ms, self._around.off_start_ms),
            leaving_ms=fade_out_ms,
            closing=comes_up,
        )
        self._mix(np.zeros((until_ms - self.at_ms) * MS, np.int16))

    def track(self, entries: tuple[Entry, ...]) -> Track:
        """The timeline of all that was added."""
        energies = np.concatenate(self._energies)
        loudest = 0.0
        if self._under:
            loop = self._under.loop.result()
            loudest = loop.music.true_peak
            squares = self._gains.squares()
            longer = max(len(energies), len(squares))
            music = loop.energies(len(squares)) * squares
            energies = np.pad(energies, (0, longer - len(energies)))
            energies[: len(music)] += music
        # Where both sound together the peak is no higher than this.
        peak = max(top + loudest * gain for top, gain in self._tops)
        return Track(
            entries,
            self.at_ms,
            loudness_lufs=loudness.integrated(energies),
            true_peak_dbtp=float(20 * np.log10(peak)),
            loudness_range_lu=loudness.spread(energies),
            momentary_lufs=loudness.highest(energies, 4),
            short_term_lufs=loudness.highest(energies, 30),
        )

    def _leave(self, next_ms: int) -> None:
        """Have the bed gone by ``next_ms``; not before now, for what is written is written."""
        fade_ms = self._under.ducking.fade_ms if self._under else 0
        leaving_ms = min(fade_ms, next_ms - self.at_ms)
        self._around = replace(self._around, off_start_ms=next_ms, leaving_ms=leaving_ms)

    def _write(self, part: Part) -> None:
        self._reel.write(part.before, part.taken)
        if part.middle:
            self._reel.insert(part.middle)
        self._reel.write(part.after)

    def _mix(self, sound: Sound, top: float = 0.0) -> None:
        """Write ``sound``, whole milliseconds with a true peak of ``top``, and the bed under it."""
        end_ms = self.at_ms + len(sound) // MS
        if self._under:
            highest = self._highest_gain(self._under.ducking, end_ms)
            if highest:
                laid = bed.Laid(self._under.loop.result, self._under.ducking, self._around, self.at_ms)
                sound = bed.Mixed(sound, laid)
            self._tops.append((top, highest))
        self._reel.write(sound)
        self.at_ms = end_ms

    def _highest_gain(self, ducking: bed.Ducking, end_ms: int) -> float:
        """The highest of the bed's gains up to there; all are kept for its loudness."""
        highest = 0.0
        # A long recording's are not held together.
        for start_ms in range(self.at_ms, end_ms, _LOOKED_AT_MS):
            gains = ducking.gains(start_ms, min(start_ms + _LOOKED_AT_MS, end_ms), self._around)
            self._gains.add(gains)
            highest = max(highest, float(gains.max()))
        return highest


class _Gains:
    """The bed's gains so far, as mean squares each 4 ms."""

    def __init__(self) -> None:
        self._squares: list[peaks.Floats] = []
        self._rest = np.zeros(0, np.float32)  # of milliseconds that make no whole 4 yet

    def add(self, gains: peaks.Floats) -> None:
        """Those at the edges of the milliseconds that follow."""
        each = np.concatenate([self._rest, ((gains[:-1] + gains[1:]) / 2) ** 2])
        whole = len(each) // _STEP_MS * _STEP_MS
        self._squares.append(np.asarray(each[:whole].reshape(-1, _STEP_MS).mean(axis=1), np.float32))
        self._rest = each[whole:]

    def squares(self) -> peaks.Floats:
        """All of them."""
        return np.concatenate([np.zeros(0, np.float32), *self._squares])


def _at_a_frame(at_ms: int, pause_ms: int) -> int:
    """The beginning of the MP3 frame nearest to ``pause_ms`` after ``at_ms``, but not before that."""
    nearest = round((at_ms + pause_ms) / mp3.FRAME_MS) * mp3.FRAME_MS
    return nearest if nearest >= at_ms else nearest + mp3.FRAME_MS


def gap_ms(said: Segment, before: Origin, after: Origin, pauses: Pauses) -> int:
    """The pause between ``said``, of origin ``before``, and something of origin ``after``."""
    if Origin.MUSIC in (before, after):
        return pauses.music
    if said.text.endswith(":"):
        return pauses.colon
    return pauses.clip if Origin.RECORDING in (before, after) else pauses.paragraph


def _moved(entry: Entry, by_ms: int) -> Entry:
    return replace(
        entry,
        start_ms=entry.start_ms + by_ms,
        end_ms=entry.end_ms + by_ms,
        phrases=tuple(moved(p, by_ms) for p in entry.phrases),
    )
