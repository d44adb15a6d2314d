"""What leaves the house, measured on the decoded MP3 by two meters that are not ours."""

from __future__ import annotations

import re
import subprocess
import wave
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soxr

from radio import ffmpeg
from radio.audio.clip import at_house_rate, samples
from radio.casting import casts
from radio.masters import MASTERS
from radio.produce import Job, produce
from radio.script import Interview, Narration, Script, Speaker
from radio.station import parse
from radio.take import Take
from radio.voices import VoiceOptions, open_voice
from tests.test_ffmpeg import recording

BAY = Speaker("Trần Văn Bảy")
SCRIPT = Script(
    title="Nước sạch về ấp vùng sâu",
    lead="Tuyến ống dài bốn cây số đã hoàn thành, bà con trong ấp rất phấn khởi.",
    credits=(),
    segments=(
        Narration("Theo kế hoạch, công trình phục vụ ba trăm hộ dân. Ông Bảy cho biết:"),
        Interview("Mở vòi ra là có nước.", speaker=BAY),
        Narration("Trong thời gian tới, xã tiếp tục mở rộng tuyến ống đến các ấp còn lại."),
    ),
)


def ebur128(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak as ffmpeg's own meter has them."""
    command = [ffmpeg.find().path, "-hide_banner", "-nostats", "-i", str(path)]
    told = subprocess.run(
        [*command, "-af", "ebur128=peak=true", "-f", "null", "-"], capture_output=True, check=True
    ).stderr.decode()
    summary = told[told.rindex("Summary:") :]
    found = [re.search(rf"{name}:\s+(-?[\d.]+)", summary) for name in ("I", "Peak")]
    return tuple(float(m[1]) for m in found if m)  # type: ignore[return-value]


@pytest.mark.parametrize(
    "toml", [*(f'master = "{name}"' for name in MASTERS), "loudness = -19\ntrue_peak = -2"]
)
@pytest.mark.parametrize("bitrate", [64, 128])
def test_the_finished_mp3_is_as_loud_as_it_should_be(toml: str, bitrate: int, tmp_path: Path) -> None:
    station = parse(f"{toml}\nbitrate = {bitrate}", "station.toml")
    clip = recording(tmp_path / "1.m4a", 2.0)
    job = Job(SCRIPT, {1: Take(clip)}, station, tmp_path / "a.mp3", datetime(2026, 3, 5, tzinfo=UTC))
    track = produce(job, casts(station, voice="espeak")).track
    lufs, peak = ebur128(job.out)
    assert lufs == pytest.approx(station.loudness, abs=0.5)
    assert peak <= station.true_peak
    heard = samples(ffmpeg.decode(job.out, subject="a")) / 32768
    meter = pyloudnorm.Meter(48_000)
    assert meter.integrated_loudness(heard) == pytest.approx(station.loudness, abs=0.5)
    assert track.loudness_lufs == pytest.approx(lufs, abs=0.2)
    for entry in track.entries:
        alone = heard[entry.start_ms * 48 : entry.end_ms * 48]
        assert meter.integrated_loudness(alone) == pytest.approx(station.loudness, abs=1)


def music(path: Path, seconds: float) -> Path:
    """Drums and chords driven into full scale, as pop is: hard on any limiter and encoder."""
    rng, at = np.random.default_rng(3), np.arange(int(seconds * 48_000)) / 48_000
    sound = np.sin(2 * np.pi * np.outer((220, 277, 330, 440), at)).sum(axis=0) * 0.15
    for start in range(0, len(at) - 9_600, 12_000):
        stroke = np.arange(9_600) / 48_000
        sound[start : start + 9_600] += np.sin(2 * np.pi * 60 * stroke) * np.exp(-stroke * 20)
        sound[start : start + 9_600] += rng.normal(0, 0.5, 9_600) * np.exp(-stroke * 60)
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 48_000, 0, "NONE", ""))
        out.writeframes((32_000 * np.tanh(2 * sound)).astype("<i2").tobytes())
    return path


def quiet(path: Path) -> Path:
    """Somebody far from the microphone, in a room."""
    clip = open_voice("espeak", VoiceOptions()).speak("Bà con rất phấn khởi, ai cũng mong có nước sạch.")
    said = samples(at_house_rate(clip)).astype(float) / 15
    said += np.random.default_rng(1).normal(0, 3, len(said))
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 48_000, 0, "NONE", ""))
        out.writeframes(said.astype("<i2").tobytes())
    return path


@pytest.mark.parametrize("master", MASTERS)
@pytest.mark.parametrize("kind", ["short", "quiet", "music", "mixed"])
def test_any_programme_is_as_loud_as_it_should_be(kind: str, master: str, tmp_path: Path) -> None:
    station = parse(f'master = "{master}"\nread_title = false', "station.toml")
    first, second = (
        Interview("Băng một.", speaker=BAY),
        Interview("Băng hai.", speaker=Speaker("Y Moan Ênuôl")),
    )
    script, takes = {
        "short": (Script("Vâng", "", (), (Narration("Vâng, xin chào."),)), {}),
        "quiet": (Script("Q", "", (), (first,)), {1: Take(quiet(tmp_path / "q.wav"))}),
        "music": (Script("M", "", (), (first,)), {1: Take(music(tmp_path / "m.wav", 6))}),
        "mixed": (
            Script("X", "Tuyến ống đã hoàn thành.", (), (first, Narration("Xã mở rộng tuyến ống."), second)),
            {1: Take(music(tmp_path / "m.wav", 3)), 2: Take(quiet(tmp_path / "q.wav"))},
        ),
    }[kind]
    files = [tmp_path / f"a{suffix}" for suffix in (".mp3", ".m4a", ".opus")]
    also = tuple(files[1:]) if kind in ("music", "mixed") else ()
    job = Job(script, takes, station, files[0], datetime(2026, 3, 5, tzinfo=UTC), also=also)
    produce(job, casts(station, voice="espeak"))
    for path in (job.out, *also):
        lufs, peak = ebur128(path)
        assert lufs == pytest.approx(station.loudness, abs=0.5), path.name
        assert peak <= station.true_peak, path.name
        heard = np.concatenate(list(ffmpeg.play(path, subject=path)))
        meter = pyloudnorm.Meter(48_000)
        assert meter.integrated_loudness(heard) == pytest.approx(station.loudness, abs=0.5), path.name
        fine = soxr.resample(np.pad(heard, 500), 48_000, 384_000, "VHQ")
        assert 20 * np.log10(np.abs(fine).max()) <= station.true_peak + 0.1, path.name


def test_horn_loudspeakers_get_their_band_alone(tmp_path: Path) -> None:
    station = parse('master = "loudspeaker"', "station.toml")
    job = Job(SCRIPT, {}, station, tmp_path / "a.mp3", datetime(2026, 3, 5, tzinfo=UTC))
    produce(job, casts(station, voice="espeak"))
    heard = samples(ffmpeg.decode(job.out, subject="a")).astype(float)
    power = np.abs(np.fft.rfft(heard)) ** 2
    hz = np.fft.rfftfreq(len(heard), 1 / 48_000)
    outside = power[(hz < 120) | (hz > 8000)].sum()
    assert 10 * np.log10(outside / power.sum()) < -35
