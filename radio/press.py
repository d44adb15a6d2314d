"""Press: sound in, one MP3 out, on all cores.

The sound is cut into pieces of whole frames, and each is encoded by a LAME of its own that is given the
sound before the piece, so that it comes into the same state as one that began at the beginning, and the
sound behind it, which it looks ahead to. What it makes of those is dropped. Without a bit reservoir the
frames stand alone: put together they are, to the bit, what a single LAME makes (tests/test_press.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np

from radio import ffmpeg
from radio.audio import mp3
from radio.audio.sound import Samples, Sound
from radio.files import output_error

CONTEXT = (
    36 * mp3.FRAME
)  # samples before a piece; LAME's slow adaptation is the same after 16 frames of speech
AHEAD = 3 * mp3.FRAME  # samples behind a piece
_MOST_WAITING = 8  # pieces: five minutes of frames at most
_PIECE = 1600 * mp3.FRAME  # 38.4 s: long against its context, short against a programme


@dataclass(frozen=True, slots=True)
class Middle:
    """The frames of a long stretch of sound that do not depend on what stands around it."""

    frames: Sequence[Future[bytes]]  # in order
    samples: int  # that they hold
    begin: Samples  # their first samples, AHEAD
    end: Samples  # their last samples, CONTEXT


@dataclass(frozen=True, slots=True)
class Encoder:
    """How pieces become frames, and where."""

    pool: Executor
    bitrate_kbps: int
    subject: object  # what messages call the file

    def submit(self, render: Callable[[], Samples], before: int, count: int) -> Future[bytes]:
        """To come: of what ``render`` gives, the ``count`` frames behind the first ``before`` ones."""
        return self.pool.submit(self._frames, render, before, count)

    def _frames(self, render: Callable[[], Samples], before: int, count: int) -> bytes:
        made = ffmpeg.encode_mp3(render(), bitrate_kbps=self.bitrate_kbps, subject=self.subject)
        return b"".join(mp3.split(made)[before : before + count])

    def middle(self, sound: Sound) -> tuple[Samples, Middle, Samples] | None:
        """``sound`` in three: a beginning, what can be encoded already, an end; None if it is too short."""
        start, stop = CONTEXT, (len(sound) - AHEAD) // mp3.FRAME * mp3.FRAME
        if stop - start < CONTEXT:
            return None
        pieces = []
        for at in range(start, stop, _PIECE):
            until = min(at + _PIECE, stop)
            render = partial(_read, sound, at - CONTEXT, until + AHEAD)
            pieces.append(self.submit(render, CONTEXT // mp3.FRAME, (until - at) // mp3.FRAME))
        begin, end = _read(sound, start, start + AHEAD), _read(sound, stop - CONTEXT, stop)
        first = _read(sound, 0, start)
        return first, Middle(pieces, stop - start, begin, end), _read(sound, stop, len(sound))


def _read(sound: Sound, start: int, stop: int) -> Samples:
    return sound[start:stop]


class Press:
    """An MP3 being written: mono, CBR, Info frame, no tags.

    The end of its block finishes the file; an error leaves it worthless.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        """path: where the MP3 goes, overwritten."""
        self._path = path
        self._encoder = encoder
        self._context = np.zeros(0, np.int16)  # the sound before what waits
        self._waiting: list[Samples] = []
        self._length = 0  # samples that wait
        self._total = 0  # samples so far
        self._coming: deque[Future[bytes]] = deque()
        self._written = 0  # bytes of frames
        self._crc = 0  # of those
        self._file: BinaryIO | None = None

    def __enter__(self) -> Press:
        try:
            self._file = self._path.open("wb")
            self._file.write(bytes(mp3.frame_bytes(self._encoder.bitrate_kbps)))
        except OSError as error:
            raise output_error(str(self._encoder.subject), error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for future in self._coming if kind else ():
            future.cancel()
        try:
            if kind is None:
                self._finish()
        finally:
            if self._file is not None:
                self._file.close()

    def write(self, sound: Samples) -> None:
        """Add ``sound`` behind all that was added."""
        self._waiting.append(sound)
        self._length += len(sound)
        while self._length >= _PIECE + AHEAD:
            waiting = np.concatenate(self._waiting)
            self._encode(waiting[:_PIECE], waiting[_PIECE : _PIECE + AHEAD])
            self._waiting, self._length = [waiting[_PIECE:]], len(waiting) - _PIECE

    def insert(self, middle: Middle) -> None:
        """Add what is encoded already. Raises ValueError if it would not begin at a frame."""
        waiting = np.concatenate([np.zeros(0, np.int16), *self._waiting])
        if len(waiting) % mp3.FRAME:
            raise ValueError("the sound so far does not end with a frame")
        self._encode(waiting, middle.begin)
        self._waiting, self._length = [], 0
        self._context = middle.end
        self._total += middle.samples
        for future in middle.frames:
            self._queue(future)

    def _encode(self, sound: Samples, ahead: Samples) -> None:
        if not len(sound):
            return
        whole = np.concatenate([self._context, sound, ahead])
        before = len(self._context) // mp3.FRAME
        self._queue(self._encoder.submit(lambda: whole, before, len(sound) // mp3.FRAME))
        self._context = np.concatenate([self._context, sound])[-CONTEXT:]
        self._total += len(sound)

    def _queue(self, future: Future[bytes]) -> None:
        self._coming.append(future)
        # What is done need not wait in memory, and what waits must not grow without end.
        while self._coming and (self._coming[0].done() or len(self._coming) > _MOST_WAITING):
            self._put(self._coming.popleft().result())

    def _put(self, frames: bytes) -> None:
        self._crc = mp3.crc16(frames, self._crc)
        self._written += len(frames)
        self._to_file(frames)

    def _to_file(self, data: bytes, at: int | None = None) -> None:
        try:
            if self._file is not None:
                if at is not None:
                    self._file.seek(at)
                self._file.write(data)
        except OSError as error:
            raise output_error(str(self._encoder.subject), error) from error

    def _finish(self) -> None:
        waiting = np.concatenate([np.zeros(0, np.int16), *self._waiting])
        samples = self._total + len(waiting)
        # The delays push the last samples into further frames.
        frames = mp3.frames_for(samples) - self._total // mp3.FRAME
        self._encode(np.pad(waiting, (0, frames * mp3.FRAME - len(waiting))), np.zeros(AHEAD, np.int16))
        while self._coming:
            self._put(self._coming.popleft().result())
        info = mp3.info_frame(
            bitrate_kbps=self._encoder.bitrate_kbps,
            samples=samples,
            audio_bytes=self._written,
            music_crc=self._crc,
        )
        self._to_file(info, at=0)
