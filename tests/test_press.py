"""The press against a single LAME: the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from radio import ffmpeg
from radio.audio import mp3
from radio.audio.clip import samples
from radio.audio.sound import Samples
from radio.errors import OutputError
from radio.press import Encoder, Press
from tests.audio.test_loudness import speechlike

FRAME = mp3.FRAME


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as running:
        yield running


def words(seed: int, seconds: float) -> Samples:
    """Something like speech between silences, with hard edges."""
    sound = speechlike(seed, seconds)
    sound[: FRAME * 9] = 0
    return np.asarray(np.concatenate([sound, np.zeros(-len(sound) % FRAME, np.int16)]), np.int16)


def single(sound: Samples, bitrate: int) -> bytes:
    """All frames of one LAME from the beginning to the end."""
    return ffmpeg.encode_mp3(sound, bitrate_kbps=bitrate, subject="x")


@pytest.mark.parametrize("bitrate", [64, 128, 320])
def test_pieces_are_what_a_single_lame_makes(bitrate: int, tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    """Written and inserted, long and short: a programme of 70 seconds with seams of every kind."""
    path, encoder = tmp_path / "a.mp3", Encoder(pool, bitrate, "a.mp3")
    parts = [words(1, 30.0), words(2, 1.0), words(3, 25.0), words(4, 0.3), words(5, 12.0)]
    with Press(path, encoder) as press:
        for part in parts:
            thirds = encoder.middle(part)
            if thirds is None:
                press.write(part)
                continue
            before, middle, after = thirds
            press.write(before)
            press.insert(middle)
            press.write(after)
    sound = np.concatenate(parts)
    frames = mp3.split(path.read_bytes())
    assert frames[1:] == mp3.split(single(sound, bitrate))[: mp3.frames_for(len(sound))]
    decoded = samples(ffmpeg.decode(path, subject="a"))
    assert len(decoded) == len(sound)


def test_what_is_written_in_pieces_is_whole(tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    sound = words(7, 45)
    with Press(tmp_path / "a.mp3", Encoder(pool, 96, "a")) as press:
        for piece in np.split(sound, [1, 7000, 900_001]):
            press.write(piece)
    assert mp3.split((tmp_path / "a.mp3").read_bytes())[1:] == mp3.split(single(sound, 96))


@pytest.mark.parametrize("length", [0, 1, 47, 1152, 1153, 48_000])
def test_any_length_decodes_to_itself(length: int, tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    with Press(tmp_path / "a.mp3", Encoder(pool, 128, "a")) as press:
        press.write(np.full(length, 500, np.int16))
    data = (tmp_path / "a.mp3").read_bytes()
    info = mp3.split(data)[0]
    delays = int.from_bytes(info[21 + 141 : 21 + 144], "big")
    assert (len(data) // len(info) - 1) * FRAME - (delays >> 12) - (delays & 0xFFF) == length
    assert int.from_bytes(info[21 + 152 : 21 + 154], "big") == mp3.crc16(data[len(info) :])


def test_a_middle_begins_at_a_frame(tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    encoder = Encoder(pool, 128, "a")
    thirds = encoder.middle(words(1, 5))
    assert thirds is not None
    with (
        pytest.raises(ValueError, match="does not end with a frame"),
        Press(tmp_path / "a", encoder) as press,
    ):
        press.write(np.zeros(100, np.int16))
        press.insert(thirds[1])


def test_a_place_that_cannot_be_written(tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    with pytest.raises(OutputError, match=r"^story\.mp3: cannot be written"):
        Press(tmp_path / "no" / "a.mp3", Encoder(pool, 128, "story.mp3")).__enter__()
