"""Tone: a voice for tests and drafts; a beep of 200 ms for each syllable, always the same for one text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from radio.audio.clip import HOUSE_RATE, Clip, Word, from_samples
from radio.voices.voice import VoiceOptions, check_extra, clean, sayable

_SYLLABLE_MS = 200
_FADE_MS = 30  # so that beeps do not click, nor seem cut off
_LOWEST_HZ = 180.0
_TONES = 12  # pitches, a semitone apart
_PEAK = 12_000  # of 32,768: about the level of speech


class Tone:
    """A sine for each blank-separated word, its pitch by the word's letters."""

    engine = "tone"
    version = "1"
    online = False
    syllable_ms = 150
    dies_away = True
    handles = frozenset({"rate", "pitch"})

    def __init__(self, options: VoiceOptions) -> None:
        check_extra(self.engine, options.extra, ())
        self.name = "tone" if options.pitch is None else f"tone pitch {options.pitch}"
        self._syllable_ms = round(_SYLLABLE_MS / options.rate)
        # The whole range of the setting is an octave down to an octave up.
        self._shift = 0.0 if options.pitch is None else (options.pitch - 50) * 12 / 50
        self.settings = f"syllable_ms={self._syllable_ms} shift={self._shift:g}"

    @staticmethod
    def about() -> str:
        """One line for people."""
        return "beeps for tests and drafts, offline"

    def speak(self, text: str) -> Clip:
        """A beep for each word that has a letter or digit."""
        said = [word for word in clean(text).split() if sayable(word)]
        step = self._syllable_ms
        beeps = [self._beep(word) for word in said]
        sound = from_samples(np.concatenate([np.zeros(0, np.int16), *beeps]), HOUSE_RATE).sound
        return Clip(sound, tuple(Word(word, i * step, (i + 1) * step) for i, word in enumerate(said)))

    def _beep(self, word: str) -> npt.NDArray[np.int16]:
        semitones = sum(map(ord, word)) % _TONES + self._shift
        hz = _LOWEST_HZ * 2 ** (semitones / 12)
        time_s = np.arange(HOUSE_RATE * self._syllable_ms // 1000) / HOUSE_RATE
        fade_s = _FADE_MS / 1000
        envelope = np.minimum(1.0, np.minimum(time_s, time_s[::-1]) / fade_s)
        return np.asarray(_PEAK * envelope * np.sin(2 * np.pi * hz * time_s), np.int16)
