"""MP3 at 48 kHz: frames of 1152 samples, 24 ms exactly; and the Info frame in front of them.

MPEG-1 layer III, mono (ISO/IEC 11172-3, 2.4.1.3). The Info frame, also called Xing's or LAME's:
http://gabriel.mp3-tech.org/mp3infotag.html. Without a bit reservoir every frame stands alone, so that a
stream may be put together of frames that were made apart.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FRAME = 1152  # samples
FRAME_MS = 24
BITRATES = (64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s
DELAY = 576  # samples that LAME puts in front; a decoder adds _DECODER of its own
_DECODER = 529
_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # by the header's index
_48_KHZ = 1  # the header's index of the rate
_MONO_ORIGINAL = 0xC4
_SIDE_INFO = 17  # bytes, of a mono frame
_FLAGS = 0x0F  # frames, bytes, contents and quality are given
_CONSTANT, _VARIABLE = 1, 4  # LAME's methods: CBR, and the newer of its VBRs
_LEAST_KBPS = 32  # of a VBR's frames
_INFO_KBPS = 128  # of a VBR's Info frame, as LAME makes it
_POLYNOMIAL = np.uint16(0xA001)  # CRC-16, reflected
_ROW = 256  # bytes summed up one after the other


@dataclass(frozen=True, slots=True)
class Rate:
    """How many bits the frames get."""

    kbps: int = 128  # of each frame, one of BITRATES
    quality: int | None = None  # LAME's V0 (best) to V9: the bits that it takes; None for `kbps` throughout

    @staticmethod
    def of(setting: int | str) -> Rate:
        """As ``station.toml`` has it: kbit/s, or "V4"."""
        return Rate(setting) if isinstance(setting, int) else Rate(quality=int(setting.removeprefix("V")))


def frame_bytes(bitrate_kbps: int) -> int:
    """Length of a frame: at 48 kHz there is never any padding."""
    return 3 * bitrate_kbps


def split(stream: bytes) -> list[bytes]:
    """The frames of a stream that is nothing but frames. Raises ValueError for anything else."""
    return list(_frames(memoryview(stream)))


def _frames(stream: memoryview) -> Iterator[bytes]:
    at = 0
    while at < len(stream):
        size = frame_bytes(_KBPS[stream[at + 2] >> 4]) if at + 4 <= len(stream) else 0
        if stream[at] != 0xFF or not size or at + size > len(stream):
            raise ValueError(f"no whole MP3 frame at byte {at}")
        yield bytes(stream[at : at + size])
        at += size


def frames_for(samples: int) -> int:
    """How many frames an encoder makes of so many samples: to the last one's end, delays counted."""
    return -(-(samples + DELAY + _DECODER) // FRAME)


def info_bytes(rate: Rate) -> int:
    """Length of the Info frame."""
    return frame_bytes(rate.kbps if rate.quality is None else _INFO_KBPS)


def info_frame(rate: Rate, *, samples: int, sizes: Sequence[int], music_crc: int) -> bytes:
    """The frame that tells a player how much there is, where to look for it, and what to cut for gapless
    playing.

    samples: of the sound itself. sizes: of all other frames, bytes. music_crc: their `crc16`.
    """
    size = info_bytes(rate)
    ends = np.cumsum([size, *sizes])
    total, count = int(ends[-1]), len(sizes)
    # A hundredth of the time each: how far into the file it begins, in 256ths.
    contents = bytes(min(255, int(ends[i * count // 100]) * 256 // total) if i else 0 for i in range(100))
    constant = rate.quality is None
    kbps = rate.kbps if constant else _INFO_KBPS
    header = bytes((0xFF, 0xFB, _KBPS.index(kbps) << 4 | _48_KHZ << 2, _MONO_ORIGINAL))
    told = (
        header
        + bytes(_SIDE_INFO)
        + struct.pack(">4sIII", b"Info" if constant else b"Xing", _FLAGS, count, total)
        + contents
        + struct.pack(">I", 0 if rate.quality is None else 100 - 10 * rate.quality)
        # Encoder; tag revision 0 and the method; no low-pass, peak, gain or encoding flags told; bit rate.
        + struct.pack(">9sBB8xBB", b"LAME3.100", _CONSTANT if constant else _VARIABLE, 0, 0,
                      min(kbps, 255) if constant else _LEAST_KBPS)
        + (DELAY << 12 | count * FRAME - DELAY - samples).to_bytes(3, "big")
        + struct.pack(">BBHIH", 0, 0, 0, total, music_crc)
    )  # fmt: skip
    return (told + struct.pack(">H", crc16(told))).ljust(size, b"\0")


def crc16(data: bytes, crc: int = 0) -> int:
    """The CRC-16 of LAME's tag, of ``data`` that follows what ``crc`` is of.

    The checksum of a row of bytes is a linear function of them: all rows are summed up side by side, then
    put together two by two.
    """
    if len(data) < _ROW:
        return _crc16_bytewise(data, crc)
    filling = -len(data) % _ROW
    values = np.frombuffer(bytes(filling) + data, np.uint8).astype(np.uint16)
    # A preset takes effect as if it were added to the first two bytes; zeros in front have none.
    values[filling] ^= crc & 0xFF
    values[filling + 1] ^= crc >> 8
    sums = np.zeros(len(values) // _ROW, np.uint16)
    for column in values.reshape(-1, _ROW).T:
        sums = np.asarray(sums >> 8 ^ _TABLE[(sums ^ column) & 0xFF], np.uint16)
    return _together(sums)


def _together(sums: npt.NDArray[np.uint16]) -> int:
    """The checksum of all rows from the rows' own."""
    shift = _shifted(_BITS, _ROW)
    while len(sums) > 1:
        sums = np.pad(sums, (len(sums) % 2, 0))
        sums = _linear(shift, sums[0::2]) ^ sums[1::2]
        shift = _linear(shift, shift)
    return int(sums[0])


def _shifted(sums: npt.NDArray[np.uint16], zeros: int) -> npt.NDArray[np.uint16]:
    """Checksums after so many more bytes of zero."""
    for _ in range(zeros):
        sums = np.asarray(sums >> 8 ^ _TABLE[sums & 0xFF], np.uint16)
    return sums


def _linear(images: npt.NDArray[np.uint16], values: npt.NDArray[np.uint16]) -> npt.NDArray[np.uint16]:
    """``values`` under the map that takes each bit to its image."""
    chosen = values[:, None] >> np.arange(16, dtype=np.uint16) & 1
    return np.asarray(np.bitwise_xor.reduce(chosen * images, axis=1), np.uint16)


def _crc16_bytewise(data: bytes, crc: int) -> int:
    for byte in data:
        crc = crc >> 8 ^ int(_TABLE[(crc ^ byte) & 0xFF])
    return crc


def _table() -> npt.NDArray[np.uint16]:
    table = np.arange(256, dtype=np.uint16)
    for _ in range(8):
        table = np.asarray(table >> 1 ^ np.where(table & 1, _POLYNOMIAL, 0), np.uint16)
    return table


_TABLE = _table()
_BITS = np.uint16(1) << np.arange(16, dtype=np.uint16)
