"""Loudness: ITU-R BS.1770-5, Annex 1 (gated loudness), EBU R 128.

The K-weighting is applied as its own frequency response, a block at a time: one real transform there and
back costs less than any recursive filter that NumPy could run, and energies do not feel the phase.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from radio.audio.ranks import percentiles

RATE = 48_000  # the coefficients below belong to this rate
STEP = RATE // 250  # energies are kept each 4 ms, of which MP3 frames (24 ms) and hops are multiples
HOP_STEPS = 25  # gating blocks are 400 ms, 75 % overlapping: a hop is 100 ms

Floats = npt.NDArray[np.float64]
Samples = npt.NDArray[np.int16]

# Annex 1, tables 1 and 2: the head's effect (a high shelf), then the RLB high-pass.
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_RLB = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
# The high-pass rings for less than this until it is under -150 dB (pole radius 0.995).
_RINGING = HOP_STEPS * STEP
_SIZE = 8 * _RINGING  # of a transform: small enough for the cache, with an eighth to waste
_CHUNK = _SIZE - _RINGING
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_OFFSET = -0.691


@cache
def _response(size: int) -> npt.NDArray[np.complex64]:
    """The K-weighting's response at the frequencies of a real transform of ``size`` samples."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    out = np.ones_like(z)
    for numerator, denominator in (_SHELF, _RLB):
        out *= np.polyval(numerator[::-1], z) / np.polyval(denominator[::-1], z)
    return np.asarray(out, np.complex64)


class Meter:
    """Takes samples piece by piece; memory does not grow but for 8 bytes each 4 ms."""

    def __init__(self) -> None:
        self._pending = np.zeros(_RINGING, np.float32)  # the past that still rings, then what waits
        self._energies: list[Floats] = []

    def add(self, samples: Samples | npt.NDArray[np.float32]) -> None:
        """Measure mono samples at 48 kHz that follow those before: int16, or floating point up to 1."""
        wave = np.divide(samples, 32768, dtype=np.float32) if samples.dtype == np.int16 else samples
        self._pending = np.concatenate([self._pending, wave])
        whole = (len(self._pending) - _RINGING) // _CHUNK
        if whole:
            self._energies.append(_weigh(self._pending[: _RINGING + whole * _CHUNK]))
            self._pending = self._pending[whole * _CHUNK :]

    def steps(self) -> Floats:
        """K-weighted mean square of every 4 ms so far, the last one filled up with silence."""
        rest = len(self._pending) - _RINGING
        last = [_weigh(np.pad(self._pending, (0, -rest % STEP)))] if rest else []
        return np.concatenate([np.zeros(0), *self._energies, *last])

    def lufs(self) -> float:
        """Integrated loudness of all so far, LUFS; -inf for silence."""
        return integrated(self.steps())


def _weigh(sound: npt.NDArray[np.float32]) -> Floats:
    """K-weighted mean square per step of ``sound`` less its first _RINGING samples."""
    chunks = -(-(len(sound) - _RINGING) // _CHUNK)
    padded = np.pad(sound, (0, _RINGING + chunks * _CHUNK - len(sound)))
    # Overlap-save: what wraps around in each transform falls on its first _RINGING samples.
    spans = np.lib.stride_tricks.sliding_window_view(padded, _SIZE)[::_CHUNK]
    weighted = np.fft.irfft(np.fft.rfft(spans, axis=1) * _response(_SIZE), _SIZE, axis=1)[:, _RINGING:]
    steps = np.ascontiguousarray(weighted, np.float32).reshape(-1, STEP)
    energies = np.einsum("ij,ij->i", steps, steps) / np.float32(STEP)
    return np.asarray(energies[: (len(sound) - _RINGING) // STEP], np.float64)


def integrated(steps: Floats | npt.NDArray[np.float32]) -> float:
    """Gated loudness (Annex 1, steps 3 to 6) of mean squares per 4 ms, LUFS; -inf for silence.

    A block that is not whole at the end does not count. Sound shorter than 400 ms is measured as a single
    block of its own length, ungated: BS.1770 says nothing of it, and a "Vâng." must be levelled too.
    """
    if not len(steps):
        return float("-inf")
    if len(steps) < 4 * HOP_STEPS:
        whole = np.pad(steps, (0, -len(steps) % HOP_STEPS))
    else:
        whole = steps[: len(steps) // HOP_STEPS * HOP_STEPS]
    hops = _means(whole)
    size = min(4, len(hops))
    blocks = np.convolve(hops, np.full(size, 1 / size), "valid")
    with np.errstate(divide="ignore"):
        loudness = _OFFSET + 10 * np.log10(blocks)
        kept = blocks[loudness > _ABSOLUTE_GATE]
        if not len(kept):
            return float("-inf")
        gate = _OFFSET + 10 * np.log10(kept.mean()) + _RELATIVE_GATE
        return float(_OFFSET + 10 * np.log10(kept[_OFFSET + 10 * np.log10(kept) > gate].mean()))


def highest(steps: Floats | npt.NDArray[np.float32], hops: int) -> float:
    """The loudest window of so many tenths of a second, LUFS: 4 for momentary, 30 for short-term loudness.

    EBU Tech 3341, 2.2. What is shorter than a window is measured as if silence followed.
    """
    powers = _windows(steps, hops)
    with np.errstate(divide="ignore"):
        return float(_OFFSET + 10 * np.log10(powers.max(initial=0)))


def spread(steps: Floats | npt.NDArray[np.float32]) -> float:
    """Loudness range, LU: EBU Tech 3342, of short-term loudness each 100 ms; 0 of what is too short."""
    powers = _windows(steps, 30)
    with np.errstate(divide="ignore"):
        lufs = _OFFSET + 10 * np.log10(powers)
        kept = lufs > _ABSOLUTE_GATE
        if not kept.any():
            return 0.0
        gate = _OFFSET + 10 * np.log10(powers[kept].mean()) - 20
    low, high = percentiles(lufs[kept & (lufs > gate)], 10, 95)
    return high - low


def _means(steps: npt.ArrayLike) -> Floats:
    """The mean of each whole hop of 100 ms."""
    return np.asarray(np.asarray(steps, np.float64).reshape(-1, HOP_STEPS).mean(axis=1), np.float64)


def _windows(steps: Floats | npt.NDArray[np.float32], hops: int) -> Floats:
    """Mean squares of sliding windows, one each 100 ms."""
    padded = _means(np.pad(steps, (0, -len(steps) % HOP_STEPS)))
    if len(padded) < hops:
        padded = np.pad(padded, (0, hops - len(padded)))
    sums = np.cumsum(np.pad(padded, (1, 0)))
    return np.asarray(np.maximum(sums[hops:] - sums[:-hops], 0) / hops, np.float64)


def measure(samples: Samples) -> float:
    """Integrated loudness of int16 mono samples at 48 kHz, LUFS; -inf for silence."""
    meter = Meter()
    meter.add(samples)
    return meter.lufs()
