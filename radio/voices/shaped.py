"""Shaped: another rate or pitch for a voice that has only one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from radio.audio.clip import HOUSE_RATE, Clip, Word, at_house_rate, from_samples, samples
from radio.voices.voice import Voice
from radio.voices.wrapped import Wrapped

Samples = npt.NDArray[np.int16]
Floats = npt.NDArray[np.float32]

_FRAME_MS = 30  # two or three periods of a low voice
_SEEK_MS = 12  # how far a frame may be moved, to fit: a period of a low voice
_COARSE_HZ = 8000  # rate at which its place is looked for first
_MIDDLE = 50  # the pitch that is the voice's own


class Shaped(Wrapped):
    """``voice``, ``rate`` times as fast and with another pitch.

    rate: 0.5 to 2. pitch: 0 to 100, an octave down to an octave up; the timbre moves with it.
    """

    def __init__(self, voice: Voice, *, rate: float = 1.0, pitch: int | None = None) -> None:
        super().__init__(voice)
        self._rate = rate
        self._ratio = 2.0 ** ((_MIDDLE if pitch is None else pitch) / _MIDDLE - 1)
        if pitch is not None:
            self.name = f"{voice.name} pitch {pitch}"
        self.settings = f"{voice.settings} shaped rate={rate:g} pitch={pitch}"

    def speak(self, text: str) -> Clip:
        """The sound of ``text`` at the house rate. Raises what the voice raises."""
        clip = at_house_rate(self.voice.speak(text))
        # Played faster, the sound is higher, and as much too short; so it is drawn out by that first.
        sound = stretched(samples(clip), self._rate / self._ratio)
        raised = at_house_rate(from_samples(sound, round(HOUSE_RATE * self._ratio)))
        words = (
            Word(w.text, round(w.start_ms / self._rate), round(w.end_ms / self._rate)) for w in clip.words
        )
        return Clip(raised.sound, tuple(words))


def stretched(sound: Samples, speed: float) -> Samples:
    """``sound``, mono at the house rate, ``speed`` times as fast at the same pitch.

    WSOLA: frames are taken from the sound at ``speed`` times the pace at which they are laid down, each from
    where it continues the one before it best (Verhelst and Roelands 1993, doi:10.1109/ICASSP.1993.319366).
    """
    frame, seek = HOUSE_RATE * _FRAME_MS // 1000, HOUSE_RATE * _SEEK_MS // 1000
    if speed == 1.0 or len(sound) < 2 * frame:
        return sound
    hop = frame // 2
    length = round(len(sound) / speed)
    count = length // hop + 1
    padding = (seek, frame + seek + hop + round(hop * speed) + HOUSE_RATE // _COARSE_HZ)
    wave = np.pad(sound, padding).astype(np.float32)
    window = np.hanning(frame + 1)[:-1].astype(np.float32)
    out = np.zeros((count + 1) * hop, np.float32)
    place = seek
    out[:hop] = wave[place : place + hop]
    out[hop:frame] = wave[place + hop : place + frame] * window[hop:]
    for index in range(1, count):
        follows = wave[place + hop : place + hop + frame]
        place = _best(wave, round(index * hop * speed), 2 * seek, follows)
        out[index * hop : index * hop + frame] += window * wave[place : place + frame]
    return np.clip(np.rint(out[:length]), -32768, 32767).astype(np.int16)


def _best(wave: Floats, start: int, width: int, wanted: Floats) -> int:
    """Where, from ``start`` to ``start + width``, ``wave`` goes on most like ``wanted``."""
    step = HOUSE_RATE // _COARSE_HZ
    area = wave[start : start + width + len(wanted)]
    coarse = int(_likeness(area[::step], wanted[::step]).argmax()) * step
    first = max(0, coarse - step)
    fine = _likeness(area[first : coarse + step + len(wanted)], wanted)
    return start + first + int(fine.argmax())


def _likeness(area: Floats, wanted: Floats) -> Floats:
    """Correlation of ``wanted`` with each stretch of ``area`` of its length, brought to one level."""
    energy = np.cumsum(np.square(area, dtype=np.float64))
    power = energy[len(wanted) - 1 :] - np.concatenate([[0.0], energy[: -len(wanted)]])
    return np.asarray(np.correlate(area, wanted, "valid") / np.sqrt(power + 1.0), np.float32)
