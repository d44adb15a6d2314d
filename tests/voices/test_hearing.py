from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.audio.clip import HOUSE_RATE, Clip, from_samples, samples
from radio.errors import VoiceError
from radio.voices import VoiceOptions
from radio.voices.espeak import Espeak
from radio.voices.hearing import Checked, complaint
from radio.voices.tone import Tone

TEXT = "Nhân dân xã nhà phấn khởi thi đua lao động sản xuất."


def cut_to(clip: Clip, share: float) -> Clip:
    return from_samples(samples(clip)[: int(len(samples(clip)) * share)], clip.sound.frame_rate)


def hum(ms: int) -> Clip:
    wave = 9000 * np.sin(np.arange(HOUSE_RATE * ms // 1000) / 40)
    wave[-HOUSE_RATE // 20 :] = 0
    return from_samples(wave.astype(np.int16), HOUSE_RATE)


@pytest.mark.parametrize(
    ("text", "clip", "expected"),
    [
        ("xin chào", hum(500), ""),
        ("…", from_samples(np.zeros(0, np.int16), HOUSE_RATE), ""),
        ("xin chào", from_samples(np.zeros(0, np.int16), HOUSE_RATE), "gives silence"),
        ("xin chào", from_samples(np.zeros(48_000, np.int16), HOUSE_RATE), "gives silence"),
        ("một hai ba bốn năm", hum(250), "gives only 250 ms for 5 words"),
        ("xin chào", hum(20_000), "gives 20000 ms for 2 words"),
    ],
)
def test_complaints(text: str, clip: Clip, expected: str) -> None:
    assert complaint(text, clip) == expected


def test_a_slow_voice_may_take_longer_and_a_quick_one_less() -> None:
    assert complaint("xin chào", hum(12_000), rate=0.5) == ""
    assert complaint("một hai ba bốn năm", hum(250), rate=2.0) == ""
    assert complaint("một hai ba bốn năm", hum(650), syllable_ms=120) == ""
    assert complaint("một hai ba bốn năm", hum(500), syllable_ms=120) == "gives only 470 ms for 5 words"
    assert complaint("một hai ba bốn", hum(300), syllable_ms=120) == ""  # a few words may be quick


@pytest.mark.parametrize("variant", ["", "f3", "m3"])
def test_a_sentence_cut_within_a_sound_is_noticed(variant: str) -> None:
    whole = Espeak(VoiceOptions(variant=variant)).speak(TEXT)
    assert complaint(TEXT, whole, dies_away=True) == ""
    # Within a word's loudest part; a cut between two words cannot be told from an end.
    word = whole.words[6]
    heard = np.abs(samples(whole).astype(int))
    per_ms = whole.sound.frame_rate / 1000
    start = int(word.start_ms * per_ms)
    loudest = start + int(np.argmax(heard[start : int(word.end_ms * per_ms)]))
    cut = cut_to(whole, (loudest + 100) / len(heard))
    assert complaint(TEXT, cut, dies_away=True) == "stops in the middle of a sound"


def test_a_steady_tone_is_not_cut() -> None:
    steady = 9000 * np.sin(np.arange(HOUSE_RATE) / 40)
    clip = from_samples(steady.astype(np.int16), HOUSE_RATE)
    assert complaint("xin chào các bạn", clip, dies_away=True) == ""


@pytest.mark.parametrize("accent", ["north", "central", "south"])
@pytest.mark.parametrize(
    "text", ["tốt", "Á à!", "hát", "một", "TP. HCM", "không", "1234567890123", "Y Moan Ênuôl"]
)
def test_short_sentences_are_not_suspected(accent: str, text: str) -> None:
    for rate in (0.5, 1.0, 2.0):
        assert complaint(text, Espeak(VoiceOptions(accent=accent, rate=rate)).speak(text), rate=rate) == ""


def test_half_a_sentence_that_ends_well_is_noticed() -> None:
    words = TEXT.split()
    half = Tone(VoiceOptions()).speak(" ".join(words[: len(words) // 2]))
    assert complaint(TEXT, half, syllable_ms=Tone.syllable_ms) == "gives only 1200 ms for 12 words"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from("a ă ê ơ u y ô À ng ít hát nghiêng TP 7 203 kí".split()), max_size=12))
def test_whole_sentences_are_not_suspected(words: list[str]) -> None:
    for rate in (0.5, 1.0, 2.0):
        clip = Espeak(VoiceOptions(rate=rate)).speak(" ".join(words))
        assert complaint(" ".join(words), clip, rate=rate) == ""


class Losing(Tone):
    """A voice that loses most of a sentence some times."""

    def __init__(self, times: int) -> None:
        super().__init__(VoiceOptions())
        self.times = times

    def speak(self, text: str) -> Clip:
        self.times -= 1
        return super().speak(text) if self.times < 0 else cut_to(super().speak(text), 0.1)


def test_what_is_lost_once_is_asked_for_again() -> None:
    assert Checked(Losing(2)).speak(TEXT) == Tone(VoiceOptions()).speak(TEXT)


def test_what_stays_lost_is_an_error_that_names_the_sentence() -> None:
    with pytest.raises(VoiceError, match=r"^tone: gives only .* for “Nhân dân xã nhà"):
        Checked(Losing(9)).speak(TEXT)
