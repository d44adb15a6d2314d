"""Dead air, found in sound whose shape is known."""

from __future__ import annotations

import numpy as np
import pytest

from radio.audio.silence import speech_span
from radio.audio.sound import Samples

RATE = 48_000


def drawn(picture: str, noise: float = 1e-3, seed: int = 0) -> Samples:
    """A tenth of a second a letter: "." dead air, "a" quiet speech, "A" loud speech, "!" a click."""
    rng = np.random.default_rng(seed)
    size = RATE // 10
    level = {".": 0.0, "a": 0.05, "A": 0.3, "!": 0.0}
    parts = []
    for letter in picture:
        part = rng.normal(0, 1, size) * level[letter] + rng.normal(0, noise, size)
        if letter == "!":
            part[size // 2 : size // 2 + 30] = 0.9
        parts.append(part)
    return np.clip(np.concatenate(parts) * 32767, -32768, 32767).astype(np.int16)


def tenths(picture: str, noise: float = 1e-3) -> tuple[float, float]:
    start, end = speech_span(drawn(picture, noise), RATE, before_ms=0, after_ms=0)
    return start / RATE * 10, end / RATE * 10


@pytest.mark.parametrize("noise", [0.0, 1e-4, 1e-3, 5e-3])
def test_dead_air_is_cut(noise: float) -> None:
    start, end = tenths("..........AaAAaAA..aAAaA...........", noise)
    assert start == pytest.approx(10, abs=0.6)
    assert end == pytest.approx(24, abs=0.6)


def test_quiet_first_words_stay() -> None:
    start, end = tenths("......aaaaaAAAAAAAAAAAAAAAAAAAAAAAAAAaaa......")
    assert start == pytest.approx(6, abs=0.6)
    assert end == pytest.approx(40, abs=0.6)


def test_a_click_is_no_speech() -> None:
    start, _ = tenths("...!......AAAAAAAAAAAA......")
    assert start == pytest.approx(10, abs=0.6)


def test_sound_without_dead_air_is_left_whole() -> None:
    assert tenths("AAAAAAAAAA") == (0, 10)
    assert tenths("..........", noise=0) == (0, 10)


def test_margins_do_not_leave_the_clip() -> None:
    sound = drawn("AAAAAAAA")
    assert speech_span(sound, RATE, before_ms=500, after_ms=500) == (0, len(sound))
    assert speech_span(sound[:100], RATE) == (0, 100)
