"""Keeping true peaks under a ceiling without a listener noticing.

Everything is decided a millisecond at a time, on peaks and gains of 48-sample blocks; the samples themselves
are touched once, at the end, and only where the gain comes down.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

BLOCK = 48  # samples: 1 ms at 48 kHz
_REACH = 6  # blocks looked ahead and held behind
_TAPS = 24  # of the interpolator
_SPAN = BLOCK + _TAPS - 1  # samples that decide a block's true peak
# The interpolator can rise above the samples; 6 dB covers anything but a test signal made to defeat it.
_MARGIN = 0.5
_BATCH = 4_000  # blocks over-sampled at a time: 3 MB


def _interpolator() -> Floats:
    """A quarter, a half and three quarters behind each of a block's samples, shape ``(_SPAN, 3 * BLOCK)``.

    Over-sampling by four, as BS.1770-5, Annex 2, asks for, but by a windowed sinc twice as long as its
    example: that one reads music with much treble up to 1.4 dB too low, and other meters do not.
    """
    matrix = np.zeros((_SPAN, 3, BLOCK), np.float32)
    for phase in range(3):
        at = np.arange(_TAPS) - _TAPS // 2 + 1 - (phase + 1) / 4
        taps = np.sinc(at) * np.i0(6 * np.sqrt(1 - (at / (_TAPS / 2)) ** 2)) / np.i0(6)
        for sample in range(BLOCK):
            matrix[sample : sample + _TAPS, phase, sample] = taps / taps.sum()
    return matrix.reshape(_SPAN, -1)


_INTERPOLATOR = _interpolator()


def blocks(samples: Floats) -> Floats:
    """``samples`` in rows of a millisecond, the last one filled up with silence."""
    return np.pad(samples, (0, -len(samples) % BLOCK)).reshape(-1, BLOCK)


def sample_peaks(samples: Floats) -> Floats:
    """Highest absolute sample of each 1 ms block, shape ``(ceil(len(samples) / 48),)``."""
    rows = blocks(samples)
    return np.asarray(np.maximum(rows.max(axis=1, initial=0), -rows.min(axis=1, initial=0)), np.float32)


def true_peaks(samples: Floats, over: float) -> Floats:
    """Peak of each 1 ms block, linear, shape ``(ceil(len(samples) / 48),)``.

    A block whose samples stay under ``over * 0.5`` keeps its sample peak; the others are over-sampled
    four times.
    """
    peaks = sample_peaks(samples)
    loud = np.flatnonzero(peaks > over * _MARGIN)
    if not len(loud):
        return peaks
    padded = np.pad(samples, (_TAPS // 2 - 1, -len(samples) % BLOCK + _TAPS))
    spans = np.lib.stride_tricks.sliding_window_view(padded, _SPAN)[::BLOCK]
    for start in range(0, len(loud), _BATCH):
        chosen = loud[start : start + _BATCH]
        fine = spans[chosen] @ _INTERPOLATOR
        highest = np.maximum(fine.max(axis=1), -fine.min(axis=1))
        peaks[chosen] = np.maximum(peaks[chosen], highest)
    return peaks


def gains(peaks: Floats, ceiling: float) -> Floats:
    """A gain for each edge between blocks, at most 1, that keeps ``peaks`` under ``ceiling``.

    Shape ``(len(peaks) + 1,)``; between two edges the gain is a straight line. It comes down over 6 ms
    before a peak and goes up over 6 ms after it, so that no step is heard.
    """
    need = np.minimum(1, ceiling / np.maximum(peaks, 1e-9))
    if not len(need):
        return np.ones(1, np.float32)
    # Held one block further than the smoothing reaches, for an edge belongs to two blocks.
    smooth = np.pad(means(_lowest(need, _REACH + 1), _REACH), 1, mode="edge")
    return np.asarray((smooth[:-1] + smooth[1:]) / 2, np.float32)


def apply(samples: Floats, edges: Floats) -> Floats:
    """``samples`` times the gains at the block edges; the same to the bit where those are 1."""
    turned = np.flatnonzero(np.minimum(edges[:-1], edges[1:]) < 1)
    if not len(turned):
        return samples
    rows = blocks(samples).copy()
    left, right = edges[turned, None], edges[turned + 1, None]
    ramp = (np.arange(BLOCK, dtype=np.float32) + 0.5) / BLOCK
    rows[turned] *= left + (right - left) * ramp
    return rows.reshape(-1)[: len(samples)]


def limit(samples: Floats, ceiling: float) -> tuple[Floats, float]:
    """``samples`` with no true peak above ``ceiling`` (linear), and the highest one left."""
    peaks = true_peaks(samples, ceiling)
    edges = gains(peaks, ceiling)
    return apply(samples, edges), highest(peaks, edges)


def highest(peaks: Floats, edges: Floats) -> float:
    """The highest peak after `apply`, linear; 0 of nothing."""
    return float((peaks * np.maximum(edges[:-1], edges[1:])[: len(peaks)]).max(initial=0))


def _lowest(values: Floats, reach: int) -> Floats:
    """The lowest of each value and its neighbours as far as ``reach``."""
    held, width = np.pad(values, reach, mode="edge"), 1
    # Windows double until two of them, overlapping, make the whole.
    while 2 * width <= 2 * reach + 1:
        held = np.minimum(held[:-width], held[width:])
        width *= 2
    rest = 2 * reach + 1 - width
    return np.minimum(held[: len(values)], held[rest : rest + len(values)])


def means(values: Floats, reach: int) -> Floats:
    """The mean of each value and its neighbours as far as ``reach``; the ends go on as they are."""
    sums = np.cumsum(np.pad(values, (reach + 1, reach), mode="edge"), dtype=np.float64)
    size = 2 * reach + 1
    return np.asarray((sums[size:] - sums[:-size]) / size, np.float32)
