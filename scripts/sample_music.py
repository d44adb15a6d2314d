"""The samples' music: a signature tune, a sting and a bed, played by sines that decay like plucked strings.

Five notes of the southern mode, a pad beneath, a small room around. Called by make_samples.py.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

RATE = 48_000
Wave = npt.NDArray[np.float64]

# Hò, xự, xang, xê, cống, and an octave on: semitones above the tonic.
_STEPS = (0, 2, 5, 7, 9, 12, 14, 17, 19, 21, 24)
_TONIC_HZ = 220.0 * 2 ** (3 / 12)  # C4
_BEAT_S = 0.375

Note = tuple[float, int, float]  # beat, degree of the scale, strength

_SIGNATURE: tuple[Note, ...] = (
    (0, 0, 0.8), (0.5, 2, 0.7), (1, 3, 0.8), (2, 4, 0.9), (2.5, 3, 0.7), (3, 5, 1.0),
    (4.5, 4, 0.7), (5, 3, 0.8), (5.5, 2, 0.7), (6, 3, 0.9), (7, 4, 0.8), (7.5, 5, 0.9), (8, 7, 1.0),
    (9.5, 6, 0.7), (10, 5, 1.0), (10.06, 3, 0.7), (10.12, 0, 0.8), (12, 5, 0.5), (12.06, 8, 0.4),
)  # fmt: skip
_STING: tuple[Note, ...] = ((0, 3, 0.8), (0.5, 4, 0.8), (1, 5, 1.0), (1.06, 3, 0.6), (1.12, 0, 0.7))
_CHORDS = ((0, 2, 4), (0, 3, 5), (1, 3, 5), (0, 2, 3))  # of the bed, degrees, eight beats each
_DROPS: tuple[Note, ...] = (
    (1, 5, 0.5), (3, 4, 0.4), (5.5, 7, 0.4), (9, 5, 0.5), (11.5, 8, 0.4), (14, 6, 0.4),
    (17, 6, 0.5), (19, 5, 0.4), (21.5, 3, 0.4), (25, 4, 0.5), (27.5, 7, 0.4), (30, 5, 0.4),
)  # fmt: skip


def signature() -> Wave:
    """Eight seconds; ends by itself."""
    length = round(8.2 * RATE)
    sound = _strings(_SIGNATURE, length) + 0.5 * _pad((0, 2, 4), 0, 4.1, length)
    sound += 0.5 * _pad((0, 3, 5), 3.6, 4.2, length)
    return _finished(_in_a_room(sound), tail_s=1.5)


def sting() -> Wave:
    """Two and a half seconds."""
    length = round(2.6 * RATE)
    return _finished(_in_a_room(_strings(_STING, length)), tail_s=0.8)


def bed() -> Wave:
    """Twelve seconds that lead back to their beginning, and a second of it once more to join them by."""
    beats = 8 * len(_CHORDS)
    period = round(beats * _BEAT_S * RATE)
    length = period + 6 * RATE
    sound = 0.55 * _strings(_DROPS, length)
    for number, chord in enumerate(_CHORDS):
        sound += 0.6 * _pad(chord, 8 * number * _BEAT_S, 8 * _BEAT_S + 0.9, length)
    wet = _in_a_room(sound)
    # What sounds on behind the end lies over the beginning.
    turn = wet[:period].copy()
    rest = wet[period : 2 * period]
    turn[: len(rest)] += rest
    return _scaled(np.concatenate([turn, turn[:RATE]]))


def _strings(notes: Sequence[Note], length: int) -> Wave:
    out = np.zeros(length)
    for beat, degree, strength in notes:
        start = round(beat * _BEAT_S * RATE)
        plucked = strength * _plucked(_TONIC_HZ * 2 ** (_STEPS[degree] / 12), 2.6)[: length - start]
        out[start : start + len(plucked)] += plucked
    return out


def _plucked(hz: float, seconds: float) -> Wave:
    """A string: its partials decay the sooner the higher they are, and are a little too high themselves."""
    t = np.arange(round(seconds * RATE)) / RATE
    out = np.zeros(len(t))
    for partial in range(1, 9):
        pitch = hz * partial * np.sqrt(1 + 0.0004 * partial**2)
        if pitch > 9000:
            break
        # Two strings, hardly out of tune.
        both = np.sin(2 * np.pi * pitch * t) + 0.5 * np.sin(2 * np.pi * pitch * 1.0015 * t)
        out += np.exp(-t * (1.6 + 0.9 * partial)) * both / partial**1.35
    attack = round(0.004 * RATE)
    out[:attack] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(attack) / attack)
    release = round(0.3 * RATE)
    out[-release:] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(release) / release)
    return out


def _pad(chord: Sequence[int], start_s: float, seconds: float, length: int) -> Wave:
    """A soft chord an octave below that comes in 0.9 s and goes in 0.9 s."""
    t = np.arange(round(seconds * RATE)) / RATE
    swell = np.sin(np.pi / 2 * np.clip(np.minimum(t, seconds - t) / 0.9, 0, 1))
    out = np.zeros(length)
    start = round(start_s * RATE)
    for degree in chord:
        hz = _TONIC_HZ / 2 * 2 ** (_STEPS[degree] / 12)
        for partial, share in ((1, 0.5), (2, 0.16), (3, 0.07)):
            for phase, detune in ((0, 0.9993), (2.2, 1.0008)):
                sound = share * swell * np.sin(2 * np.pi * hz * partial * detune * t + phase) / 2
                out[start : start + len(sound)] += sound[: max(0, length - start)]
    return out


def _in_a_room(sound: Wave) -> Wave:
    """With a second of a room's answer, made of noise that decays and grows dull."""
    rng = np.random.default_rng(1945)
    t = np.arange(round(1.1 * RATE)) / RATE
    answer = rng.normal(0, 1, len(t)) * np.exp(-t * 5.5)
    answer = np.convolve(answer, np.hanning(24) / 12, "same")
    answer[: round(0.012 * RATE)] = 0
    answer /= np.sqrt((answer**2).sum())
    size = 1 << (len(sound) + len(answer)).bit_length()
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(answer, size), size)[: len(sound)]
    return sound + 0.35 * wet


def _finished(sound: Wave, *, tail_s: float) -> Wave:
    """Ending in nothing, over its last seconds."""
    tail = round(tail_s * RATE)
    out = sound.copy()
    out[-tail:] *= 0.5 + 0.5 * np.cos(np.pi * np.arange(tail) / tail)
    return _scaled(out)


def _scaled(sound: Wave) -> Wave:
    """With its highest sample 3 dB under full scale."""
    return np.asarray(sound * (10 ** (-3 / 20) / np.abs(sound).max()), np.float64)
