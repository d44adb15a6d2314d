"""Levelling, cutting and fading, measured on the result."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyloudnorm
import pytest

from radio.audio import level, loudness
from radio.audio.sound import MS
from tests.audio.test_loudness import speechlike


@pytest.mark.parametrize("scale", [0.15, 0.3, 1.0, 3.0])
@pytest.mark.parametrize("target", [-23.0, -18.0, -16.0])
def test_any_recording_reaches_its_target(scale: float, target: float) -> None:
    sound = np.clip(speechlike(3, 6) * scale, -32768, 32767).astype(np.int16)
    out = level.level(sound, target_lufs=target, ceiling_dbtp=-1.5)
    assert out is not None
    loud = pyloudnorm.Meter(48_000).integrated_loudness(out.samples / 32768)
    assert loud == pytest.approx(target, abs=0.5)
    assert out.true_peak <= 10 ** (-1.5 / 20) * 1.001


def test_a_rooms_noise_is_not_made_into_a_story() -> None:
    sound = (speechlike(3, 3) * 0.03).astype(np.int16)
    out = level.level(sound, target_lufs=-16, ceiling_dbtp=-1)
    assert out is not None
    assert out.gain_db == 40


def test_a_knock_does_not_set_the_level() -> None:
    speech = (speechlike(3, 6) * 0.2).astype(np.int16)
    knocked = speech.copy()
    knocked[100_000:105_000] = (20_000 * np.hanning(5000)).astype(np.int16)
    plain, calm = (
        level.level(sound, target_lufs=-16, ceiling_dbtp=-1.5, tame=True) for sound in (speech, knocked)
    )
    assert plain is not None
    assert calm is not None
    assert calm.gain_db == pytest.approx(plain.gain_db, abs=1.5)
    assert (plain.edges == 1).all() or plain.true_peak < 0.85, "speech itself is no knock"
    assert loudness.measure(calm.samples) == pytest.approx(-16, abs=0.3)
    # Ordinary speech is the same to the bit, whether knocks are looked for or not.
    again = level.level(speech, target_lufs=-16, ceiling_dbtp=-1.5)
    assert again is not None
    assert np.array_equal(again.samples, plain.samples)


def test_silence_cannot_be_levelled() -> None:
    assert level.level(np.zeros(48_000, np.int16), target_lufs=-16, ceiling_dbtp=-1) is None


def test_cut_says_what_it_took() -> None:
    sound = np.concatenate([np.zeros(48_000, np.int16), speechlike(2, 4), np.zeros(96_000, np.int16)])
    inner, (before, after) = level.cut(sound)
    assert (
        len(inner) == len(sound) - (before + after) * MS
        or abs(len(inner) - len(sound) + (before + after) * MS) < 2 * MS
    )
    assert before == pytest.approx(880, abs=200)
    assert after > 1500


def test_a_long_sound_is_levelled_in_pieces_as_one() -> None:
    sound = np.tile(speechlike(5, 7), 4)
    out = level.level(sound, target_lufs=-16, ceiling_dbtp=-1.5)
    assert out is not None
    whole = out.samples
    cuts = [0, 48, 481_000 // 48 * 48, 600_000, len(sound)]
    spans = [out[a:b] for a, b in pairwise(cuts)]
    assert np.array_equal(np.concatenate(spans), whole)
    # The limiter moves smoothly over the joints of what was looked at together.
    assert pyloudnorm.Meter(48_000).integrated_loudness(whole / 32768) == pytest.approx(-16, abs=0.2)


def test_the_energies_are_those_of_the_result() -> None:
    out = level.level(speechlike(3, 6), target_lufs=-14, ceiling_dbtp=-1.5)
    assert out is not None
    assert loudness.integrated(out.energies) == pytest.approx(loudness.measure(out.samples), abs=0.05)


def test_compression_brings_loud_and_quiet_together() -> None:
    quiet, loud = speechlike(3, 6), speechlike(4, 6)
    sound = np.concatenate([(quiet * 0.25).astype(np.int16), loud])
    spreads = []
    for ratio in (1.0, 3.0):
        out = level.level(sound, target_lufs=-18, ceiling_dbtp=-1.5, ratio=ratio)
        assert out is not None
        made = out.samples
        assert loudness.measure(made) == pytest.approx(-18, abs=0.3)
        assert out.true_peak <= 10 ** (-1.5 / 20) * 1.001
        spreads.append(loudness.measure(made[len(quiet) :]) - loudness.measure(made[: len(quiet)]))
    assert spreads[1] < spreads[0] - 2
