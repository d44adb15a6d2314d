"""Real recordings through the real ffmpeg, good ones and bad ones."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from radio import ffmpeg
from radio.audio import mp3
from radio.audio.clip import duration_ms, samples
from radio.errors import ClipError, OutputError
from radio.press import encode_mp3, libmp3lame, version
from radio.tape import Tape
from tests.audio.test_loudness import speechlike

CODECS = {
    "m4a": ["-ar", "44100", "-ac", "2"],
    "mp3": ["-ar", "22050"],
    "wav": ["-ar", "8000"],
    "ogg": ["-c:a", "libopus", "-ar", "48000"],
    "3gp": ["-c:a", "aac", "-ar", "16000"],
    "wma": ["-ar", "44100"],
    "flac": ["-ar", "96000", "-ac", "2"],
    "mkv": ["-c:a", "aac"],
}


def recording(path: Path, seconds: float = 2.0, options: list[str] | None = None) -> Path:
    """A 440 Hz tone at -12 dBFS in whatever format the name asks for."""
    source = f"sine=frequency=440:sample_rate=48000:duration={seconds},volume=2"
    command = [ffmpeg.find().path, "-y", "-loglevel", "error", "-f", "lavfi", "-i", source]
    if path.suffix == ".mkv":
        command += ["-f", "lavfi", "-i", f"color=size=64x64:rate=5:duration={seconds}", "-c:v", "mpeg4"]
    subprocess.run([*command, *(options or CODECS[path.suffix[1:]]), str(path)], check=True)
    return path


@pytest.mark.parametrize("kind", CODECS)
def test_whatever_reaches_a_newsroom_is_decoded(kind: str, tmp_path: Path) -> None:
    clip = ffmpeg.decode(recording(tmp_path / f"Bà Cẩm -i 'x' %d.{kind}"), subject="x")
    assert duration_ms(clip) == pytest.approx(2000, abs=80)
    heard = samples(clip)
    assert clip.sound.frame_rate == 48_000
    spectrum = np.abs(np.fft.rfft(heard[24_000:72_000]))
    assert spectrum.argmax() == pytest.approx(440, abs=2)


def test_bytes_are_decoded_like_a_file(tmp_path: Path) -> None:
    path = recording(tmp_path / "a.mp3")
    assert duration_ms(ffmpeg.decode(path.read_bytes(), subject="x")) == pytest.approx(2000, abs=80)


@pytest.mark.parametrize("kind", ["m4a", "mp3", "wav", "flac"])
def test_a_cut_off_recording_is_named(kind: str, tmp_path: Path) -> None:
    whole = recording(tmp_path / f"a.{kind}", 6)
    cut = tmp_path / f"cut.{kind}"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(ClipError) as caught:
        ffmpeg.decode(cut, subject=cut.name)
    assert str(caught.value).startswith(f"{cut.name}: the recording is cut off")


@pytest.mark.parametrize("kind", CODECS)
def test_a_tape_is_as_loud_as_the_recording(kind: str, tmp_path: Path) -> None:
    path, tape = recording(tmp_path / f"a.{kind}"), Tape()
    assert ffmpeg.record(path, tape, subject="a") == ""
    heard = samples(ffmpeg.decode(path, subject="a"))[4800:81_600].astype(float)
    taped = tape[4800:81_600].astype(float)
    assert np.sqrt((taped**2).mean() / (heard**2).mean()) == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("kind", ["mp3", "wav", "flac"])
def test_what_is_there_of_a_cut_off_recording_is_heard(kind: str, tmp_path: Path) -> None:
    whole = recording(tmp_path / f"a.{kind}", 6)
    cut = tmp_path / f"cut.{kind}"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    tape = Tape()
    assert ffmpeg.record(cut, tape, subject=cut.name).startswith("the recording is cut off")
    assert len(tape) == pytest.approx(3 * 48_000, rel=0.1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.mp3", b""),
        ("text.mp3", "Đây là một bài viết.\n".encode() * 50),
        ("random.m4a", np.random.default_rng(0).bytes(20_000)),
        ("zeros.wav", bytes(5000)),
        ("head-only.wav", b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"),
    ],
)
def test_what_is_no_sound_is_named(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ClipError) as caught:
        ffmpeg.decode(tmp_path / name, subject=name)
    assert str(caught.value).startswith(f"{name}: ")
    assert caught.value.remedy


def test_a_film_without_sound(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    source = ["-f", "lavfi", "-i", "color=size=64x64:rate=5:duration=1", "-c:v", "mpeg4", str(film)]
    subprocess.run([ffmpeg.find().path, "-loglevel", "error", *source], check=True)
    with pytest.raises(ClipError, match="there is no sound in it"):
        ffmpeg.decode(film, subject="film.mp4")


@pytest.mark.parametrize("name", ["list.mp3", "list.m3u8", "list.txt"])
def test_a_playlist_cannot_open_other_files(name: str, tmp_path: Path) -> None:
    secret = recording(tmp_path / "secret.wav")
    for text in (
        f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:2,\nfile://{secret}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{secret}'\n",
    ):
        (tmp_path / name).write_text(text, "utf-8")
        with pytest.raises(ClipError):
            ffmpeg.decode(tmp_path / name, subject=name)


@pytest.fixture(params=["in process", "ffmpeg"])
def lame(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way to LAME."""
    if request.param == "ffmpeg":
        monkeypatch.setattr(libmp3lame, "library", lambda: None)
    elif libmp3lame.library() is None:
        pytest.skip("LAME cannot be called here")
    return str(request.param)


