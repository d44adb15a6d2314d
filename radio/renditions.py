"""Renditions: a segment as sound at its level: spoken by a voice, recorded, or played."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from radio import ffmpeg
from radio.audio import level, silence
from radio.audio.band import Banded
from radio.audio.clip import HOUSE_RATE, Clip, Word, at_house_rate, samples
from radio.audio.faults import faults
from radio.audio.mp3 import FRAME_MS
from radio.audio.sound import MS, Excerpt, Samples, Sound
from radio.errors import ClipError, ConfigError, VoiceError
from radio.phrases import spread, timed
from radio.script import Cue, Segment
from radio.speech import Spoken
from radio.take import Span, Take
from radio.tape import Tape
from radio.track import Entry, Origin, Phrase, moved
from radio.voices import Voice, speak_all

_QUIETEST_NOISE_DB = -80.0  # that is reduced: the filter knows none below
_LOUDEST_NOISE_DB = -20.0
_NOISE_SPREAD_DB = 3.0  # of noise over its quietest moments
_MOST_RECORDED_DB = 50.0  # of gain: somebody may have whispered, far from the microphone


@dataclass(frozen=True, slots=True)
class Tune:
    """A piece of music that is heard alone."""

    take: Take
    setting: str  # that names it, for messages: "music.sting"
    level_lu: float  # against speech
    longest_ms: int | None = None  # of it that is heard; None for all
    out_ms: int = 12  # it takes to end


@dataclass(frozen=True, slots=True)
class Planned:
    """A segment, and what it is to be made of: a recording, or a voice and its sentences."""

    segment: Segment
    sentences: tuple[tuple[str, Spoken], ...]  # as written and as spoken
    voice: Voice | None = None  # who speaks them, where there is no recording
    take: Take | None = None  # the recording
    tune: Tune | None = None  # the piece of music, where it is one
    under: bool = False  # whether the bed lies under it
    room_ms: tuple[int, int] = (0, 0)  # of its own room that may be heard before and after a recording

    @property
    def origin(self) -> Origin:
        """Where its sound comes from."""
        if self.tune:
            return Origin.MUSIC
        return Origin.RECORDING if self.take else Origin.SYNTHETIC


@dataclass(frozen=True, slots=True)
class Manner:
    """How all parts of a programme are made."""

    target_lufs: float
    ceiling_dbtp: float
    sentence_pause_ms: int
    colon_pause_ms: int
    band_hz: tuple[int, int] | None = None  # frequencies kept; None for all
    ratio: float = 1.0  # of the compressor
    around_ms: int = 0  # of the pause that a meter hears on either side of a segment
    filters: str = ""  # ffmpeg's, for recordings
    noise_filter: str = ""  # and for those whose noise is reduced, with a place for "noise_db"
    denoise: bool = False  # whether it is, where a take does not say

    def level(self, sound: Sound, *, over_lu: float = 0, tame: bool = False) -> level.Levelled | None:
        """``sound`` as the programme wants it, so much over its target; None for silence.

        tame: whether it is a recording, in which somebody may have knocked at the microphone.
        """
        kept = Banded(sound, *self.band_hz) if self.band_hz else sound
        target_lufs = self.target_lufs + over_lu
        return level.level(
            kept,
            target_lufs=target_lufs,
            ceiling_dbtp=self.ceiling_dbtp,
            ratio=self.ratio,
            tame=tame,
            most_db=_MOST_RECORDED_DB if tame else level.MOST_DB,
            around_ms=self.around_ms,
        )


@dataclass(frozen=True, slots=True)
class Rendition:
    """A segment at its level, before it is encoded."""

    entry: Entry
    sound: level.Levelled
    notes: tuple[str, ...] = ()
    tail_ms: int = 0  # of the recording's room, behind the entry's end


def rendition(planned: Planned, manner: Manner) -> Rendition:
    """``planned`` as sound. Raises VoiceError, ClipError, or ConfigError for a piece of music."""
    if planned.tune:
        return _played(planned, manner, planned.tune)
    return (_recorded if planned.take else _spoken)(planned, manner)


def _played(planned: Planned, manner: Manner, tune: Tune) -> Rendition:
    sound = music(tune, manner)
    path = tune.take.path
    entry = Entry(
        segment=planned.segment,
        start_ms=0,
        end_ms=len(sound) // MS,
        origin=Origin.MUSIC,
        clip=path.name,
        clip_sha256=file_digest(path),
        gain_db=sound.gain_db,
    )
    return Rendition(entry, sound)


def music(tune: Tune, manner: Manner) -> level.Levelled:
    """A piece of music at its level, without the silence at its ends.

    Raises ConfigError that names the setting for one that cannot be played.
    """
    take, tape = tune.take, Tape()
    subject = f"{tune.setting}: {take.path.name}"
    try:
        ffmpeg.record(take.path, tape, subject=subject, span=take.span)
    except ClipError as error:
        raise ConfigError(subject, error.problem, "give another piece, or leave the setting empty") from error
    start, stop = silence.sound_span(tape, HOUSE_RATE)
    longest = stop - start if tune.longest_ms is None else tune.longest_ms * MS
    sound = manner.level(
        Excerpt(tape, start, min(stop, start + longest), out_ms=tune.out_ms), over_lu=tune.level_lu
    )
    if sound is None:
        raise ConfigError(subject, "is silent", "give another piece, or leave the setting empty")
    return sound


def _recorded(planned: Planned, manner: Manner) -> Rendition:
    take, segment = planned.take, planned.segment
    if take is None:
        raise ValueError("there is no recording")
    path, span, tape = take.path, take.span, Tape()
    shortness = ffmpeg.record(path, tape, subject=path.name, filters=manner.filters, span=span)
    wrong = [shortness] if shortness else []
    wrong += faults(tape, tape.channels, start_ms=span.start_ms if span else 0, whole=span is None)
    if manner.denoise if take.denoise is None else take.denoise:
        tape = _without_noise(tape, take, manner)
    # What was taken by hand is wanted as it is.
    inner, trimmed = (Excerpt(tape, 0, len(tape)), (0, 0)) if span else level.cut(tape)
    roomy, (lead_ms, tail_ms) = _in_its_room(inner, planned.room_ms if not span else (0, 0))
    sound = manner.level(roomy, tame=True)
    if sound is None:
        raise ClipError(path.name, "is silent from start to end", "record it again, or take the file away")
    length_ms = len(inner) // MS
    phrases = () if isinstance(segment, Cue) else spread(planned.sentences, length_ms)
    entry = Entry(
        segment=segment,
        start_ms=lead_ms,
        end_ms=lead_ms + length_ms,
        origin=Origin.RECORDING,
        clip=path.name,
        clip_sha256=file_digest(path),
        gain_db=round(sound.gain_db - tape.lowered_db, 2),
        trimmed_ms=trimmed,
        span_ms=_span_ms(span, tape),
        phrases=tuple(moved(p, lead_ms) for p in phrases),
    )
    return Rendition(entry, sound, tuple(wrong), tail_ms)


def _in_its_room(inner: Excerpt, room_ms: tuple[int, int]) -> tuple[Excerpt, tuple[int, int]]:
    """``inner`` with so much of the dead air around it as there is, coming and going; and how much, ms."""
    before_ms = min(room_ms[0], inner.start // MS) // FRAME_MS * FRAME_MS
    after_ms = min(room_ms[1], (len(inner.source) - inner.stop) // MS)
    # Whole milliseconds, so that the words end where the entry does.
    stop = inner.start + len(inner) + after_ms * MS
    if stop > len(inner.source):
        after_ms, stop = 0, inner.stop
    roomy = replace(
        inner,
        start=inner.start - before_ms * MS,
        stop=stop,
        in_ms=max(inner.in_ms, before_ms),
        out_ms=max(inner.out_ms, after_ms),
    )
    return roomy, (before_ms, after_ms)


def _without_noise(tape: Tape, take: Take, manner: Manner) -> Tape:
    """The recording once more, its noise reduced by what is known of it; ``tape`` where there is none."""
    noise_db = silence.noise_db(silence.levels_db(tape, HOUSE_RATE))
    if noise_db < _QUIETEST_NOISE_DB:
        return tape
    again = Tape()
    told = manner.noise_filter.format(noise_db=min(noise_db + _NOISE_SPREAD_DB, _LOUDEST_NOISE_DB))
    filters = ",".join(part for part in (manner.filters, told) if part)
    ffmpeg.record(take.path, again, subject=take.path.name, filters=filters, span=take.span)
    return again


def _span_ms(span: Span | None, tape: Tape) -> tuple[int, int] | None:
    return (span.start_ms, span.start_ms + len(tape) // MS) if span else None


def _spoken(planned: Planned, manner: Manner) -> Rendition:
    voice, segment = planned.voice, planned.segment
    if voice is None:
        raise ValueError("there is no voice")
    pieces: list[Samples] = []
    phrases: list[Phrase] = []
    at_ms = 0
    clips = speak_all(voice, [spoken.text for _, spoken in planned.sentences])
    for (written, spoken), clip in zip(planned.sentences, clips, strict=True):
        said, words = _trimmed(clip)
        phrases += (moved(p, at_ms) for p in timed(written, spoken, words, len(said) // MS))
        pause_ms = manner.colon_pause_ms if written.endswith(":") else manner.sentence_pause_ms
        pieces += [said, level.pause(pause_ms)]
        at_ms += len(said) // MS + pause_ms
    # Joined once, without the pause behind the last sentence.
    sound = manner.level(np.concatenate(pieces[:-1]))
    if sound is None:
        raise VoiceError(voice.name, f"gave silence for {segment.text[:60]!r}", "choose another voice")
    entry = Entry(
        segment=segment,
        start_ms=0,
        end_ms=len(sound) // MS,
        origin=Origin.SYNTHETIC,
        engine=voice.engine,
        voice=voice.name,
        gain_db=sound.gain_db,
        phrases=tuple(phrases),
    )
    return Rendition(entry, sound)


def _trimmed(said: Clip) -> tuple[Samples, tuple[Word, ...]]:
    """A sentence's sound without dead air, and when its words are heard in it, where the voice tells."""
    clip = at_house_rate(said)
    inner, (early_ms, _) = level.cut(samples(clip), before_ms=15, after_ms=40)
    gentle = replace(inner, in_ms=3, out_ms=8)
    return gentle[0 : len(gentle)], tuple(
        replace(w, start_ms=w.start_ms - early_ms, end_ms=w.end_ms - early_ms) for w in clip.words
    )


def file_digest(path: Path) -> str:
    """The file's SHA-256, in hex. Raises ClipError if it cannot be read."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        problem = f"cannot be read ({error.strerror or error})"
        raise ClipError(path.name, problem, "check the file and its rights") from error
