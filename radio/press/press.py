"""Press: sound in, one MP3 out, on all cores.

The sound is cut into pieces of whole frames, and each is encoded by a LAME of its own that is given the
sound before the piece, so that it comes into the same state as one that began at the beginning, and the
sound behind it, which it looks ahead to. What it makes of those is dropped. Without a bit reservoir the
frames stand alone: put together they are, to the bit, what a single LAME makes (tests/test_press.py).
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np

from radio.audio import mp3
from radio.audio.sound import Samples, Sound, Splice, Stretch
from radio.files import output_error
from radio.press.lame import encode_mp3

# Frames before a piece: LAME's slow adaptation is the same after 16 frames of speech, and whatever the
# sound, its VBR's after 75.
_CONTEXT = 36
_CONTEXT_VBR = 120
AHEAD = 3 * mp3.FRAME  # samples behind a piece
_WAITING = 2  # pieces that wait for a hand, besides those that are encoded
_PIECE = 1200 * mp3.FRAME  # 28.8 s: long against its context, short against a programme
_LEAST = 400 * mp3.FRAME  # of the pieces that the last stretch is shared out in
_RENDERED = 100 * mp3.FRAME  # samples rendered together: few enough for the cache

Taken = Callable[[bytes], None]  # what becomes of frames


@dataclass(frozen=True, slots=True)
class Middle:
    """The frames of a long stretch of sound that do not depend on what stands around it."""

    frames: bytes
    samples: int  # that they hold
    begin: Samples  # their first samples, AHEAD
    end: Samples  # their last samples, the encoder's context
    sound: Sound | None = None  # all of it, where it has been kept


def context_of(rate: mp3.Rate) -> int:
    """Samples before a piece that its encoder must have heard."""
    return (_CONTEXT if rate.quality is None else _CONTEXT_VBR) * mp3.FRAME


def middle_of(sound: Sound, rate: mp3.Rate) -> tuple[int, int] | None:
    """From where to where `Middle` reaches in ``sound`` that begins at a frame; None if it is too short."""
    context = context_of(rate)
    start, stop = context, (len(sound) - AHEAD) // mp3.FRAME * mp3.FRAME
    return (start, stop) if stop - start >= context else None


@dataclass(frozen=True, slots=True)
class Encoder:
    """How pieces become frames, and where."""

    pool: Executor
    rate: mp3.Rate
    subject: object  # what messages call the file
    hands: int = 1  # pieces that are encoded at the same time

    def submit(self, sound: Sound, before: int, count: int) -> Future[list[bytes]]:
        """To come: of what becomes of ``sound``, the ``count`` frames behind the first ``before`` ones."""
        return self.pool.submit(self._frames, sound, before, count)

    def _frames(self, sound: Sound, before: int, count: int) -> list[bytes]:
        made = encode_mp3(_rendered(sound), self.rate, subject=self.subject)
        return mp3.split(made)[before : before + count]


def _rendered(sound: Sound) -> Iterator[Samples]:
    for start in range(0, len(sound), _RENDERED):
        yield sound[start : start + _RENDERED]


@dataclass(slots=True)
class _Asked:
    """Frames that somebody waits for."""

    first: int  # in the file, the Info frame not counted
    count: int
    taken: Taken
    frames: list[bytes] = field(default_factory=list)  # those that are there


class Press:
    """An MP3 being written: mono, with an Info frame, no tags.

    The end of its block finishes the file; an error leaves it worthless.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        """path: where the MP3 goes, overwritten."""
        self._path = path
        self._encoder = encoder
        self._context: Sound = np.zeros(0, np.int16)  # what stands before that which waits
        self._waiting: list[Sound] = []
        self._length = 0  # samples that wait
        self._total = 0  # samples on their way
        self._coming: deque[Future[list[bytes]]] = deque()
        self._asked: deque[_Asked] = deque()  # in the order of the frames
        self._sizes = array("H")  # of the frames written
        self._crc = 0  # of those
        self._file: BinaryIO | None = None

    def __enter__(self) -> Press:
        try:
            self._file = self._path.open("wb")
            self._file.write(bytes(mp3.info_bytes(self._encoder.rate)))
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

    def write(self, sound: Sound, taken: Taken | None = None) -> None:
        """Add ``sound`` behind all that was added. It is read later, in other threads, more than once.

        taken: gets the frames of the sound's middle as soon as they are written; then the sound must begin
        with a frame, and have a `middle_of` it.
        """
        span = middle_of(sound, self._encoder.rate) if taken else None
        if span and taken:
            if (self._total + self._length) % mp3.FRAME:
                raise ValueError("the sound so far does not end with a frame")
            first = (self._total + self._length + span[0]) // mp3.FRAME
            self._asked.append(_Asked(first, (span[1] - span[0]) // mp3.FRAME, taken))
        self._waiting.append(sound)
        self._length += len(sound)
        while self._length >= _PIECE + AHEAD:
            self._encode(_PIECE)

    def insert(self, middle: Middle) -> None:
        """Add what is encoded already. Raises ValueError if it would not begin at a frame."""
        if self._length % mp3.FRAME:
            raise ValueError("the sound so far does not end with a frame")
        self._encode(self._length, middle.begin)
        self._waiting, self._length = [], 0
        self._context = middle.end
        self._total += middle.samples
        there: Future[list[bytes]] = Future()
        there.set_result(mp3.split(middle.frames))
        self._queue(there)

    def _encode(self, length: int, ahead: Sound | None = None) -> None:
        """Have the next ``length`` samples encoded.

        ahead: what comes behind all that waits; None where enough waits.
        """
        if not length:
            return
        waiting = Splice(tuple(self._waiting)) if ahead is None else Splice((*self._waiting, ahead))
        whole = Splice((self._context, Stretch(waiting, 0, length + AHEAD)))
        before = len(self._context)
        self._queue(self._encoder.submit(whole, before // mp3.FRAME, length // mp3.FRAME))
        known = before + length
        context = context_of(self._encoder.rate)
        self._context = Stretch(whole, max(0, known - context), known)[0:context]
        self._waiting, self._length = _behind(self._waiting, length), self._length - length
        self._total += length

    def _queue(self, future: Future[list[bytes]]) -> None:
        self._coming.append(future)
        most = self._encoder.hands + _WAITING
        # What is done need not wait in memory, and what waits must not grow without end.
        while self._coming and (self._coming[0].done() or len(self._coming) > most):
            self._put(self._coming.popleft().result())

    def _put(self, frames: list[bytes]) -> None:
        written, data = len(self._sizes), b"".join(frames)
        self._crc = mp3.crc16(data, self._crc)
        self._sizes.extend(map(len, frames))
        self._to_file(data)
        for asked in self._asked:
            start = max(0, asked.first - written)
            asked.frames += frames[start : max(0, asked.first + asked.count - written)]
        while self._asked and len(self._asked[0].frames) == self._asked[0].count:
            whole = self._asked.popleft()
            whole.taken(b"".join(whole.frames))

    def _to_file(self, data: bytes, at: int | None = None) -> None:
        try:
            if self._file is not None:
                if at is not None:
                    self._file.seek(at)
                self._file.write(data)
        except OSError as error:
            raise output_error(str(self._encoder.subject), error) from error

    def _finish(self) -> None:
        samples = self._total + self._length
        # The delays push the last samples into further frames.
        missing = (mp3.frames_for(samples) * mp3.FRAME) - samples
        self._waiting.append(np.zeros(missing + AHEAD, np.int16))
        self._length += missing
        shares = max(1, min(self._encoder.hands, self._length // _LEAST))
        while self._length:
            self._encode(-(-self._length // mp3.FRAME // shares) * mp3.FRAME)
            shares -= 1
        while self._coming:
            self._put(self._coming.popleft().result())
        info = mp3.info_frame(self._encoder.rate, samples=samples, sizes=self._sizes, music_crc=self._crc)
        self._to_file(info, at=0)


def _behind(sounds: list[Sound], length: int) -> list[Sound]:
    """What stands behind the first ``length`` samples."""
    left: list[Sound] = []
    for sound in sounds:
        if length >= len(sound):
            length -= len(sound)
        else:
            left.append(Stretch(sound, length, len(sound)) if length else sound)
            length = 0
    return left
