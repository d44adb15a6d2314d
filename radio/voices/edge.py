"""edge: Microsoft's neural voices, by the library edge-tts (extra ``edge``). Natural, online, no key."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import importlib.metadata
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import aiohttp
import edge_tts
import edge_tts.exceptions
import numpy as np

from radio import ffmpeg
from radio.audio.clip import HOUSE_RATE, Clip, Word, duration_ms, from_samples
from radio.errors import ClipError, VoiceError
from radio.voices.hearing import complaint
from radio.voices.patience import Patience, Rest, TryAgain, asks_for_patience, patiently
from radio.voices.voice import VoiceOptions, check_extra, clean, named, number, sayable

VOICES = ("vi-VN-HoaiMyNeural", "vi-VN-NamMinhNeural")
_VOICE = re.compile(r"[a-z]{2,3}-[A-Z]{2,3}-[A-Za-z-]+Neural")
_TICKS_A_MS = 10_000
_CONNECT_S = 5
_ROUNDING_MS = 2
_MOST_BYTES = 32 << 20  # of an answer; a sentence makes about 100,000


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer of the service."""

    mp3: bytes
    words: tuple[Word, ...]  # as the service tells them, without marks


class Edge:
    """A neural voice of Microsoft's."""

    engine = "edge"
    online = True
    handles = frozenset({"rate", "pitch"})
    characters = VOICES
    syllable_ms = 120
    dies_away = True

    def __init__(self, options: VoiceOptions) -> None:
        check_extra(self.engine, options.extra, ("at_once", "timeout", "patience", "tries", "wait"))
        self._voice = options.variant or VOICES[0]
        if not _VOICE.fullmatch(self._voice):
            raise VoiceError(f"edge voice {self._voice!r}", "is none", f"choose one of: {', '.join(VOICES)}")
        self._faster = options.rate
        self._rate = f"{round(100 * (options.rate - 1)):+d}%"
        self._pitch = f"{0 if options.pitch is None else options.pitch - 50:+d}Hz"
        self.name = f"edge {self._voice}"
        self.version = importlib.metadata.version("edge-tts")
        self.settings = f"{self._voice} {self._rate} {self._pitch}"
        extra = options.extra
        self._timeout_s = number(extra, self.engine, "timeout", 10, 1, 120)
        self._patience = Patience(
            tries=int(number(extra, self.engine, "tries", 4, 1, 20)),
            first_wait_s=number(extra, self.engine, "wait", 0.5, 0, 60),
            total_s=number(extra, self.engine, "patience", 45, 0.1, 3600),
        )
        self._line = line(int(number(extra, self.engine, "at_once", 4, 1, 16)))
        self._stop = threading.Event()
        self._asking: set[tuple[asyncio.AbstractEventLoop, asyncio.Task[Heard]]] = set()

    @staticmethod
    def about() -> str:
        """One line for people; asks no network."""
        return f"Microsoft's neural voices, online; edge-tts {importlib.metadata.version('edge-tts')}"

    def speak(self, text: str) -> Clip:
        """The sound of ``text`` at the house rate, with the times of its words where they can be told."""
        text = clean(text)
        if not sayable(text):
            return from_samples(np.zeros(0, np.int16), HOUSE_RATE)
        subject = f"{self.engine}, {named(text)}"

        def attempt(left_s: float) -> Clip:
            self._line.rest.respect()
            return _clip(self._heard(text, left_s, subject), text, self._faster)

        with self._line.places:
            return patiently(attempt, self._patience, subject=subject, stop=self._stop)

    def close(self) -> None:
        """Ask for nothing more: what is being asked for raises VoiceError."""
        self._stop.set()
        for loop, task in tuple(self._asking):
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(task.cancel)

    def _heard(self, text: str, left_s: float, subject: str) -> Heard:
        try:
            return asyncio.run(self._watched(text, left_s, subject))
        except asyncio.CancelledError as error:
            raise VoiceError(self.name, "has been told to stop", "open it again") from error

    async def _watched(self, text: str, left_s: float, subject: str) -> Heard:
        """`_ask`, so that `close` can end it."""
        task = asyncio.create_task(self._ask(text, left_s, subject))
        held = (asyncio.get_running_loop(), task)
        self._asking.add(held)
        try:
            # Whoever closes sees the task in the set, or has set the sign before this looks at it.
            if self._stop.is_set():
                task.cancel()
            return await task
        finally:
            self._asking.discard(held)

    async def _ask(self, text: str, left_s: float, subject: str) -> Heard:
        """The service's answer. Raises TryAgain, or VoiceError where no later try helps."""
        try:
            return await asyncio.wait_for(self._answer(text), left_s)
        except aiohttp.ClientConnectorCertificateError as error:
            remedy = "check this computer's clock; a filtering proxy may stand between"
            raise VoiceError(subject, "the service's certificate is not trusted", remedy) from error
        except aiohttp.WSServerHandshakeError as error:
            if asks_for_patience(error.status):
                after = error.headers.get("Retry-After") if error.headers else None
                raise self._line.rest.asked_for(error.status, after) from error
            remedy = "run: pip install --upgrade edge-tts; or use the built-in voice: --voice espeak"
            raise VoiceError(subject, f"the service refuses (HTTP {error.status})", remedy) from error
        except TimeoutError as error:
            raise TryAgain("the service does not answer in time") from error
        except (aiohttp.ClientError, OSError) as error:
            raise TryAgain("the connection to the service fails or is cut") from error
        except (edge_tts.exceptions.EdgeTTSException, LookupError, ValueError, TypeError) as error:
            # The library looks into messages without asking what they are.
            raise TryAgain("the service gives no sound, or something else") from error

    async def _answer(self, text: str) -> Heard:
        asked = edge_tts.Communicate(
            text,
            self._voice,
            rate=self._rate,
            pitch=self._pitch,
            boundary="WordBoundary",
            connect_timeout=_CONNECT_S,
            receive_timeout=max(1, round(self._timeout_s)),
        )
        sound, words = bytearray(), []
        async for chunk in asked.stream():
            if chunk["type"] == "audio":
                sound += chunk["data"]
            else:
                start_ms = round(chunk["offset"] / _TICKS_A_MS)
                words.append(Word(chunk["text"], start_ms, start_ms + round(chunk["duration"] / _TICKS_A_MS)))
            if len(sound) > _MOST_BYTES:
                raise TryAgain("the service sends without end")
        return Heard(bytes(sound), tuple(words))


