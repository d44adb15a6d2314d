from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from radio.voices.wav import mend


def written(frames: int, chunk: bytes = b"") -> bytearray:
    """A WAV of so many 16-bit frames; chunk: stands before its sound."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(b"\x01\x02" * frames)
    data = bytearray(out.getvalue())
    data[36:36] = chunk
    return data


@pytest.mark.parametrize("chunk", [b"", b"LIST\x05\x00\x00\x00hello\x00"])
@pytest.mark.parametrize("size", [0, 0x7FFFF000, 0xFFFFFFFF])
def test_a_length_that_was_not_known_is_written_in(tmp_path: Path, size: int, chunk: bytes) -> None:
    path = tmp_path / "a.wav"
    data = written(1000, chunk)
    at = 40 + len(chunk)
    data[at : at + 4] = size.to_bytes(4, "little")
    path.write_bytes(data)
    mend(path)
    with wave.open(str(path)) as sound:
        assert sound.getnframes() == 1000


def test_what_is_shorter_than_it_says_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(cut := bytes(written(1000)[:900]))
    mend(path)
    assert path.read_bytes() == cut


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=80), st.integers(0, 60))
def test_anything_keeps_its_length(tmp_path: Path, junk: bytes, at: int) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(data := bytes(written(10)[:at]) + junk)
    mend(path)
    assert path.stat().st_size == len(data)
