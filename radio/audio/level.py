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
_PASSES = 8
_CLOSE_ENOUGH_DB = 0.15
# What is limited gives back less than a decibel for a decibel of gain.
_PUSH = 1.7


@dataclass(frozen=True, slots=True)
class Levelled:
    """A piece at its target loudness."""

    samples: Samples  # int16, mono, 48 kHz
    gain_db: float  # applied
    true_peak: float  # linear, of the samples


def level(samples: Samples, *, target_lufs: float, ceiling_dbtp: float) -> Levelled | None:
    """``samples`` at ``target_lufs`` (gated), no true peak above ``ceiling_dbtp``.

    Limiting takes a little loudness away; the gain makes up for it. None for silence: there is nothing to
    bring up.
    """
    loud = loudness.measure(samples)
    if loud == float("-inf"):
        return None
    ceiling = 10 ** (ceiling_dbtp / 20)
    wave = np.divide(samples, 32768, dtype=np.float32)
    gain_db = min(target_lufs - loud, _MAX_GAIN_DB)
    for _ in range(_PASSES):
        out, peak = peaks.limit(_times(wave, 10 ** (gain_db / 20)), ceiling)
        pcm = _pcm(out)
        if peak < ceiling * 0.999 or gain_db >= _MAX_GAIN_DB:
            break
        missing = target_lufs - loudness.measure(pcm)
        if missing < _CLOSE_ENOUGH_DB:
            break
        gain_db = min(gain_db + missing * _PUSH, _MAX_GAIN_DB)
    return Levelled(pcm, round(gain_db, 2), peak)


def _times(wave: npt.NDArray[np.float32], gain: float) -> npt.NDArray[np.float32]:
    return np.multiply(wave, gain, dtype=np.float32)


def _pcm(wave: npt.NDArray[np.float32]) -> Samples:
    return np.clip(np.rint(wave * 32767), -32768, 32767).astype(np.int16)


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