def _clip(heard: Heard, text: str, rate: float) -> Clip:
    """The sound that is to say ``text``. Raises TryAgain where it cannot be all of it.

    rate: times as fast as usual.
    """
    try:
        clip = ffmpeg.decode(heard.mp3, subject="the service's answer")
    except ClipError as error:
        raise TryAgain(f"{error.subject} {error.problem}") from error
    if wrong := complaint(text, clip, rate=rate, syllable_ms=Edge.syllable_ms, dies_away=True):
        raise TryAgain(f"the service {wrong}")
    return Clip(clip.sound, whole(heard.words, text.split(), duration_ms(clip)))


def whole(told: Sequence[Word], tokens: Sequence[str], length_ms: int) -> tuple[Word, ...]:
    """The words as they stand in the text, marks and all; () where the service tells of others.

    length_ms: of the sound that they are to be heard in, one after the other.
    """
    spoken = [token for token in tokens if sayable(token)]
    if len(spoken) != len(told) or len(spoken) != len(tokens):
        return ()
    times = [0, *(ms for word in told for ms in (word.start_ms, word.end_ms))]
    # A word may reach into the next one by what rounding makes.
    if any(after < before - _ROUNDING_MS for before, after in pairwise(times)) or times[-1] > length_ms:
        return ()
    return tuple(Word(t, w.start_ms, w.end_ms) for t, w in zip(tokens, told, strict=True))


@dataclass(frozen=True, slots=True)
class Line:
    """All of this process who ask the service."""

    places: threading.BoundedSemaphore
    rest: Rest = field(default_factory=Rest)


@functools.cache
def line(at_once: int) -> Line:
    """The process's line at the service: so many requests at once, whoever reads."""
    return Line(threading.BoundedSemaphore(at_once))
