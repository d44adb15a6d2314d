"""libespeak-ng, from the wheel ``espeakng-loader``, driven in process.

After speak_lib.h of espeak-ng 1.52: https://github.com/espeak-ng/espeak-ng/blob/1.52.0/src/include/espeak-ng/speak_lib.h
The library keeps one state for the whole process. Some of it (where the flutter of the pitch stands, the
count of glottal cycles) goes on from sentence to sentence, and nothing in the interface takes it back: no
two times would sound alike. So each passage is spoken by a library that is just loaded; two copies of it
take turns, one being loaded anew, which takes a millisecond, while the other one speaks.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from radio.errors import VoiceError
from radio.voices.espeak_data import Data

if sys.platform == "win32":
    from _ctypes import FreeLibrary as dlclose  # noqa: N813 - the same by another name
else:
    from _ctypes import dlclose

NORMAL_WPM = 175  # words per minute; the library takes 80 to 450
_RETRIEVAL = 1  # AUDIO_OUTPUT_RETRIEVAL: samples go to the callback, none to a sound card …
_SYNCHRONOUS = 2  # … and espeak_Synth returns when all are there
_DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: return an error instead of ending the process
_BUFFER_MS = 300  # of sound a callback: a fifth fewer milliseconds a minute than with the default of 60
_CHARS_UTF8 = 1  # espeakCHARS_UTF8
_SEED = 1  # of the noise in breath and consonants
_REINSTALL = "run: pip install --force-reinstall espeakng-loader"


class _Parameter(IntEnum):
    RATE = 1
    PITCH = 3


class _EventType(IntEnum):
    LIST_TERMINATED = 0
    WORD = 1
    END = 5


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # characters, from 1
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # milliseconds
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True)
class Manner:
    """How the library is to speak."""

    voice: str  # "vi-vn-x-south", with a variant "vi-vn-x-south+f3"
    rate_wpm: int = NORMAL_WPM  # words per minute
    pitch: int | None = None  # 0 to 100; None for the library's own


@dataclass(frozen=True, slots=True)
class Mark:
    """Where in the sound a word begins, or a clause has ended."""

    position: int | None  # of the word's first character in the text, from 0; None at the end of a clause
    at_ms: int  # from the start of the sound


Said = tuple[bytes, list[Mark]]


class Copy:
    """One loaded copy of the library. To be used by one thread at a time."""

    def __init__(self, path: str, data: str) -> None:
        """path: of the library; data: of its data folder. Raises VoiceError where they do not load."""
        self._path = path
        self._data = data
        self._pcm: list[bytes] = []
        self._marks: list[Mark] = []
        # The library holds on to the callback, but Python does not know: the attribute keeps it alive.
        self._callback = _Callback(self._take)
        self._load()
        self.version = bytes(self._lib.espeak_Info(None)).split()[0].decode("ascii")

    def _load(self) -> None:
        try:
            self._lib = ctypes.CDLL(self._path)
        except OSError as error:
            raise VoiceError(self._path, f"does not load: {error}", _REINSTALL) from error
        _declare(self._lib)
        where = os.fsencode(self._data)
        self.rate = int(self._lib.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, where, _DONT_EXIT))
        if self.rate <= 0:
            raise VoiceError(self._data, "holds no data that espeak-ng can read", _REINSTALL)
        self._lib.espeak_SetSynthCallback(self._callback)
        self._manner: Manner | None = None

    def renew(self, manner: Manner) -> None:
        """Load it anew, ready to speak in ``manner``.

        Where the system does not unload libraries (musl), it goes on in the state that it is in.
        """
        self._lib.espeak_Terminate()
        dlclose(self._lib._handle)
        self._load()
        self.become(manner)

    def become(self, manner: Manner) -> None:
        """Prepare to speak in ``manner``. Raises VoiceError for a voice that is not there."""
        if manner == self._manner:
            return
        self._manner = None
        if self._lib.espeak_SetVoiceByName(manner.voice.encode("utf-8")) != 0:
            raise VoiceError(f"espeak voice {manner.voice!r}", "is unknown", "choose another language")
        pitch = self._lib.espeak_GetParameter(_Parameter.PITCH, 0) if manner.pitch is None else manner.pitch
        self._lib.espeak_SetParameter(_Parameter.RATE, manner.rate_wpm, 0)
        self._lib.espeak_SetParameter(_Parameter.PITCH, pitch, 0)
        self._manner = manner

    def seed(self) -> None:
        """Begin the random numbers of its noise anew; they are the system's, shared by all copies."""
        self._lib.espeak_ng_SetRandSeed(_SEED)

    def speak(self, text: str, manner: Manner) -> Said:
        """16-bit mono samples at `rate` in native order, and where the words begin.

        Raises VoiceError for a voice that is not there.
        """
        self.become(manner)
        self._pcm, self._marks = [], []
        encoded = text.encode("utf-8")
        status = self._lib.espeak_Synth(encoded, len(encoded) + 1, 0, 0, 0, _CHARS_UTF8, None, None)
        if status != 0:
            raise VoiceError(manner.voice, f"stopped with espeak-ng's error {status}", "choose another voice")
        return b"".join(self._pcm), self._marks

    def _take(self, pcm: int | None, frames: int, events: Any) -> int:
        """The callback: a piece of sound, and what happens in it; 0 to go on."""
        if pcm and frames > 0:
            self._pcm.append(ctypes.string_at(pcm, frames * 2))
        index = 0
        while (event := events[index]).type != _EventType.LIST_TERMINATED:
            if event.type == _EventType.WORD:
                self._marks.append(Mark(max(0, event.text_position - 1), event.audio_position))
            elif event.type == _EventType.END:
                self._marks.append(Mark(None, event.audio_position))
            index += 1
        return 0


