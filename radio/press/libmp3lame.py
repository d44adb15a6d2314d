"""LAME itself, in this process: the C library that the wheel ``lameenc`` carries.

lameenc's own interface cannot switch the bit reservoir off, so the library is called beside it (lame.h of
LAME 3.100 and 4.0). Windows shows nothing of it to others: there, and without the wheel, ffmpeg's LAME does.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
from collections.abc import Iterable
from ctypes import CDLL, POINTER, c_char_p, c_float, c_int, c_ubyte, c_void_p

import numpy as np

from radio.audio.clip import HOUSE_RATE
from radio.audio.mp3 import Rate
from radio.audio.sound import Samples

_MONO = 3  # MPEG_mode
_VBR = 4  # vbr_mode: vbr_mtrh, the default one
_FLOATS = np.ctypeslib.ndpointer(np.float32, ndim=1, flags="C_CONTIGUOUS")
_SETTINGS = (
    *("num_channels", "in_samplerate", "out_samplerate", "mode", "quality", "brate", "VBR"),
    *("disable_reservoir", "bWriteVbrTag"),
)


class LameError(Exception):
    """LAME refuses; the text says at what, and by which number."""


@functools.cache
def library() -> CDLL | None:
    """The library, None where there is none that can be called."""
    found = importlib.util.find_spec("lameenc")
    if found is None or found.origin is None:
        return None
    try:
        lame = CDLL(found.origin)
        for name in _SETTINGS:
            getattr(lame, f"lame_set_{name}").argtypes = (c_void_p, c_int)
        lame.lame_set_VBR_quality.argtypes = (c_void_p, c_float)
        lame.lame_set_write_id3tag_automatic.argtypes = (c_void_p, c_int)
        lame.lame_set_write_id3tag_automatic.restype = None
        lame.lame_init.restype = c_void_p
        lame.lame_init_params.argtypes = (c_void_p,)
        lame.lame_close.argtypes = (c_void_p,)
        lame.lame_encode_buffer_float.argtypes = (c_void_p, _FLOATS, _FLOATS, c_int, POINTER(c_ubyte), c_int)
        lame.lame_encode_flush.argtypes = (c_void_p, POINTER(c_ubyte), c_int)
        lame.get_lame_version.restype = c_char_p
    except (OSError, AttributeError):
        return None
    return lame


def version() -> str:
    """``4.0 from lameenc 1.9.0``; "" where `library` is None."""
    lame = library()
    if lame is None:
        return ""
    try:
        wheel = importlib.metadata.version("lameenc")
    except importlib.metadata.PackageNotFoundError:  # packed into one program
        wheel = "?"
    return f"{lame.get_lame_version().decode('ascii', 'replace')} from lameenc {wheel}"


def encode(lame: CDLL, pieces: Iterable[Samples], rate: Rate, *, quality: int, scale: float) -> bytes:
    """Mono samples at the house rate, times ``scale``, as MP3 frames: no bit reservoir, no header.

    quality: of LAME's search, 0 (slowest) to 9. Raises LameError.
    """
    with _Lame(lame) as encoder:
        encoder.set_up(rate, quality)
        made = [encoder.encode(piece * np.float32(scale)) for piece in pieces]
        return b"".join([*made, encoder.flush()])


class _Lame:
    """A LAME that is encoding."""

    def __init__(self, lame: CDLL) -> None:
        self._lame = lame
        self._state = c_void_p()

    def __enter__(self) -> _Lame:
        self._state = c_void_p(self._lame.lame_init())
        if not self._state:
            raise LameError("lame_init")
        return self

    def __exit__(self, *_: object) -> None:
        self._lame.lame_close(self._state)

    def set_up(self, rate: Rate, quality: int) -> None:
        """Have it take mono samples at the house rate, and give frames that stand alone."""
        state = self._state
        settings = {
            "num_channels": 1,
            "in_samplerate": HOUSE_RATE,
            "out_samplerate": HOUSE_RATE,
            "mode": _MONO,
            "quality": quality,
            "disable_reservoir": 1,
            "bWriteVbrTag": 0,
        }
        settings |= {"brate": rate.kbps} if rate.quality is None else {"VBR": _VBR}
        for name, value in settings.items():
            self._checked(f"lame_set_{name}", getattr(self._lame, f"lame_set_{name}")(state, value))
        self._lame.lame_set_write_id3tag_automatic(state, 0)
        if rate.quality is not None:
            self._checked("lame_set_VBR_quality", self._lame.lame_set_VBR_quality(state, rate.quality))
        self._checked("lame_init_params", self._lame.lame_init_params(state))

    def encode(self, wave: np.ndarray[tuple[int], np.dtype[np.float32]]) -> bytes:
        """wave: 32768 being full scale."""
        # The most that it may give (lame.h).
        room = (c_ubyte * (len(wave) * 5 // 4 + 7200))()
        size = self._lame.lame_encode_buffer_float(self._state, wave, wave, len(wave), room, len(room))
        return bytes(room)[: self._checked("lame_encode_buffer_float", size)]

    def flush(self) -> bytes:
        """What it still holds back."""
        room = (c_ubyte * 7200)()
        size = self._lame.lame_encode_flush(self._state, room, len(room))
        return bytes(room)[: self._checked("lame_encode_flush", size)]

    def _checked(self, what: str, result: int) -> int:
        if result < 0:
            raise LameError(f"{what}: {result}")
        return result
