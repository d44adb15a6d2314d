"""True peaks and the limiter, checked by over-sampling that is not ours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.audio import peaks

Floats = npt.NDArray[np.float32]


def fine_peak(samples: Floats) -> float:
    """The peak by an eightfold resampler of another make."""
    return float(np.abs(soxr.resample(np.pad(samples, 500), 48_000, 384_000, "VHQ")).max())


def test_a_peak_between_samples_is_seen() -> None:
    # A quarter of the rate, 45° off: every sample stands 3 dB under the wave's crest.
    wave = np.sin(2 * np.pi * np.arange(4800) / 4 + np.pi / 4).astype(np.float32)
    assert np.abs(wave).max() == pytest.approx(0.7071, abs=1e-3)
    assert peaks.true_peaks(wave, 0.5)[5:-5].max() == pytest.approx(1.0, abs=0.03)


@pytest.mark.parametrize("seed", range(5))
def test_limited_sound_stays_under_the_ceiling(seed: int) -> None:
    rng = np.random.default_rng(seed)
    wave = np.convolve(rng.normal(0, 0.4, 48_000), np.hanning(8) / 4, "same").astype(np.float32)
    wave *= np.repeat(rng.uniform(0.1, 3, 48), 1000).astype(np.float32)
    assert fine_peak(wave) > 0.9
    out, peak = peaks.limit(wave, 0.84)
    assert peak <= 0.841
    assert fine_peak(out) <= 0.84 * 10 ** (0.3 / 20)


def test_treble_is_limited_as_other_meters_hear_it() -> None:
    """Drum strokes full of treble up to half the rate: the standard's own interpolator leaves 1.1 dB here."""
    rng = np.random.default_rng(3)
    wave = np.zeros(96_000)
    for start in range(0, 90_000, 6_000):
        wave[start : start + 3_000] += rng.normal(0, 0.6, 3_000) * np.exp(-np.arange(3_000) / 600)
    loud = np.asarray(np.tanh(3 * wave), np.float32)
    out, _ = peaks.limit(loud, 0.8)
    assert fine_peak(out) <= 0.8 * 10 ** (0.7 / 20)


def test_quiet_sound_is_not_touched() -> None:
    wave = np.sin(np.arange(48_000) / 20).astype(np.float32) * np.float32(0.5)
    out, peak = peaks.limit(wave, 0.84)
    assert out is wave
    assert peak == pytest.approx(0.5, abs=0.01)


def test_gain_moves_without_a_step() -> None:
    wave = np.full(48_000, 0.2, np.float32)
    wave[24_000] = 1.0
    out, _ = peaks.limit(wave, 0.5)
    rest = np.delete(out, np.arange(23_995, 24_006))
    assert np.abs(np.diff(rest)).max() < 0.002


@given(st.lists(st.floats(-1, 1, width=32), max_size=300), st.floats(0.1, 1))
@settings(max_examples=60, deadline=None)
def test_anything_is_limited(values: list[float], ceiling: float) -> None:
    out, _ = peaks.limit(np.array(values, np.float32), ceiling)
    assert len(out) == len(values)
    assert np.abs(out).max(initial=0) <= ceiling * 1.001