class Library:
    """libespeak-ng, always as if nothing had been said yet; `library` gives the one there may be."""

    def __init__(self, path: Path, data: Path) -> None:
        """path: of the library; data: its data folder. Raises VoiceError where they do not load."""
        try:
            self._data = Data(data)
            files = [self._data.copy(path, number) for number in (1, 2)]
        except OSError as error:
            problem = f"cannot be read: {error.strerror}"
            raise VoiceError(error.filename or data, problem, _REINSTALL) from error
        copies = [Copy(str(file), str(self._data.path)) for file in files]
        self.rate, self.version, self.variants = copies[0].rate, copies[0].version, self._data.variants
        # They share the system's random numbers, so only one may speak at a time. And a signal is handled in
        # the main thread, at any bytecode: were that the callback's, ctypes would swallow the interruption.
        self._speaking = ThreadPoolExecutor(1, thread_name_prefix="espeak")
        self._renewing = ThreadPoolExecutor(1, thread_name_prefix="espeak-renew")
        # In the order of their turns. Only the speaking thread touches it.
        self._turns = deque(self._renewing.submit(_as_it_is, copy) for copy in copies)

    def speak_all(self, texts: Sequence[str], manner: Manner) -> list[Said]:
        """For each text 16-bit mono samples at `rate` in native order, and where its words begin.

        The same for the same texts, whatever was said before. Raises VoiceError for a voice that is none.
        """
        return self._speaking.submit(self._speak_all, texts, manner).result()

    def _speak_all(self, texts: Sequence[str], manner: Manner) -> list[Said]:
        copy = self._turns[0].result()
        try:
            copy.seed()
            return [copy.speak(text, manner) for text in texts]
        finally:
            self._turns.popleft()
            self._turns.append(self._renewing.submit(_renewed, copy, manner))

    def check(self, manner: Manner) -> None:
        """Raise VoiceError for a voice or a variant that is not there."""
        variant = manner.voice.partition("+")[2]
        # The library speaks on without a variant that it does not know.
        if variant and variant not in self.variants:
            known = ", ".join(sorted(self.variants))
            raise VoiceError(f"espeak variant {variant!r}", "is unknown", f"choose one of: {known}")
        if variant:
            self._data.add_variant(variant)
        self._speaking.submit(self._become, manner).result()

    def _become(self, manner: Manner) -> None:
        self._turns[0].result().become(manner)


def _as_it_is(copy: Copy) -> Copy:
    return copy


def _renewed(copy: Copy, manner: Manner) -> Copy:
    copy.renew(manner)
    return copy


_LOADING = threading.Lock()


def library() -> Library:
    """The process's libespeak-ng. Raises VoiceError if it does not load, ImportError without its wheel."""
    with _LOADING:
        return _library()


@functools.cache
def _library() -> Library:
    return Library(*wheel())


def wheel() -> tuple[Path, Path]:
    """The wheel's library and data folder. Raises VoiceError if they are lost, ImportError without it."""
    import espeakng_loader  # noqa: PLC0415 - loaded when first spoken with

    try:
        return Path(espeakng_loader.get_library_path()), Path(espeakng_loader.get_data_path())
    except RuntimeError as error:
        raise VoiceError("espeakng-loader", "has lost its data", _REINSTALL) from error


def _declare(lib: ctypes.CDLL) -> None:
    lib.espeak_Initialize.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int)
    lib.espeak_SetSynthCallback.argtypes = (_Callback,)
    lib.espeak_SetSynthCallback.restype = None
    lib.espeak_SetVoiceByName.argtypes = (ctypes.c_char_p,)
    lib.espeak_SetParameter.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_int)
    lib.espeak_GetParameter.argtypes = (ctypes.c_int, ctypes.c_int)
    lib.espeak_ng_SetRandSeed.argtypes = (ctypes.c_long,)
    lib.espeak_ng_SetRandSeed.restype = None
    lib.espeak_Info.argtypes = (ctypes.c_void_p,)
    lib.espeak_Info.restype = ctypes.c_char_p
    lib.espeak_Synth.argtypes = (
        ctypes.c_char_p,  # text
        ctypes.c_size_t,  # its size, with the closing zero
        ctypes.c_uint,  # position to start at
        ctypes.c_int,  # its unit
        ctypes.c_uint,  # position to end at; 0 for the end
        ctypes.c_uint,  # flags
        ctypes.c_void_p,  # identifier for events
        ctypes.c_void_p,  # user data
    )
