"""Clip: a piece of sound, with the times of its words where they are known.

The house's sound is 48 kHz, 16-bit, mono: at 48 kHz a millisecond is exactly 48 frames and an MP3 frame
exactly 24 ms. A clip fresh from a voice or a file may have another rate; `at_house_rate` brings it home.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr

with warnings.catch_warnings():
    # pydub 0.25.1 warns of a missing ffmpeg (we bring our own), of its own escapes, and of audioop's future.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

HOUSE_RATE = 48_000  # frames per second


@dataclass(frozen=True, slots=True)
class Word:
    """A word as spoken, and when."""

    text: str  # spoken form, as the voice was given it
    start_ms: int  # from the clip's start
    end_ms: int  # first millisecond after it


@dataclass(frozen=True, slots=True)
class Clip:
    """A piece of sound."""

    sound: AudioSegment  # 16-bit mono, except for what `at_house_rate` is about to bring home
    words: tuple[Word, ...] = ()  # in order of hearing; empty if the times are not known


def from_samples(samples: npt.NDArray[np.int16], rate: int) -> Clip:
    """A clip of one-dimensional 16-bit ``samples`` at ``rate`` frames per second.

    Raises ValueError for samples of another shape or type.
    """
    if samples.ndim != 1 or samples.dtype != np.int16:
        raise ValueError(f"need one-dimensional int16 samples, not {samples.ndim}-d {samples.dtype}")
    return Clip(AudioSegment(samples.tobytes(), sample_width=2, frame_rate=rate, channels=1))


def from_pcm(pcm: bytes, rate: int) -> Clip:
    """A clip of 16-bit mono samples in native order at ``rate`` frames per second; nothing is copied."""
    return Clip(AudioSegment(pcm, sample_width=2, frame_rate=rate, channels=1))


def samples(clip: Clip) -> npt.NDArray[np.int16]:
    """The clip's samples where they lie: one-dimensional, read-only, nothing copied.

    Raises ValueError for a clip that is not 16-bit mono; `at_house_rate` makes it so.
    """
    sound = clip.sound
    if sound.channels != 1 or sound.sample_width != 2:
        raise ValueError(f"need 16-bit mono, not {8 * sound.sample_width}-bit x {sound.channels}")
    view: npt.NDArray[np.int16] = np.frombuffer(sound.raw_data, dtype=np.int16)
    view.flags.writeable = False
    return view


def duration_ms(clip: Clip) -> int:
    """Length in milliseconds, rounded to the nearest."""
    return len(clip.sound)


def at_house_rate(clip: Clip) -> Clip:
    """The same sound and words at 48 kHz, 16-bit, mono; a clip already so is returned itself.

    Resampled by soxr's HQ recipe: pydub's own resampler does not filter, and so aliases.
    """
    sound = clip.sound.set_channels(1).set_sample_width(2)
    if sound.frame_rate == HOUSE_RATE:
        return clip if sound is clip.sound else Clip(sound, clip.words)
    heard = samples(Clip(sound))
    resampled = soxr.resample(heard, sound.frame_rate, HOUSE_RATE, "HQ")
    return Clip(from_samples(resampled, HOUSE_RATE).sound, clip.words)
