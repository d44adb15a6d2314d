from __future__ import annotations

import numpy as np
import pytest

from radio.audio.clip import HOUSE_RATE, duration_ms, samples
from radio.voices import VoiceOptions
from radio.voices.tone import Tone


@pytest.mark.parametrize(
    ("text", "rate", "expected_ms"),
    [
        ("", 1.0, 0),
        ("…", 1.0, 0),
        ("xin chào", 1.0, 400),
        ("xin – chào !", 1.0, 400),
        ("một hai ba", 2.0, 300),
    ],
)
def test_a_beep_a_syllable(text: str, rate: float, expected_ms: int) -> None:
    clip = Tone(VoiceOptions(rate=rate)).speak(text)
    assert duration_ms(clip) == expected_ms
    assert clip.sound.frame_rate == HOUSE_RATE


def test_words_have_their_times() -> None:
    words = Tone(VoiceOptions()).speak("Trần Thị – Cẩm").words
    assert [(w.text, w.start_ms, w.end_ms) for w in words] == [
        ("Trần", 0, 200),
        ("Thị", 200, 400),
        ("Cẩm", 400, 600),
    ]


def pitch_hz(text: str, pitch: int | None = None) -> float:
    sound = samples(Tone(VoiceOptions(pitch=pitch)).speak(text))
    return float(np.argmax(np.abs(np.fft.rfft(sound))) * HOUSE_RATE / len(sound))


def test_words_differ_and_repeat() -> None:
    assert pitch_hz("xin") == pitch_hz("xin")
    assert pitch_hz("xin") != pitch_hz("chào")


def test_pitch_goes_an_octave_up_and_down() -> None:
    assert pitch_hz("xin", 100) == pytest.approx(2 * pitch_hz("xin", 50), abs=5)
    assert pitch_hz("xin", 0) == pytest.approx(pitch_hz("xin") / 2, abs=5)


def test_beeps_do_not_click() -> None:
    sound = samples(Tone(VoiceOptions()).speak("xin chào các bạn")).astype(int)
    assert np.abs(np.diff(sound)).max() < 1000
    assert np.abs(sound).max() > 10_000
