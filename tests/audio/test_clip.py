from __future__ import annotations

import subprocess
import sys

import numpy as np
import numpy.typing as npt
import pytest

from radio.audio.clip import HOUSE_RATE, Clip, Word, at_house_rate, duration_ms, from_samples, samples

WORDS = (Word("xin", 0, 200), Word("chào", 200, 400))


def sine(hz: float, rate: int, ms: int, peak: int = 10_000) -> npt.NDArray[np.int16]:
    time = np.arange(rate * ms // 1000) / rate
    return (peak * np.sin(2 * np.pi * hz * time)).astype(np.int16)


def test_samples_come_back_as_they_went_in() -> None:
    wave = np.array([0, 1, -1, 32767, -32768], dtype=np.int16)
    back = samples(from_samples(wave, 22_050))
    assert back.tolist() == wave.tolist()
    assert back.dtype == np.int16


def test_samples_are_a_view_and_read_only() -> None:
    clip = from_samples(sine(440, HOUSE_RATE, 100), HOUSE_RATE)
    assert np.shares_memory(samples(clip), samples(clip))
    with pytest.raises(ValueError, match="read-only"):
        samples(clip)[0] = 1


@pytest.mark.parametrize("wrong", [np.zeros((4, 2), np.int16), np.zeros(4, np.float32)])
def test_other_shapes_and_types_are_refused(wrong: npt.NDArray[np.int16]) -> None:
    with pytest.raises(ValueError, match="one-dimensional int16"):
        from_samples(wrong, HOUSE_RATE)


def test_stereo_has_no_flat_samples_until_brought_home() -> None:
    mono = from_samples(sine(440, HOUSE_RATE, 100), HOUSE_RATE)
    stereo = Clip(mono.sound.set_channels(2), WORDS)
    with pytest.raises(ValueError, match="16-bit mono"):
        samples(stereo)
    assert at_house_rate(stereo) == Clip(mono.sound, WORDS)


@pytest.mark.parametrize("rate", [8_000, 22_050, 24_000, 44_100, 48_000, 96_000])
def test_bringing_home_keeps_length_level_and_words(rate: int) -> None:
    clip = Clip(from_samples(sine(440, rate, 500), rate).sound, WORDS)
    home = at_house_rate(clip)
    assert home.sound.frame_rate == HOUSE_RATE
    assert duration_ms(home) == duration_ms(clip) == 500
    assert home.words == WORDS
    middle = samples(home)[4_800:-4_800].astype(float)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(10_000 / np.sqrt(2), rel=0.01)


def test_bringing_home_does_not_alias() -> None:
    """A tone above 24 kHz has no place at 48 kHz: it must vanish, not come back as another tone."""
    home = at_house_rate(from_samples(sine(30_000, 96_000, 300), 96_000))
    assert np.abs(samples(home)[2_000:-2_000]).max() < 20


def test_a_clip_at_home_is_not_copied() -> None:
    clip = from_samples(sine(440, HOUSE_RATE, 50), HOUSE_RATE)
    assert at_house_rate(clip) is clip


def test_silence_of_no_length() -> None:
    clip = from_samples(np.zeros(0, np.int16), 22_050)
    assert duration_ms(clip) == 0
    assert samples(at_house_rate(clip)).size == 0


def test_import_is_silent_without_ffmpeg_on_path() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "import os; os.environ['PATH'] = ''; import radio.audio.clip"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
