"""Tape: a recording as decoded, in a temporary file; read a span at a time, so that memory does not grow."""

from __future__ import annotations

import threading
import weakref
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from radio.audio.sound import Samples
from radio.audio.stereo import Channels, Energies, channels, mono

_FRAME = 4  # bytes: two channels of 16 bits
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

    def erase(self) -> None:
        """Take away what was recorded, for another try."""
        self.file.seek(0)
        self.file.truncate()
        self._length = 0

    def wind_back(self, *, single: bool = False, lowered_db: int = 0) -> None:
        """Look at what was recorded: its length, and how its channels belong together.

        single: whether both were made of one, as ffmpeg does it. lowered_db: how much lower it was recorded.
        """
        self.lowered_db = lowered_db
        # A half frame at the end cannot be played.
        self._length = self.file.seek(0, 2) // _FRAME
        if single:
            self.channels = Channels.ONE
            return
        energies = Energies()
        for start in range(0, self._length, _PIECE):
            energies = energies.add(self._frames(start, min(start + _PIECE, self._length)))
        self.channels = channels(energies)

    @property
    def silent(self) -> bool:
        """Whether nobody can be heard on it."""
        return self._highest() < _HEARD

    @property
    def full(self) -> bool:
        """Whether it reaches full scale somewhere."""
        # A mono recording is spread over both channels, each 3 dB lower.
        return self._highest() >= (_FULL / np.sqrt(2) if self.channels is Channels.ONE else _FULL) - 2

    def _highest(self) -> int:
        """The highest absolute sample of either channel."""
        starts = range(0, self._length, _PIECE)
        pieces = (self._frames(start, min(start + _PIECE, self._length)) for start in starts)
        return max((max(int(piece.max()), -int(piece.min())) for piece in pieces), default=0)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, span: slice, /) -> Samples:
        start, stop, _ = span.indices(self._length)
        return mono(self._frames(start, max(start, stop)), self.channels)

    def _frames(self, start: int, stop: int) -> Samples:
        with self._lock:
            self.file.seek(start * _FRAME)
            data = self.file.read((stop - start) * _FRAME)
        return np.asarray(np.frombuffer(data, "<i2").reshape(-1, 2), np.int16)
