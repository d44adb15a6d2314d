"""Faults of recordings, made on purpose and found with their times."""

from __future__ import annotations

import numpy as np
import pytest

from radio.audio.faults import faults
from radio.audio.sound import Samples
from radio.audio.stereo import Channels, Energies, channels, mono
from tests.audio.test_loudness import speechlike


def amplified(gain: float, start_s: float = 0) -> Samples:
    sound = speechlike(3, 12).astype(np.float64)
    sound[round(start_s * 48_000) :] *= gain
    return np.clip(sound, -32768, 32767).astype(np.int16)


def test_a_good_recording_has_none() -> None:
    assert faults(speechlike(3, 12)) == ()
    assert faults(np.zeros(0, np.int16)) == ()


def test_a_single_peak_is_no_clipping() -> None:
    sound = speechlike(3, 12)
    sound[20_000] = 32767
    assert faults(sound) == ()


@pytest.mark.parametrize("start_s", [0.0, 9.0])
def test_clipping_is_found_where_it_begins(start_s: float) -> None:
    (told,) = faults(amplified(30, start_s))
    assert told.startswith("clipped, first at 0:")
    assert start_s <= float(told.split("0:")[1].split(":")[0]) < start_s + 2


def test_a_recording_that_nobody_spoke_into() -> None:
    (told,) = faults(amplified(0.005))
    assert told.startswith("nearly silent: its loud places stand at -")


def test_dead_air_in_the_middle_is_found() -> None:
    sound = speechlike(3, 12) + np.random.default_rng(1).normal(0, 30, 12 * 48_000).astype(np.int16)
    sound[5 * 48_000 : 8 * 48_000] = 0
    assert faults(sound) == ("silent from 0:05.0 to 0:08.0",)
    assert faults(sound, start_ms=60_500) == ("silent from 1:05.5 to 1:08.5",), "as the whole file counts"


def test_a_knock_is_found_where_it_is() -> None:
    sound = (speechlike(3, 12) * 0.05).astype(np.int16)
    sound[5 * 48_000 : 5 * 48_000 + 5000] = 12_000
    (told,) = (clause for clause in faults(sound) if "knocked" in clause)
    assert told.startswith("knocked at, first at 0:05.0: ")


def test_a_word_cut_in_two_is_told_at_either_end() -> None:
    # Half a syllable of speech that rises and falls three times a second.
    cut = speechlike(3, 12)[4000:]
    assert [clause.partition(",")[0] for clause in faults(cut)] == ["begins in the middle of a sound"]
    assert faults(cut, whole=False) == ()
    assert faults(cut[::-1])[-1].startswith("ends in the middle of a sound, at 0:11.9")


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (1, 1, Channels.BOTH),
        (1, 0.4, Channels.BOTH),
        (0, 0, Channels.BOTH),
        (1, 0, Channels.LEFT),
        (0, 0.5, Channels.RIGHT),
        (1, -0.9, Channels.OPPOSITE),
    ],
)
def test_what_a_recorder_did_with_its_channels(left: float, right: float, expected: Channels) -> None:
    sound = speechlike(3, 2)
    noise = np.random.default_rng(2).normal(0, 3, (len(sound), 2))
    frames = (np.stack([sound * left, sound * right], axis=1) + noise).astype(np.int16)
    found = channels(Energies().add(frames[:50_000]).add(frames[50_000:]))
    assert found is expected
    heard = mono(frames, found)
    loudest = max(abs(left), abs(right))
    assert np.abs(heard.astype(float)).mean() >= 0.45 * loudest * np.abs(sound.astype(float)).mean()
    assert len(faults(heard, found)) >= (expected is not Channels.BOTH)
