"""Sketch: what there is to draw of an episode."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from radio.audio import loudness
from radio.audio.sound import MS, Sound

Floats = npt.NDArray[np.float64]

_PIECE = 480_000  # samples looked at together
_SHORT_TERM_S = 3  # EBU Tech 3341, 2.2: the sliding window of short-term loudness
_EVERY_STEPS = 25  # a value each 100 ms
_OFFSET = -0.691  # BS.1770-5
_FLOOR = 1e-10


@dataclass(frozen=True, slots=True)
class Span:
    """A segment's place."""

    label: str  # who speaks, or what it is
    kind: str  # one that colours go by: "narration", "interview", "question", "cue"
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """An episode, measured."""

    title: str
    duration_ms: int
    spans: tuple[Span, ...]  # in order
    peaks: Floats  # highest absolute sample of each column of equal time, 0 to 1
    bodies: Floats  # root mean square of each column, 0 to 1
    short_term: Floats  # LUFS each 100 ms, of the 3 s around it
    integrated: float  # LUFS
    target: float | None  # LUFS; None if it is not known


def sketch(
    sound: Sound, *, title: str, spans: tuple[Span, ...], target: float | None, columns: int
) -> Sketch:
    """Measure ``sound`` for a picture of so many columns."""
    meter = loudness.Meter()
    milliseconds, squares = [], []
    for start in range(0, len(sound), _PIECE):
        piece = sound[start : start + _PIECE]
        meter.add(piece)
        whole = np.pad(piece, (0, -len(piece) % MS)).reshape(-1, MS).astype(np.int32)
        milliseconds.append(np.abs(whole).max(axis=1))
        squares.append((whole.astype(np.float64) ** 2).mean(axis=1))
    tops = np.concatenate([np.zeros(1), *milliseconds]) / 32768
    powers = np.concatenate([np.zeros(1), *squares]) / 32768**2
    edges = np.linspace(0, len(tops), columns, endpoint=False).astype(int)
    steps = meter.steps()
    return Sketch(
        title=title,
        duration_ms=len(sound) // MS,
        spans=spans,
        peaks=np.asarray(np.maximum.reduceat(tops, edges), np.float64),
        bodies=np.sqrt(np.add.reduceat(powers, edges) / np.diff(edges, append=len(powers)).clip(1)),
        short_term=_short_term(steps),
        integrated=loudness.integrated(steps),
        target=target,
    )


def _short_term(steps: Floats) -> Floats:
    reach = _SHORT_TERM_S * loudness.RATE // loudness.STEP // 2
    sums = np.cumsum(np.pad(steps, (reach + 1, reach)))
    means = (sums[2 * reach :] - sums[: -2 * reach])[: len(steps)] / (2 * reach)
    return np.asarray(_OFFSET + 10 * np.log10(np.maximum(means[::_EVERY_STEPS], _FLOOR)), np.float64)
