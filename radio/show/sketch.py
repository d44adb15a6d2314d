"""Sketch: what there is to draw of an episode."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from radio.audio import loudness
from radio.audio.sound import MS

Floats = npt.NDArray[np.float64]
Wave = npt.NDArray[np.float32]

_SHORT_TERM_S = 3  # EBU Tech 3341, 2.2: the sliding window of short-term loudness
_EVERY_STEPS = 25  # a value each 100 ms
_OFFSET = -0.691  # BS.1770-5
_FLOOR = 1e-10


@dataclass(frozen=True, slots=True)
class Span:
    """A segment's place."""

    label: str  # who speaks, or what it is
    kind: str  # one that colours go by: "narration", "interview", "question", "cue", "chapter"
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
    pieces: Iterable[Wave], *, title: str, spans: tuple[Span, ...], target: float | None, columns: int
) -> Sketch:
    """Measure a sound for a picture of so many columns.

    pieces: of it, mono at the house rate, 1.0 being full scale. They need not lie in memory together.
    """
    meter = loudness.Meter()
    milliseconds, squares = [], []
    samples, rest = 0, np.zeros(0, np.float32)
    for piece in pieces:
        meter.add(piece)
        samples += len(piece)
        whole = np.concatenate([rest, piece])
        rest = whole[len(whole) // MS * MS :]
        rows = whole[: len(whole) // MS * MS].reshape(-1, MS)
        milliseconds.append(np.abs(rows).max(axis=1, initial=0))
        squares.append(np.einsum("ij,ij->i", rows, rows) / MS)
    tops = np.concatenate([np.zeros(1), *milliseconds])
    powers = np.concatenate([np.zeros(1), *squares])
    edges = np.linspace(0, len(tops), columns, endpoint=False).astype(int)
    steps = meter.steps()
    return Sketch(
        title=title,
        duration_ms=samples // MS,
        spans=spans,
        peaks=np.asarray(np.maximum.reduceat(tops, edges), np.float64),
        bodies=np.sqrt(np.add.reduceat(powers, edges) / np.diff(edges, append=len(powers)).clip(1)),
        short_term=_short_term(steps),
        integrated=loudness.integrated(steps),
        target=target,
    )


def _short_term(steps: Floats) -> Floats:
    """Of the 3 s around each tenth of a second, as far as they lie within the sound."""
    reach = _SHORT_TERM_S * loudness.RATE // loudness.STEP // 2
    sums = np.cumsum(np.pad(steps, (1, 0)))
    at = np.arange(0, len(steps), _EVERY_STEPS)
    first, last = np.maximum(at - reach, 0), np.minimum(at + reach, len(steps))
    means = (sums[last] - sums[first]) / (last - first)
    return np.asarray(_OFFSET + 10 * np.log10(np.maximum(means, _FLOOR)), np.float64)
