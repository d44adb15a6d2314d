"""Bringing a piece of sound to its place: cut, levelled, faded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from radio.audio import loudness, peaks, silence
from radio.audio.clip import HOUSE_RATE

Samples = npt.NDArray[np.int16]

MS = HOUSE_RATE // 1000  # samples in a millisecond, exactly
_MAX_GAIN_DB = 40.0  # more would make a story out of a room's noise
_PASSES = 12
_CLOSE_ENOUGH_DB = 0.02
# What is limited gives back less than a decibel for a decibel of gain; so much more may be needed.
_HEADROOM_DB = 8.0


@dataclass(frozen=True, slots=True)
class Levelled:
    """A piece at its target loudness."""

    samples: Samples  # int16, mono, 48 kHz
    gain_db: float  # applied
    true_peak: float  # linear, of the samples


def level(samples: Samples, *, target_lufs: float, ceiling_dbtp: float) -> Levelled | None:
    """``samples`` at ``target_lufs`` (gated), no true peak above ``ceiling_dbtp``.

    None for silence: there is nothing to bring up.
    """
    hops = loudness.hops(samples)
    loud = loudness.integrated(hops)
    if loud == float("-inf"):
        return None
    wave = np.divide(samples, 32768, dtype=np.float32)
    ceiling = 10 ** (ceiling_dbtp / 20)
    first_db = min(target_lufs - loud, _MAX_GAIN_DB)
    tops = peaks.true_peaks(wave, ceiling / _linear(first_db + _HEADROOM_DB))
    gain_db, edges = _search(wave, hops, tops, first_db, target_lufs, ceiling)
    gain = _linear(gain_db)
    out = peaks.apply(np.multiply(wave, gain, dtype=np.float32), edges)
    pcm = np.clip(np.rint(out * 32767), -32768, 32767).astype(np.int16)
    return Levelled(pcm, round(gain_db, 2), peaks.highest(tops * np.float32(gain), edges))


def _search(
    wave: peaks.Floats,
    hops: loudness.Floats,
    tops: peaks.Floats,
    gain_db: float,
    target: float,
    ceiling: float,
) -> tuple[float, peaks.Floats]:
    """The gain in dB, and the limiter's gains at the block edges, that together reach ``target`` LUFS.

    Limiting takes loudness away, so the gain must make up for it. How much it takes is worked out on the
    energies of milliseconds; the samples are not weighed again.
    """
    rows = peaks.blocks(wave)
    energies = np.einsum("ij,ij->i", rows, rows, dtype=np.float64)
    most_db = min(gain_db + _HEADROOM_DB, _MAX_GAIN_DB)
    for _ in range(_PASSES):
        gain = _linear(gain_db)
        edges = peaks.gains(tops * np.float32(gain), ceiling)
        kept = ((edges[:-1] + edges[1:]) / 2)[: len(energies)] ** 2
        reached = loudness.integrated(hops * _mean_per_hop(kept, energies, len(hops)) * gain**2)
        missing = target - reached
        if abs(missing) < _CLOSE_ENOUGH_DB or (missing > 0 and gain_db >= most_db):
            break
        gain_db = min(gain_db + missing * (1.3 if missing > 0 else 1), most_db)
    return gain_db, edges


def _mean_per_hop(factors: loudness.Floats, energies: loudness.Floats, hops: int) -> loudness.Floats:
    """Mean of ``factors`` (one a millisecond) over each 100 ms, weighted with ``energies``."""
    size = loudness.HOP // peaks.BLOCK
    padding = (0, hops * size - len(energies))
    weights = np.pad(energies, padding).reshape(hops, size)
    weighted = np.pad(factors * energies, padding).reshape(hops, size).sum(axis=1)
    total = weights.sum(axis=1)
    return np.asarray(np.divide(weighted, total, out=np.ones(hops), where=total > 0), np.float64)


def _linear(db: float) -> float:
    return float(10 ** (db / 20))


def faded(samples: Samples, *, in_ms: int = 5, out_ms: int = 12) -> Samples:
    """``samples`` starting and ending at zero, so that no join clicks (raised cosine)."""
    out = samples.copy()
    for length, part in ((in_ms * MS, slice(None)), (out_ms * MS, slice(None, None, -1))):
        size = min(length, len(out))
        ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(size) / max(1, size))
        edge = out[part][:size]
        edge[:] = (edge * ramp).astype(np.int16)
    return out


def cut(samples: Samples, *, before_ms: int = 120, after_ms: int = 220) -> tuple[Samples, tuple[int, int]]:
    """``samples`` without dead air at the ends but for a margin; and what was cut there, ms."""
    start, end = silence.speech_span(samples, HOUSE_RATE, before_ms=before_ms, after_ms=after_ms)
    return samples[start:end], (start // MS, (len(samples) - end) // MS)


def pause(ms: int) -> Samples:
    """Silence of ``ms`` milliseconds."""
    return np.zeros(ms * MS, np.int16)


def whole_ms(samples: Samples) -> Samples:
    """``samples`` with silence added to the next whole millisecond, so that times are exact."""
    return np.pad(samples, (0, -len(samples) % MS))
