"""The press against a single LAME: the same bytes."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode

from radio import ffmpeg
from radio.audio import mp3
from radio.audio.clip import samples
from radio.audio.sound import Samples
from radio.errors import OutputError
from radio.press import AHEAD, Encoder, Middle, Press, context_of, encode_mp3, libmp3lame, middle_of
from tests.audio.test_loudness import speechlike

FRAME = mp3.FRAME
RATES = [mp3.Rate(64), mp3.Rate(128), mp3.Rate(320), mp3.Rate(quality=0), mp3.Rate(quality=5)]


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as running:
        yield running


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """A seam every three seconds."""
    monkeypatch.setattr("radio.press.press._PIECE", 120 * FRAME)
    monkeypatch.setattr("radio.press.press._LEAST", 100 * FRAME)


def words(seed: int, seconds: float) -> Samples:
    """Something like speech between silences, with hard edges."""
    sound = speechlike(seed, seconds)
    sound[: FRAME * 9] = 0
    return np.asarray(np.concatenate([sound, np.zeros(-len(sound) % FRAME, np.int16)]), np.int16)


def uneven(seed: int, seconds: float) -> Samples:
    """Loud and nearly silent by turns, changing anywhere: what an encoder adapts to slowly."""
    chance = np.random.default_rng(seed)
    sound = speechlike(seed, seconds).astype(float)
    at = 0
    while at < len(sound):
        length = int(chance.uniform(0.02, 4) * 48_000)
        sound[at : at + length] *= 10 ** (-chance.choice([0, 0, 12, 30, 50, 120]) / 20)
        at += length
    return np.asarray(sound[: len(sound) // FRAME * FRAME], np.int16)


def single(sound: Samples, rate: mp3.Rate) -> list[bytes]:
    """All frames of one LAME from the beginning to the end."""
    return mp3.split(encode_mp3([sound], rate, subject="x"))


def written(path: Path) -> list[bytes]:
    """The frames of an MP3 behind its Info frame."""
    return mp3.split(path.read_bytes())[1:]


@pytest.mark.parametrize("rate", RATES, ids=str)
def test_pieces_are_what_a_single_lame_makes(
    rate: mp3.Rate, tmp_path: Path, pool: ThreadPoolExecutor, short_pieces: None
) -> None:
    """Written, and inserted as they were written before, in another programme: seams of every kind."""
    path, encoder = tmp_path / "a.mp3", Encoder(pool, rate, "a.mp3", 2)
    parts = [words(1, 11.0), words(2, 1.0), words(3, 9.0), words(4, 0.3), words(5, 8.0)]
    middles: dict[int, bytes] = {}
    with Press(tmp_path / "b.mp3", encoder) as press:
        for number, part in enumerate(parts):
            press.write(words(9, 0.5))
            press.write(part, lambda frames, number=number: middles.update({number: frames}))  # type: ignore[misc]
    assert sorted(middles) == [0, 2, 4], "those that are long enough"
    with Press(path, encoder) as press:
        for number, part in enumerate(parts):
            if number not in (0, 4):
                press.write(part)
                continue
            start, stop = middle_of(part, rate) or (0, 0)
            press.write(part[:start])
            begin, end = part[start : start + AHEAD], part[stop - context_of(rate) : stop]
            press.insert(Middle(middles[number], stop - start, begin, end))
            press.write(part[stop:])
    sound = np.concatenate(parts)
    assert written(path) == single(sound, rate)[: mp3.frames_for(len(sound))]
    decoded = samples(ffmpeg.decode(path, subject="a"))
    assert len(decoded) == len(sound)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rate", [mp3.Rate(128), mp3.Rate(quality=4)], ids=str)
def test_seams_between_loud_and_silent(
    seed: int, rate: mp3.Rate, tmp_path: Path, pool: ThreadPoolExecutor, short_pieces: None
) -> None:
    sound = uneven(seed, 25)
    with Press(tmp_path / "a.mp3", Encoder(pool, rate, "a", 2)) as press:
        press.write(sound)
    assert written(tmp_path / "a.mp3") == single(sound, rate)


@pytest.mark.parametrize("rate", [mp3.Rate(128), mp3.Rate(quality=4)], ids=str)
def test_seams_of_ffmpeg_s_lame(
    rate: mp3.Rate,
    tmp_path: Path,
    pool: ThreadPoolExecutor,
    short_pieces: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(libmp3lame, "library", lambda: None)
    sound = uneven(5, 25)
    with Press(tmp_path / "a.mp3", Encoder(pool, rate, "a", 2)) as press:
        press.write(sound)
    assert written(tmp_path / "a.mp3") == single(sound, rate)


def test_what_is_written_in_pieces_is_whole(
    tmp_path: Path, pool: ThreadPoolExecutor, short_pieces: None
) -> None:
    sound = words(7, 25)
    with Press(tmp_path / "a.mp3", Encoder(pool, mp3.Rate(96), "a")) as press:
        for piece in np.split(sound, [1, 7000, 900_001]):
            press.write(piece)
    assert written(tmp_path / "a.mp3") == single(sound, mp3.Rate(96))


def test_a_long_programme_is_shared_out_as_well(tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    sound = np.tile(words(8, 20), 4)
    with Press(tmp_path / "a.mp3", Encoder(pool, mp3.Rate(64), "a", 2)) as press:
        press.write(sound)
    assert written(tmp_path / "a.mp3") == single(sound, mp3.Rate(64))


@pytest.mark.parametrize("rate", [mp3.Rate(128), mp3.Rate(quality=9)], ids=str)
@pytest.mark.parametrize("length", [0, 1, 47, 1152, 1153, 48_000])
def test_any_length_decodes_to_itself(
    length: int, rate: mp3.Rate, tmp_path: Path, pool: ThreadPoolExecutor
) -> None:
    with Press(tmp_path / "a.mp3", Encoder(pool, rate, "a")) as press:
        press.write(np.full(length, 500, np.int16))
    data = (tmp_path / "a.mp3").read_bytes()
    info, *frames = mp3.split(data)
    delays = int.from_bytes(info[21 + 141 : 21 + 144], "big")
    assert len(frames) * FRAME - (delays >> 12) - (delays & 0xFFF) == length
    assert int.from_bytes(info[21 + 152 : 21 + 154], "big") == mp3.crc16(data[len(info) :])
    if length >= FRAME:
        assert len(samples(ffmpeg.decode(tmp_path / "a.mp3", subject="a"))) == length


def test_a_variable_rate_is_told_and_found_by_time(tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    """What other readers make of it: mutagen its mean rate and length, ffmpeg a place by the table."""
    sound = np.zeros(40 * 48_000, np.int16)
    sound[20 * 48_000 :] = np.random.default_rng(1).normal(0, 3000, 20 * 48_000)
    path = tmp_path / "a.mp3"
    with Press(path, Encoder(pool, mp3.Rate(quality=4), "a", 2)) as press:
        press.write(sound)
    known: Any = MP3(path).info
    assert known.bitrate_mode == BitrateMode.VBR
    assert known.length == pytest.approx(len(sound) / 48_000, abs=0.001)
    assert known.bitrate == pytest.approx(path.stat().st_size * 8 / known.length, rel=0.02)
    assert not known.sketchy
    whole = samples(ffmpeg.decode(path, subject="a"))
    command = [ffmpeg.find().path, "-loglevel", "error", "-ss", "30", "-i", str(path), "-f", "s16le", "-"]
    tail = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.int16)
    assert np.array_equal(tail[-48_000:], whole[-48_000:])
    contents = path.read_bytes()[37:137]
    assert sorted(contents) == list(contents)
    assert contents[50] < 80, "the silent half takes far less than half of the file"


def test_a_middle_begins_at_a_frame(tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    sound = words(1, 5)
    start, stop = middle_of(sound, mp3.Rate()) or (0, 0)
    middle = Middle(b"", stop - start, sound[:AHEAD], sound[:AHEAD])
    for insert in (True, False):
        with (
            pytest.raises(ValueError, match="does not end with a frame"),
            Press(tmp_path / "a", Encoder(pool, mp3.Rate(), "a")) as press,
        ):
            press.write(np.zeros(100, np.int16))
            if insert:
                press.insert(middle)
            press.write(sound, lambda _: None)


def test_a_place_that_cannot_be_written(tmp_path: Path, pool: ThreadPoolExecutor) -> None:
    with pytest.raises(OutputError, match=r"^story\.mp3: cannot be written"):
        Press(tmp_path / "no" / "a.mp3", Encoder(pool, mp3.Rate(), "story.mp3")).__enter__()
