"""WAV: the programme's samples as they are, 48 kHz, 16-bit, mono.

Written as it streams, with room in front for the chunks that are known at the end. RIFF counts 32 bits:
twelve hours of programme.
"""

from __future__ import annotations

import struct
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np

from radio.audio.clip import HOUSE_RATE
from radio.audio.sound import Samples, Sound
from radio.errors import OutputError
from radio.files import output_error
from radio.press.press import Middle, Taken

_PIECE = 240_000  # samples rendered together
_FORMAT = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, HOUSE_RATE, 2 * HOUSE_RATE, 2, 16)
_MOST_BYTES = (1 << 32) - (1 << 24)  # of sound, with room for the chunks


class Wav:
    """A WAV being written. The end of its block leaves a whole WAV, for `finish` to say what it is."""

    def __init__(self, path: Path, subject: object, front: int) -> None:
        """path: overwritten. subject: what messages call it. front: bytes of the chunks before the sound."""
        self._path = path
        self._subject = subject
        self._front = front
        self._samples = 0
        self._file: BinaryIO | None = None

    def __enter__(self) -> Wav:
        try:
            self._file = self._path.open("wb")
            self._file.write(_head(_junk(self._front), 0, 0))
        except OSError as error:
            raise output_error(str(self._subject), error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        if kind is None:
            finish(self._path, _junk(self._front), b"", self._subject)

    def write(self, sound: Sound, taken: Taken | None = None) -> None:
        """Add ``sound``. taken: of no use here, for there are no frames."""
        for start in range(0, len(sound), _PIECE):
            piece = sound[start : start + _PIECE].astype("<i2", copy=False)
            self._samples += len(piece)
            if 2 * self._samples > _MOST_BYTES:
                raise OutputError(self._subject, "is longer than a WAV can be", "make two programmes of it")
            self._write(piece.tobytes())

    def insert(self, middle: Middle) -> None:
        """Add sound that was made before. Raises ValueError if it has not been kept with its frames."""
        if middle.sound is None:
            raise ValueError("the sound has not been kept")
        self.write(middle.sound)

    def _write(self, data: bytes) -> None:
        try:
            if self._file is not None:
                self._file.write(data)
        except OSError as error:
            raise output_error(str(self._subject), error) from error


class Pcm:
    """Sound in a file, read a span at a time."""

    def __init__(self, path: Path, start: int, samples: int) -> None:
        """start: of the first sample, bytes from the file's start."""
        self._path = path
        self._start = start
        self._samples = samples

    def __len__(self) -> int:
        return self._samples

    def __getitem__(self, span: slice, /) -> Samples:
        start, stop, _ = span.indices(self._samples)
        with self._path.open("rb") as file:
            file.seek(self._start + 2 * start)
            data = file.read(2 * max(0, stop - start))
        return np.asarray(np.frombuffer(data, "<i2"), np.int16)


def finish(path: Path, front: bytes, behind: bytes, subject: object) -> None:
    """Put chunks into a WAV in which room was left for ``front``, and ``behind`` at its end."""
    start = len(_head(front, 0, 0))
    try:
        with path.open("r+b") as file:
            data = file.seek(0, 2) - start
            file.write(behind)
            file.seek(0)
            file.write(_head(front, data, len(behind)))
    except OSError as error:
        raise output_error(str(subject), error) from error


def sound_of(path: Path, front: int) -> Pcm:
    """The sound of a WAV of which nothing stands behind it yet."""
    start = len(_head(bytes(front), 0, 0))
    return Pcm(path, start, (path.stat().st_size - start) // 2)


def _head(front: bytes, data: int, behind: int) -> bytes:
    length = 4 + len(front) + len(_FORMAT) + 8 + data + behind
    riff = struct.pack("<4sI4s", b"RIFF", length, b"WAVE")
    return riff + front + _FORMAT + struct.pack("<4sI", b"data", data)


def _junk(size: int) -> bytes:
    """A chunk that says nothing, so many bytes long with its head."""
    return struct.pack("<4sI", b"JUNK", size - 8) + bytes(size - 8) if size else b""