@pytest.mark.usefixtures("lame")
def test_an_mp3_is_written_at_a_constant_rate() -> None:
    tone = (8000 * np.sin(np.arange(48_000 * 3) / 20)).astype(np.int16)
    data = encode_mp3([tone], mp3.Rate(128), subject="a")
    # MPEG-1 layer III, 128 kbit/s, 48 kHz, no padding: frames of 384 bytes from the first byte to the last.
    assert len(data) == mp3.frames_for(len(tone)) * 384
    heads = {data[at : at + 3] for at in range(0, len(data), 384)}
    assert heads <= {b"\xff\xfb\x94", b"\xff\xfa\x94"}


@pytest.mark.parametrize("bitrate", mp3.BITRATES)
@pytest.mark.usefixtures("lame")
def test_encoding_does_not_turn_the_sound_down(bitrate: int) -> None:
    tone = (8000 * np.sin(np.arange(48_000 * 2) / 20)).astype(np.int16)
    data = encode_mp3([tone], mp3.Rate(bitrate), subject="a")
    heard = samples(ffmpeg.decode(data, subject="a"))[4800:-4800].astype(float)
    assert np.sqrt((heard**2).mean()) == pytest.approx(8000 / np.sqrt(2), rel=0.005)


def test_an_encoder_that_refuses_is_named(lame: str) -> None:
    refused = mp3.Rate(-1) if lame == "ffmpeg" else mp3.Rate(quality=-5)
    with pytest.raises(OutputError, match=r"^story\.mp3: the encoder stopped"):
        encode_mp3([np.zeros(1152, np.int16)], refused, subject="story.mp3")


def test_what_encodes_is_told(lame: str) -> None:
    wheel = f"from lameenc {importlib.metadata.version('lameenc')}"
    assert version().endswith(wheel) if lame == "in process" else version() == ""


def test_both_ways_give_the_same_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the noise that the encoder itself makes, far below."""
    if libmp3lame.library() is None:
        pytest.skip("LAME cannot be called here")
    sound = speechlike(3, 5.0)
    called = samples(ffmpeg.decode(encode_mp3([sound], mp3.Rate(128), subject="a"), subject="a"))
    monkeypatch.setattr(libmp3lame, "library", lambda: None)
    piped = samples(ffmpeg.decode(encode_mp3([sound], mp3.Rate(128), subject="a"), subject="a"))
    assert len(called) == len(piped)
    apart = called.astype(float) - piped
    assert 10 * np.log10((apart**2).mean() / (piped.astype(float) ** 2).mean()) < -20


def test_without_the_wheel_ffmpeg_encodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lameenc", None)
    assert libmp3lame.library.__wrapped__() is None
