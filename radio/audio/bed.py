"""A bed: music under speech, over and over, that goes down for the words and away where it is not wanted.

Its gain is decided at the edges of milliseconds, from what stands around them; it has no corners, so that
nobody hears it move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from radio.audio import loudness, peaks
from radio.audio.level import Levelled
from radio.audio.sound import MS, Samples, Sound

_OVERLAP_MS = 1000  # in which the music's end gives way to its beginning
_EDGE_MS = 12  # in which ambience gives way to a recording's own
_LEAST_MS = 5  # that any change takes: sooner is a click
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Ducking:
    """How a bed moves; levels in dB against the bed as it is given."""

    open_db: float  # where nobody speaks
    speech_db: float  # under speech
    swell_db: float  # at the end, when all is said
    attack_ms: int
    release_ms: int
    fade_ms: int

    def gains(self, start_ms: int, end_ms: int, around: Around) -> peaks.Floats:
        """Linear gains at the edges of the milliseconds from start to end, shape ``(end - start + 1,)``."""
        at = np.arange(start_ms, end_ms + 1, dtype=np.float64)
        top_db = self.swell_db if around.closing else self.open_db
        down = np.maximum(
            1 - (at - around.speech_end_ms) / max(_LEAST_MS, self.release_ms),
            1 - (around.speech_start_ms - at) / max(_LEAST_MS, self.attack_ms),
        )
        levels_db = top_db + (self.speech_db - top_db) * _eased(down)
        here = _eased((at - around.off_end_ms) / max(_LEAST_MS, self.fade_ms))
        here *= _eased((around.off_start_ms - at) / max(_LEAST_MS, around.leaving_ms))
        return np.asarray(10 ** (levels_db / 20) * here, np.float32)


@dataclass(frozen=True, slots=True)
class Tide:
    """How ambience moves under a pause: it comes before a recording and goes after one."""

    start_ms: int  # of the pause, from the programme's start
    end_ms: int
    comes: bool  # whether a recording stands after it
    goes: bool  # whether one stands before it

    def gains(self, start_ms: int, end_ms: int, around: Around) -> peaks.Floats:
        """Linear gains at the edges of the milliseconds from start to end, shape ``(end - start + 1,)``."""
        at = np.arange(start_ms, end_ms + 1, dtype=np.float64)
        share = (at - self.start_ms) / max(1, self.end_ms - self.start_ms)
        if self.comes and self.goes:
            gains = np.ones(len(at), np.float32)
        else:
            gains = _eased(share if self.comes else 1 - share)
        # A recording begins and ends at nothing; so does what stands beside it.
        edge = np.minimum(at - self.start_ms, self.end_ms - at) / _EDGE_MS
        return np.asarray(gains * _eased(edge), np.float32)


class Moving(Protocol):
    """What moves: `Ducking`, `Tide`."""

    def gains(self, start_ms: int, end_ms: int, around: Around) -> peaks.Floats:
        """Linear gains at the edges of the milliseconds from start to end, shape ``(end - start + 1,)``."""
        ...


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a stretch of the programme; milliseconds from its start."""

    speech_end_ms: float = -_NEVER  # of the last words before it
    speech_start_ms: float = _NEVER  # of the first words after it; both within it where it is speech
    off_end_ms: float = 0  # of what is before it, and has no bed
    off_start_ms: float = _NEVER  # of what is after it, and has none
    leaving_ms: float = 1  # that the bed takes to go before that
    closing: bool = False  # whether all is said


@dataclass(frozen=True, slots=True)
class Loop:
    """A piece of music that has no end."""

    music: Levelled

    def read(self, start_ms: int, end_ms: int) -> Samples:
        """The samples from ``start_ms`` to ``end_ms``, counted from the first time it begins."""
        pieces, at = [], start_ms
        while at < end_ms:
            turn, inner = divmod(at, self._period_ms)
            stop = min(self._period_ms, inner + end_ms - at)
            pieces.append(self._turn(inner, stop, first=turn == 0))
            at += stop - inner
        return np.concatenate([np.zeros(0, np.int16), *pieces])

    def energies(self, count: int) -> peaks.Floats:
        """The K-weighted mean squares of its first ``count`` times 4 ms."""
        once = self.music.energies[: self._period_ms * MS // loudness.STEP]
        return np.resize(once, count)

    @property
    def _overlap_ms(self) -> int:
        return min(_OVERLAP_MS, len(self.music) // MS // 4)

    @property
    def _period_ms(self) -> int:
        """From one beginning to the next: whole 4 ms."""
        return max(4, (len(self.music) // MS - self._overlap_ms) // 4 * 4)

    def _turn(self, start_ms: int, stop_ms: int, *, first: bool) -> Samples:
        """A stretch of one turn; over its beginning lies the end of the turn before."""
        heard = self.music[start_ms * MS : stop_ms * MS]
        over = min(self._overlap_ms, stop_ms) - start_ms
        if first or over <= 0:
            return heard
        late = (self._period_ms + start_ms) * MS
        ending = self.music[late : late + over * MS].astype(np.float32)
        rise = _eased((np.arange(start_ms * MS, (start_ms + over) * MS) + 0.5) / (self._overlap_ms * MS))
        mixed = heard[: len(ending)] * rise[: len(ending)] + ending * (1 - rise[: len(ending)])
        return np.concatenate([np.rint(mixed).astype(np.int16), heard[len(ending) :]])


def _eased(fraction: npt.NDArray[np.float64]) -> peaks.Floats:
    """From 0 to 1 without a corner (raised cosine)."""
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(fraction, 0, 1)), np.float32)


@dataclass(frozen=True, slots=True)
class Laid:
    """A bed as it lies under a stretch of the programme."""

    loop: Callable[[], Loop]  # may still be in the making: asked for when it is needed
    moving: Moving
    around: Around
    start_ms: int  # of the stretch, from the programme's start


@dataclass(frozen=True, slots=True)
class Mixed:
    """A sound with the bed under it; whole milliseconds long, mixed where it is read."""

    source: Sound
    laid: Laid

    def __len__(self) -> int:
        return len(self.source)

    def __getitem__(self, span: slice, /) -> Samples:
        start, stop, _ = span.indices(len(self))
        first, last = start // MS, -(-max(start, stop) // MS)
        begin_ms, end_ms = self.laid.start_ms + first, self.laid.start_ms + last
        gains = self.laid.moving.gains(begin_ms, end_ms, self.laid.around)
        heard = self.source[first * MS : last * MS]
        if gains.any():
            heard = mixed(heard, self.laid.loop().read(begin_ms, end_ms), gains)
        return heard[start - first * MS : max(start, stop) - first * MS]


def mixed(sound: Samples, music: Samples, gains: peaks.Floats) -> Samples:
    """``sound`` with ``music`` under it, whose gains are given at the edges of milliseconds."""
    rows = music.astype(np.float32).reshape(-1, MS)
    left, right = gains[:-1, None], gains[1:, None]
    ramp = (np.arange(MS, dtype=np.float32) + 0.5) / MS
    under = (rows * (left + (right - left) * ramp)).reshape(-1)
    under += sound
    return np.clip(np.rint(under, out=under), -32768, 32767).astype(np.int16)
