"""Hearing: whether a sentence is really there in the sound that is to say it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from radio.audio.clip import Clip, duration_ms, samples
from radio.audio.silence import levels_db, speech_span
from radio.errors import VoiceError
from radio.voices.voice import Voice, clean, named, sayable, speak_all
from radio.voices.wrapped import Wrapped

# A word is at least one syllable; a letter or digit at most a few of them. Measured on 1,000 sentences, one
# voice's average over five words and more stays within a fifth of its usual 200 to 250 ms.
SYLLABLE_MS = 60  # the least on average, in a few words, and of a voice that does not say it of itself
_FEW_WORDS = 4
_LONGEST_SIGN_MS = 900
_LONGEST_EXTRA_MS = 3000  # pauses and dead air
# How loud the last of a sentence may be, of the whole. Of 1,200 sentences of espeak's 99 in 100 stay below
# 0.06; cut anywhere, every second one is louder than 0.4.
_LOUDEST_END, _LOUDEST_END_OF_ANY = 0.4, 1.5
_STEADY_DB, _LOUD_DB = 2.0, 20.0  # speech moves more than that, in what is no further below its loudest
_END_MS = 5
_SPARSE = 16
_TRIES = 3  # times that a sentence is listened to


def complaint(
    text: str, clip: Clip, *, rate: float = 1.0, syllable_ms: int = SYLLABLE_MS, dies_away: bool = False
) -> str:
    """What is wrong with ``clip`` as the sound of ``text``, in one clause; "" if nothing is.

    rate: times the normal speaking rate. syllable_ms: the least that the voice takes for a syllable, on the
    average of a sentence at the normal rate. dies_away: whether its sentences end in near silence.
    """
    words = sum(sayable(word) for word in text.split())
    if not words:
        return ""
    sound, length_ms = samples(clip), duration_ms(clip)
    if not sound.any():
        return "gives silence"
    few = words <= _FEW_WORDS
    shortest_ms = words * (SYLLABLE_MS if few else syllable_ms) / rate
    # Dead air is no speech; but in quick vowels alone it is hard to tell from speech.
    heard_ms = _heard_ms(clip) if syllable_ms > SYLLABLE_MS and not few else length_ms
    if heard_ms < shortest_ms:
        return f"gives only {heard_ms} ms for {words} words"
    longest_ms = (sum(map(str.isalnum, text)) * _LONGEST_SIGN_MS + _LONGEST_EXTRA_MS) / rate
    if length_ms > longest_ms:
        return f"gives {length_ms} ms for {words} words"
    end = sound[-clip.sound.frame_rate * _END_MS // 1000 :]
    # Every so many samples are enough to know how loud it is.
    most = (_LOUDEST_END if dies_away else _LOUDEST_END_OF_ANY) * _rms(sound[::_SPARSE])
    return "stops in the middle of a sound" if _rms(end) > most and not _steady(clip) else ""


def _steady(clip: Clip) -> bool:
    """Whether it is a tone that does not move, as tests and drafts have it, whose end cannot be told."""
    levels = levels_db(samples(clip), clip.sound.frame_rate)
    return len(levels) > 0 and float(levels[levels > levels.max() - _LOUD_DB].std()) < _STEADY_DB


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
        self._dies_away: bool = getattr(voice, "dies_away", False)

    def speak(self, text: str) -> Clip:
        """All of ``text``. Raises VoiceError that names the sentence, and what the voice raises."""
        return self._heard(clean(text), self.voice.speak(text))

    def speak_all(self, texts: Sequence[str]) -> list[Clip]:
        """All of each of ``texts``. Raises what `speak` raises."""
        said = speak_all(self.voice, texts)
        return [self._heard(clean(text), clip) for text, clip in zip(texts, said, strict=True)]

    def _heard(self, text: str, clip: Clip) -> Clip:
        for _ in range(_TRIES):
            wrong = complaint(
                text, clip, rate=self._rate, syllable_ms=self._syllable_ms, dies_away=self._dies_away
            )
            if not wrong:
                return clip
            clip = self.voice.speak(text)
        raise VoiceError(
            self.name, f"{wrong}, for {named(text)}", "write it another way, or use another voice"
        )
