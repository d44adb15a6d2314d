"""Sound: samples that need not lie in memory; an array is one, so is what reads them from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from radio.audio.clip import HOUSE_RATE

Samples = npt.NDArray[np.int16]

MS = HOUSE_RATE // 1000  # samples in a millisecond, exactly


class Sound(Protocol):
    """One-dimensional int16 samples, mono, 48 kHz."""

    def __len__(self) -> int:
        """How many samples."""
        ...

    def __getitem__(self, span: slice, /) -> Samples:
        """The samples of a span, its step being 1."""
        ...


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a sound, as it is."""

    source: Sound
    start: int  # sample of the source
    stop: int  # past the last sample

    def __len__(self) -> int:
        return self.stop - self.start

    def __getitem__(self, span: slice, /) -> Samples:
        start, stop, _ = span.indices(len(self))
        return self.source[self.start + start : self.start + max(start, stop)]


@dataclass(frozen=True, slots=True)
class Splice:
    """Sounds one behind the other."""

    sounds: tuple[Sound, ...]

    def __len__(self) -> int:
        return sum(map(len, self.sounds))

    def __getitem__(self, span: slice, /) -> Samples:
        start, stop, _ = span.indices(len(self))
        pieces = [np.zeros(0, np.int16)]
        for sound in self.sounds:
            if start < min(stop, len(sound)):
                pieces.append(sound[start : min(stop, len(sound))])
            start, stop = max(0, start - len(sound)), stop - len(sound)
        return np.concatenate(pieces)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of a sound that begins and ends at nothing, so that no join clicks (raised cosine)."""

    source: Sound
    start: int  # sample of the source
    stop: int  # past the last sample
    in_ms: int = 5  # of the fade at its start
    out_ms: int = 12  # of the fade at its end

    def __len__(self) -> int:
        """In whole milliseconds, so that times are exact; what is missing for that is silence."""
        return -(-(self.stop - self.start) // MS) * MS

    def __getitem__(self, span: slice, /) -> Samples:
        start, stop, _ = span.indices(len(self))
        inner = self.source[self.start + start : min(self.start + stop, self.stop)]
        inner = _risen(inner, start, self.in_ms * MS)
        inner = _risen(inner[::-1], self.stop - self.start - start - len(inner), self.out_ms * MS)[::-1]
        return np.pad(inner, (0, max(0, stop - start) - len(inner)))


def _risen(samples: Samples, after: int, fade: int) -> Samples:
    """``samples``, so many after the start of a fade that is ``fade`` samples long."""
    size = min(fade - after, len(samples))
    if size <= 0:
        return samples
    ramp = 0.5 - 0.5 * np.cos(np.pi * np.arange(after, after + size) / fade)
    out = samples.copy()
    out[:size] = (out[:size] * ramp).astype(np.int16)
    return out
