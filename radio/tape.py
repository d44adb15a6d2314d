"""Tape: a recording as decoded, in a temporary file; read a span at a time, so that memory does not grow."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from radio.audio.sound import Samples
from radio.audio.stereo import Channels, Energies, channels, mono

_FRAME = 4  # bytes: two channels of 16 bits
_SAMPLE = 2  # bytes: one
_FULL = 32767
_HEARD = 33  # -60 dB
_PIECE = 480_000  # frames looked at together


class Tape:
    """Mono samples at the house rate, made of a file of two interleaved 16-bit channels."""

    def __init__(self) -> None:
        """An empty tape; `file` takes the frames, `wind_back` makes it readable."""
        self.file: IO[bytes] = TemporaryFile()  # noqa: SIM115
        # Whoever reads it last, closes it.
        weakref.finalize(self, self.file.close)
        self.channels = Channels.BOTH
        self.lowered_db = 0  # the sound on it, against the recording's
        self._lock = threading.Lock()
        self._length = 0
        self._highest = 0  # absolute sample of either channel

    def erase(self) -> None:
        """Take away what was recorded, for another try."""
        self.file.seek(0)
        self.file.truncate()
        self._length = 0

    def wind_back(self, *, single: bool = False, lowered_db: int = 0) -> None:
        """Look at what was recorded, how its channels belong together, and keep one channel made of both.

        single: whether both were made of one, as ffmpeg does it. lowered_db: how much lower it was recorded.
        """
        self.lowered_db = lowered_db
        # A half frame at the end cannot be played.
        self._length = self.file.seek(0, 2) // _FRAME
        energies, self._highest = Energies(), 0
        for _, frames in self._frames():
            self._highest = max(self._highest, int(frames.max()), -int(frames.min()))
            energies = energies if single else energies.add(frames)
        self.channels = Channels.ONE if single else channels(energies)
        # It is read several times, so it is mixed once; in place, for half of it is behind what is read.
        for start, frames in self._frames():
            self.file.seek(start * _SAMPLE)
            self.file.write(mono(frames, self.channels).astype("<i2", copy=False).tobytes())
        self.file.truncate(self._length * _SAMPLE)

    def _frames(self) -> Iterator[tuple[int, Samples]]:
        """What was recorded, shape ``(n, 2)``, piece by piece, each with its first frame's number."""
        for start in range(0, self._length, _PIECE):
            self.file.seek(start * _FRAME)
            data = self.file.read(min(_PIECE, self._length - start) * _FRAME)
            yield start, np.asarray(np.frombuffer(data, "<i2").reshape(-1, 2), np.int16)

    @property
    def silent(self) -> bool:
        """Whether nobody can be heard on it."""
        return self._highest < _HEARD

    @property
    def full(self) -> bool:
        """Whether it reaches full scale somewhere."""
        # A mono recording is spread over both channels, each 3 dB lower.
        return self._highest >= (_FULL / np.sqrt(2) if self.channels is Channels.ONE else _FULL) - 2

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, span: slice, /) -> Samples:
        start, stop, _ = span.indices(self._length)
        with self._lock:
            self.file.seek(start * _SAMPLE)
            data = self.file.read(max(0, stop - start) * _SAMPLE)
        return np.asarray(np.frombuffer(data, "<i2"), np.int16)
