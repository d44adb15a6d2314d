"""Keeping true peaks under a ceiling without a listener noticing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from radio.audio.loudness import PHASES

Samples = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float32]

_BLOCK = 48  # 1 ms at 48 kHz: gains move from block to block
_REACH = 6  # blocks looked ahead and held behind
_TAPS = PHASES.shape[1]
# The interpolator can rise above the samples; 6 dB covers anything but a test signal made to defeat it.
_MARGIN = 0.5


def true_peaks(samples: Floats, over: float) -> Floats:
    """Peak of each 1 ms block, linear, 1.0 being full scale; shape ``(ceil(len(samples) / 48),)``.

    A block whose samples stay under ``over * 0.5`` keeps its sample peak; the others are over-sampled
    four times (BS.1770-5, Annex 2).
    """
    count = -(-len(samples) // _BLOCK)
    padded = np.pad(samples, (_TAPS, count * _BLOCK - len(samples) + _TAPS))
    inner = padded[_TAPS : _TAPS + count * _BLOCK].reshape(count, _BLOCK)
    peaks = np.maximum(inner.max(axis=1, initial=0), -inner.min(axis=1, initial=0))
    for block in _runs(np.flatnonzero(peaks > over * _MARGIN)):
        first, last = int(block[0]), int(block[-1]) + 1
        piece = padded[first * _BLOCK + _TAPS // 2 : last * _BLOCK + _TAPS // 2 + _TAPS - 1]
        windows = np.lib.stride_tricks.sliding_window_view(piece, _TAPS)
        fine = np.abs(windows @ PHASES[:, ::-1].T).max(axis=1)
        peaks[first:last] = np.maximum(peaks[first:last], fine.reshape(-1, _BLOCK).max(axis=1))
    return np.asarray(peaks, np.float32)


def _runs(indices: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    """Neighbouring indices together, at most a second each, so that memory stays small."""
    if not len(indices):
        return []
    cuts = np.flatnonzero(np.diff(indices) > 1) + 1
    return [part for run in np.split(indices, cuts) for part in np.split(run, range(1000, len(run), 1000))]


def limit(samples: Floats, ceiling: float) -> tuple[Floats, float]:
    """``samples`` with no true peak above ``ceiling`` (linear), and the highest one left.

    The gain comes down over 6 ms before a peak and goes up over 6 ms after it, so that no step is heard;
    samples that need no gain are the same to the bit.
    """
    peaks = true_peaks(samples, ceiling)
    need = np.minimum(1, ceiling / np.maximum(peaks, 1e-9))
    if need.min(initial=1) >= 1:
        return samples, float(peaks.max(initial=0))
    # Held one block further than the smoothing reaches: between two blocks the gain is drawn as a line,
    # whose far end must not be above what the near block needs.
    held = _moving(need, _REACH + 1, np.min)
    smooth = _moving(held, _REACH, np.mean)
    centres = np.arange(len(peaks)) * _BLOCK + (_BLOCK - 1) / 2
    gain = np.interp(np.arange(len(samples)), centres, smooth).astype(np.float32)
    return samples * gain, float((peaks * smooth).max(initial=0))


def _moving(values: Floats, reach: int, how: Callable[..., Floats]) -> Floats:
    padded = np.pad(values, reach, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1)
    return np.asarray(how(windows, axis=1), np.float32)
