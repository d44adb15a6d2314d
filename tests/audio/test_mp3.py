"""MP3 frames and the Info frame, field by field."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.audio import mp3


def bytewise(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def test_the_checksum_is_the_known_one() -> None:
    # CRC-16/ARC of the catalogue of parametrised CRC algorithms: check value of "123456789".
    assert mp3.crc16(b"123456789") == 0xBB3D


@given(st.binary(max_size=2000), st.integers(0, 2000))
def test_the_checksum_of_a_part_goes_on(data: bytes, at: int) -> None:
    assert mp3.crc16(data[at:], mp3.crc16(data[:at])) == bytewise(data)


def test_a_stream_is_split_at_its_frames() -> None:
    frames = [b"\xff\xfb\x94\xc4" + bytes(380), b"\xff\xfb\x54\xc4" + bytes(188)]
    assert mp3.split(b"".join(frames)) == frames


@pytest.mark.parametrize(
    "stream", [b"\xff\xfb\x94\xc4" + bytes(379), b"ID3" + bytes(600), b"\xff\xfb\x04", b"\xff"]
)
def test_what_is_no_frame_is_refused(stream: bytes) -> None:
    with pytest.raises(ValueError, match="no whole MP3 frame at byte 0"):
        mp3.split(stream)


@pytest.mark.parametrize("bitrate", mp3.BITRATES)
def test_the_info_frame_tells_what_there_is(bitrate: int) -> None:
    samples, size = 48_000 * 61, 3 * bitrate
    frames = mp3.frames_for(samples)
    info = mp3.info_frame(mp3.Rate(bitrate), samples=samples, sizes=[size] * frames, music_crc=0xBEEF)
    assert mp3.split(info) == [info]
    tag = info[21:]
    assert tag[:4] == b"Info"
    assert int.from_bytes(tag[8:12], "big") == frames
    assert int.from_bytes(tag[12:16], "big") == (frames + 1) * size
    delays = int.from_bytes(tag[141:144], "big")
    delay, padding = delays >> 12, delays & 0xFFF
    assert (delay, frames * 1152 - delay - padding) == (576, samples)
    assert padding >= 529
    assert tag[152:154] == b"\xbe\xef"
    assert int.from_bytes(info[175:177], "big") == bytewise(info[:175])
