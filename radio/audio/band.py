"""Keeping a band of frequencies: a linear-phase filter, applied where the sound is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from radio.audio.clip import HOUSE_RATE
from radio.audio.sound import Samples, Sound

_TAPS = 2047  # 43 ms: falls by 40 dB within 60 Hz
_HALF = _TAPS // 2


@dataclass(frozen=True, slots=True)
class Banded:
    """A sound without what is lower or higher than its band; as long, and not delayed."""

    source: Sound
    low_hz: int
    high_hz: int

    def __len__(self) -> int:
        return len(self.source)

    def __getitem__(self, span: slice, /) -> Samples:
        start, stop, _ = span.indices(len(self.source))
        stop = max(start, stop)
        around = self.source[max(0, start - _HALF) : stop + _HALF].astype(np.float32)
        missing = (max(0, _HALF - start), max(0, stop + _HALF - len(self.source)))
        padded = np.pad(around, missing)
        size = 1 << (len(padded) - 1).bit_length()
        response = _response(self.low_hz, self.high_hz, size)
        # Of the circular convolution, what has wrapped around is left out.
        filtered = np.fft.irfft(np.fft.rfft(padded, size) * response, size)[_TAPS - 1 : len(padded)]
        return np.clip(np.rint(filtered), -32768, 32767).astype(np.int16)


@cache
def _response(low_hz: int, high_hz: int, size: int) -> npt.NDArray[np.complex64]:
    """A windowed sinc's frequency response: the band-pass is the difference of two low-passes."""
    at = np.arange(_TAPS) - _HALF
    taps = np.zeros(_TAPS)
    for hz, sign in ((high_hz, 1), (low_hz, -1)):
        cycles = 2 * hz / HOUSE_RATE
        taps += sign * cycles * np.sinc(cycles * at)
    return np.asarray(np.fft.rfft(taps * np.blackman(_TAPS), size), np.complex64)
