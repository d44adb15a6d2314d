"""What leaves the house, measured on the decoded MP3 by two meters that are not ours."""

from __future__ import annotations

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest

from radio import ffmpeg
from radio.audio.clip import samples
from radio.casting import casts
from radio.masters import MASTERS
from radio.produce import Job, produce
from radio.script import Interview, Narration, Script, Speaker
from radio.station import parse
from radio.take import Take
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


def test_horn_loudspeakers_get_their_band_alone(tmp_path: Path) -> None:
    station = parse('master = "loudspeaker"', "station.toml")
    job = Job(SCRIPT, {}, station, tmp_path / "a.mp3", datetime(2026, 3, 5, tzinfo=UTC))
    produce(job, casts(station, voice="espeak"))
    heard = samples(ffmpeg.decode(job.out, subject="a")).astype(float)
    power = np.abs(np.fft.rfft(heard)) ** 2
    hz = np.fft.rfftfreq(len(heard), 1 / 48_000)
    outside = power[(hz < 120) | (hz > 8000)].sum()
    assert 10 * np.log10(outside / power.sum()) < -35
