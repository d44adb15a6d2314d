"""Loudness against a meter that is not ours, on sound whose loudness is known."""

from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest

from radio.audio import loudness
from radio.audio.loudness import RATE, Samples


def tone(frequency: float, dbfs: float, seconds: float) -> Samples:
    t = np.arange(round(RATE * seconds)) / RATE
    wave: loudness.Floats = 32767 * 10 ** (dbfs / 20) * np.sin(2 * np.pi * frequency * t)
    return wave.astype(np.int16)


def speechlike(seed: int, seconds: float) -> Samples:
    """Noise that comes and goes like syllables, with pauses."""
    rng = np.random.default_rng(seed)
    t = np.arange(round(RATE * seconds)) / RATE
    noise = np.convolve(rng.normal(0, 1, len(t)), np.hanning(40) / 20, "same")
    envelope = np.clip(np.sin(2 * np.pi * 3 * t), 0, 1) * (np.sin(2 * np.pi * 0.2 * t) > -0.5)
    wave: loudness.Floats = np.clip(8000 * noise * envelope, -32768, 32767)
    return wave.astype(np.int16)


def test_a_kilohertz_tone_reads_as_the_standard_says() -> None:
    # BS.1770-5: a 997 Hz sine of 0 dBFS in one channel reads -3.01 LKFS.
    assert loudness.measure(tone(997, -20, 5)) == pytest.approx(-23.01, abs=0.05)


@pytest.mark.parametrize("frequency", [40, 100, 500, 2000, 8000])
def test_the_weighting_is_right_at_every_pitch(frequency: float) -> None:
    sound = tone(frequency, -18, 4)
    assert loudness.measure(sound) == pytest.approx(
        pyloudnorm.Meter(RATE).integrated_loudness(sound / 32768), abs=0.1
    )


@pytest.mark.parametrize("seconds", [1.0, 3.3, 7.7, 31.0])
def test_gated_loudness_agrees_with_another_meter(seconds: float) -> None:
    sound = speechlike(int(seconds * 10), seconds)
    other = pyloudnorm.Meter(RATE).integrated_loudness(sound / 32768)
    assert loudness.measure(sound) == pytest.approx(other, abs=0.5 if seconds < 2 else 0.15)


def test_pieces_measure_like_the_whole() -> None:
    sound = speechlike(1, 12.345)
    meter = loudness.Meter()
    for piece in np.split(sound, [1, 7, 4800, 100_003, 400_000]):
        meter.add(piece)
    assert meter.lufs() == pytest.approx(loudness.measure(sound), abs=1e-6)


def test_silence_has_no_loudness() -> None:
    assert loudness.measure(np.zeros(RATE, np.int16)) == float("-inf")
    assert loudness.measure(np.zeros(0, np.int16)) == float("-inf")


def test_a_word_is_measured_too() -> None:
    assert loudness.measure(tone(997, -20, 0.2)) == pytest.approx(-23, abs=1)
