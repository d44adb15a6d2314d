from __future__ import annotations

import numpy as np
import pytest

from radio.audio.clip import HOUSE_RATE, at_house_rate, duration_ms, samples
from radio.voices import VoiceOptions
from radio.voices.espeak import Espeak
from radio.voices.shaped import Samples, Shaped, stretched
from radio.voices.tone import Tone

TEXT = "Quê tôi rất đẹp, gió thổi vi vu."


def sine(hz: float, seconds: float = 1.0) -> Samples:
    return (10_000 * np.sin(2 * np.pi * hz * np.arange(int(seconds * HOUSE_RATE)) / HOUSE_RATE)).astype(
        np.int16
    )


def peak_hz(sound: Samples) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(sound))) * HOUSE_RATE / len(sound))


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.0, 1.25, 2.0, 3.0])
@pytest.mark.parametrize("hz", [90.0, 220.0, 1000.0])
def test_another_speed_is_another_length_at_the_same_pitch(speed: float, hz: float) -> None:
    sound = stretched(sine(hz), speed)
    assert len(sound) == pytest.approx(HOUSE_RATE / speed, abs=1)
    assert peak_hz(sound) == pytest.approx(hz, rel=0.02)
    # Frames that fit leave a sine as smooth and as loud as it was.
    inside = sound[2000:-2000].astype(float)
    assert np.sqrt(np.mean(inside**2)) == pytest.approx(10_000 / np.sqrt(2), rel=0.05)
    assert np.abs(np.diff(inside)).max() < 1.3 * 10_000 * 2 * np.pi * hz / HOUSE_RATE + 50


@pytest.mark.parametrize("length", [0, 1, 700, 1440, 2880, 2881, 5000])
def test_short_sounds(length: int) -> None:
    assert len(stretched(sine(200)[:length], 1.5)) in (length, round(length / 1.5))


def envelope(sound: Samples, blocks: int) -> list[float]:
    """The sound's level in so many equal parts."""
    return [float(np.sqrt(np.mean(part.astype(float) ** 2))) for part in np.array_split(sound, blocks)]


def test_speech_keeps_its_course() -> None:
    whole = samples(at_house_rate(Espeak(VoiceOptions()).speak(TEXT)))
    for speed in (0.7, 1.4):
        course = np.corrcoef(envelope(whole, 25), envelope(stretched(whole, speed), 25))[0, 1]
        assert course > 0.9


def test_rate_moves_the_words() -> None:
    normal, quick = Tone(VoiceOptions()).speak(TEXT), Shaped(Tone(VoiceOptions()), rate=2.0).speak(TEXT)
    assert duration_ms(quick) == duration_ms(normal) / 2
    assert [(w.text, 2 * w.start_ms, 2 * w.end_ms) for w in quick.words] == [
        (w.text, w.start_ms, w.end_ms) for w in normal.words
    ]


def test_pitch_moves_the_pitch_alone() -> None:
    normal, high = Tone(VoiceOptions()).speak("xin"), Shaped(Tone(VoiceOptions()), pitch=100).speak("xin")
    assert duration_ms(high) == pytest.approx(duration_ms(normal), abs=1)
    assert peak_hz(samples(high)) == pytest.approx(2 * peak_hz(samples(normal)), rel=0.05)


def test_it_is_a_voice_of_its_own() -> None:
    tone = Tone(VoiceOptions())
    assert len({v.settings for v in (tone, Shaped(tone, rate=1.5), Shaped(tone, pitch=40))}) == 3
    assert Shaped(tone, rate=1.5).name == tone.name
