"""The band-pass, measured with tones."""

from __future__ import annotations

import numpy as np
import pytest

from radio.audio.band import Banded
from tests.audio.test_loudness import speechlike, tone


def kept_db(hz: float) -> float:
    sound = tone(hz, -12, 1.0)
    banded = Banded(sound, 200, 7000)
    inner = slice(9600, -9600)
    before, after = sound[inner].astype(float), banded[0 : len(sound)][inner].astype(float)
    return float(10 * np.log10((after**2).mean() / (before**2).mean() + 1e-12))


@pytest.mark.parametrize("hz", [300, 1000, 3000, 6500])
def test_the_band_is_left_as_it_is(hz: float) -> None:
    assert kept_db(hz) == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("hz", [50, 120, 8000, 15_000])
def test_what_is_outside_is_gone(hz: float) -> None:
    assert kept_db(hz) < -40


def test_it_reads_in_pieces_as_at_once() -> None:
    sound = speechlike(1, 1.5)
    banded = Banded(sound, 200, 7000)
    whole = banded[0 : len(sound)]
    assert len(whole) == len(sound)
    pieces = np.concatenate([banded[0:1000], banded[1000:40_000], banded[40_000 : len(sound)]])
    assert np.abs(whole.astype(int) - pieces).max() <= 1
