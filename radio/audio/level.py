"""Bringing a piece of sound to its place: cut, levelled, faded.

A long recording need not lie in memory: sound is anything that gives its samples by slices, and what is
decided about it is decided on energies of 4 ms and peaks of 1 ms, gathered two seconds at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from radio.audio import knocks, loudness, peaks, silence
from radio.audio.clip import HOUSE_RATE
from radio.audio.sound import MS, Excerpt, Samples, Sound

MOST_DB = 40.0  # of gain: more would make a story out of a room's noise
_PASSES = 24
_STEP_MS = loudness.STEP // MS
_CLOSE_ENOUGH_DB = 0.02
# What is limited gives back less than a decibel for a decibel of gain: so much more may be needed. The
# first try looks for peaks that the smaller gain would make; the second is seldom needed.
_HEADROOMS_DB = (3.0, 14.0)
_SENSE_MS = 15  # to either side: over so much the compressor hears
_EASE_MS = 25  # to either side: over so much its gain moves
_PIECE = 2 * HOUSE_RATE  # samples looked at together: whole milliseconds, and few enough for the cache
_AROUND = peaks.BLOCK  # samples on either side that a block's true peak depends on, and more


@dataclass(frozen=True, slots=True)
class Levelled:
    """Sound at its target loudness; rendered when it is asked for, span by span."""

    source: Sound
    gain_db: float  # applied
    edges: peaks.Floats  # the limiter's gains at the edges of milliseconds, shape ``(milliseconds + 1,)``
    energies: peaks.Floats  # K-weighted mean squares of the result, each 4 ms
    true_peak: float  # linear, of the result

    def __len__(self) -> int:
        return len(self.source)

    def __getitem__(self, span: slice, /) -> Samples:
        """The result from ``span.start``, a whole millisecond, to ``span.stop``."""
        start, stop, _ = span.indices(len(self.source))
        wave = _wave(self.source[start:stop])
        wave *= np.float32(_linear(self.gain_db))
        first = start // MS
        out = peaks.apply(wave, self.edges[first : first + -(-len(wave) // MS) + 1])
        out *= np.float32(32767)
        return np.clip(np.rint(out, out=out), -32768, 32767).astype(np.int16)

    @property
    def samples(self) -> Samples:
        """All of the result."""
        return self[0 : len(self)]


@dataclass(frozen=True, slots=True)
class _Survey:
    """What a sound is like before it is levelled."""

    steps: loudness.Floats  # K-weighted mean square of each 4 ms
    energies: peaks.Floats  # sum of squares of each 1 ms


def level(
    sound: Sound,
    *,
    target_lufs: float,
    ceiling_dbtp: float,
    ratio: float = 1.0,
    tame: bool = False,
    most_db: float = MOST_DB,
    around_ms: int = 0,
) -> Levelled | None:
    """``sound`` at ``target_lufs`` (gated), no true peak above ``ceiling_dbtp``.

    ratio: so many decibels above the sound's loudness become one; 1 leaves its dynamics as they are.
    tame: whether knocks, far louder than speech, are brought down to it first. most_db: of gain.
    around_ms: silence that it is heard with on either side, which tells with short sounds.
    None for silence: there is nothing to bring up.
    """
    survey = _survey(sound)
    calm = knocks.tamed(survey.energies / np.float32(MS)) if tame else None
    heard = survey.steps if calm is None else survey.steps * _kept(survey, calm)
    loud = _heard(around_ms, heard)
    if loud == float("-inf"):
        return None
    squeezed = _squeezed(survey.energies, loud, ratio)
    if calm is not None:
        squeezed = np.minimum(squeezed, calm)
    ceiling = _linear(ceiling_dbtp)
    as_squeezed = _heard(around_ms, survey.steps * _kept(survey, squeezed))
    first_db = min(target_lufs - as_squeezed, most_db)
    for headroom_db in _HEADROOMS_DB:
        highest_db = min(first_db + headroom_db, most_db)
        tops = _true_peaks(sound, ceiling / _linear(highest_db))
        gain_db, edges = _search(
            survey, (tops, squeezed), (first_db, highest_db), target_lufs, ceiling, around_ms
        )
        if gain_db < highest_db:
            break
    gain_db = round(gain_db, 2)
    gain = _linear(gain_db)
    energies = np.asarray(survey.steps * _kept(survey, edges) * gain**2, np.float32)
    return Levelled(sound, gain_db, edges, energies, peaks.highest(tops * np.float32(gain), edges))


def _survey(sound: Sound) -> _Survey:
    meter = loudness.Meter()
    energies = []
    for start in range(0, len(sound), _PIECE):
        piece = sound[start : start + _PIECE]
        meter.add(piece)
        rows = peaks.blocks(_wave(piece))
        energies.append(np.einsum("ij,ij->i", rows, rows))
    return _Survey(meter.steps(), np.concatenate([np.zeros(0, np.float32), *energies]))


def _true_peaks(sound: Sound, over: float) -> peaks.Floats:
    """`peaks.true_peaks` of all of ``sound``, piece by piece."""
    return np.concatenate([peaks.true_peaks(wave, over)[1:-1] for wave in _overlapping(sound)])


def _overlapping(sound: Sound) -> Iterator[peaks.Floats]:
    """Pieces of whole milliseconds with a millisecond of their surroundings on either side."""
    for start in range(0, len(sound), _PIECE):
        stop = min(start + _PIECE, len(sound))
        wave = _wave(sound[max(0, start - _AROUND) : stop + _AROUND])
        missing = stop + _AROUND - len(sound) if stop + _AROUND > len(sound) else 0
        filling = -(stop - start) % MS
        lacking = (_AROUND if start == 0 else 0, missing + filling)
        yield np.pad(wave, lacking) if any(lacking) else wave


def _search(
    survey: _Survey,
    shape: tuple[peaks.Floats, peaks.Floats],
    gains_db: tuple[float, float],
    target: float,
    ceiling: float,
    around_ms: int,
) -> tuple[float, peaks.Floats]:
    """The gain in dB, and the limiter's gains at the block edges, that together reach ``target`` LUFS.

    Limiting takes loudness away, so the gain must make up for it. How much it takes is worked out on the
    energies of milliseconds; the samples are not weighed again.

    shape: true peaks of the milliseconds, and the compressor's gains at their edges. gains_db: to begin
    with, and at most.
    """
    tops, squeezed = shape
    heard = tops * np.maximum(squeezed[:-1], squeezed[1:])
    gain_db, most_db = gains_db
    for _ in range(_PASSES):
        gain = _linear(gain_db)
        edges = squeezed * peaks.gains(heard * np.float32(gain), ceiling)
        reached = _heard(around_ms, survey.steps * _kept(survey, edges) * gain**2)
        missing = target - reached
        if abs(missing) < _CLOSE_ENOUGH_DB or (missing > 0 and gain_db >= most_db):
            break
        gain_db = min(gain_db + missing * (1.6 if missing > 0 else 1), most_db)
    return gain_db, edges


def _heard(around_ms: int, steps: loudness.Floats) -> float:
    """Integrated loudness with a pause on either side: the blocks that reach into it count, too."""
    return loudness.integrated(np.pad(steps, around_ms // _STEP_MS))


def _squeezed(energies: peaks.Floats, loud: float, ratio: float) -> peaks.Floats:
    """The compressor's gains at the edges of milliseconds.

    energies: sums of squares of each millisecond. loud: the loudness above which it comes down, LUFS.
    """
    if ratio <= 1:
        return np.ones(len(energies) + 1, np.float32)
    level_db = 10 * np.log10(peaks.means(energies, _SENSE_MS) / np.float32(MS) + np.float32(1e-10))
    gains_db = np.minimum(0, loud - level_db) * np.float32(1 - 1 / ratio)
    smooth = 10 ** (np.pad(peaks.means(gains_db, _EASE_MS), 1, mode="edge") / 20)
    return np.asarray((smooth[:-1] + smooth[1:]) / 2, np.float32)


def _kept(survey: _Survey, edges: peaks.Floats) -> loudness.Floats:
    """What the limiter leaves of each 4 ms' energy, its milliseconds weighted with their own."""
    factors = ((edges[:-1] + edges[1:]) / 2) ** 2
    size = loudness.STEP // MS
    padding = (0, len(survey.steps) * size - len(factors))
    weights = np.pad(survey.energies, padding).reshape(-1, size)
    weighted = (np.pad(factors, padding).reshape(-1, size) * weights).sum(axis=1)
    total = weights.sum(axis=1)
    return np.asarray(np.divide(weighted, total, out=np.ones(len(total)), where=total > 0), np.float64)


def _wave(samples: Samples) -> peaks.Floats:
    return np.divide(samples, 32768, dtype=np.float32)


def _linear(db: float) -> float:
    return float(10 ** (db / 20))


def cut(sound: Sound, *, before_ms: int = 120, after_ms: int = 220) -> tuple[Excerpt, tuple[int, int]]:
    """``sound`` without dead air at the ends but for a margin; and what was cut there, ms."""
    start, end = silence.speech_span(sound, HOUSE_RATE, before_ms=before_ms, after_ms=after_ms)
    return Excerpt(sound, start, end), (start // MS, (len(sound) - end) // MS)


def pause(ms: int) -> Samples:
    """Silence of ``ms`` milliseconds."""
    return np.zeros(ms * MS, np.int16)
