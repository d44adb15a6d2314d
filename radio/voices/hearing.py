"""Hearing: whether a sentence is really there in the sound that is to say it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from radio.audio.clip import Clip, duration_ms, samples
from radio.audio.silence import speech_span
from radio.errors import VoiceError
from radio.voices.voice import Voice, clean, named, sayable, speak_all
from radio.voices.wrapped import Wrapped

# A word is at least one syllable; a letter or digit at most a few of them. Measured on 1,000 sentences, one
# voice's average over five words and more stays within a fifth of its usual 200 to 250 ms.
SYLLABLE_MS = 60  # the least on average, in a few words, and of a voice that does not say it of itself
_FEW_WORDS = 4
_LONGEST_SIGN_MS = 900
_LONGEST_EXTRA_MS = 3000  # pauses and dead air
_END_MS = 5
_SPARSE = 16
_TRIES = 3  # times that a sentence is listened to


def complaint(text: str, clip: Clip, *, rate: float = 1.0, syllable_ms: int = SYLLABLE_MS) -> str:
    """What is wrong with ``clip`` as the sound of ``text``, in one clause; "" if nothing is.

    rate: times the normal speaking rate. syllable_ms: the least that the voice takes for a syllable, on the
    average of a sentence at the normal rate.
    """
    words = sum(sayable(word) for word in text.split())
    if not words:
        return ""
    sound, length_ms = samples(clip), duration_ms(clip)
    if not sound.any():
        return "gives silence"
    few = words <= _FEW_WORDS
    shortest_ms = words * (SYLLABLE_MS if few else syllable_ms) / rate
    heard_ms = length_ms if few else _heard_ms(clip)
    if heard_ms < shortest_ms:
        return f"gives only {heard_ms} ms for {words} words"
    longest_ms = (sum(map(str.isalnum, text)) * _LONGEST_SIGN_MS + _LONGEST_EXTRA_MS) / rate
    if length_ms > longest_ms:
        return f"gives {length_ms} ms for {words} words"
    end = sound[-clip.sound.frame_rate * _END_MS // 1000 :]
    # A sentence dies away. Every so many samples are enough to know how loud it is.
    return "stops in the middle of a sound" if _rms(end) > _rms(sound[::_SPARSE]) else ""


def _heard_ms(clip: Clip) -> int:
    """How long it is without dead air at its ends."""
    rate = clip.sound.frame_rate
    start, end = speech_span(samples(clip), rate, before_ms=0, after_ms=0)
    return int((end - start) * 1000 // rate)


def _rms(sound: npt.NDArray[np.int16]) -> float:
    wave = sound.astype(np.float32)
    return float(np.sqrt(wave @ wave / len(wave)))


class Checked(Wrapped):
    """``voice``, its every sentence listened to; what is not all there is asked for again.

    rate: times the normal speaking rate that the voice was opened with.
    """

    def __init__(self, voice: Voice, *, rate: float = 1.0) -> None:
        super().__init__(voice)
        self._rate = rate
        self._syllable_ms: int = getattr(voice, "syllable_ms", SYLLABLE_MS)

    def speak(self, text: str) -> Clip:
        """All of ``text``. Raises VoiceError that names the sentence, and what the voice raises."""
        return self._heard(clean(text), self.voice.speak(text))

    def speak_all(self, texts: Sequence[str]) -> list[Clip]:
        """All of each of ``texts``. Raises what `speak` raises."""
        said = speak_all(self.voice, texts)
        return [self._heard(clean(text), clip) for text, clip in zip(texts, said, strict=True)]

    def _heard(self, text: str, clip: Clip) -> Clip:
        for _ in range(_TRIES):
            wrong = complaint(text, clip, rate=self._rate, syllable_ms=self._syllable_ms)
            if not wrong:
                return clip
            clip = self.voice.speak(text)
        raise VoiceError(
            self.name, f"{wrong}, for {named(text)}", "write it another way, or use another voice"
        )
