"""Parts: each segment of a story as sound at its level, spoken or recorded.

First all is planned: which sentences, by whom, which recording. Then the parts are made side by side, a few
ahead of the programme, or taken from the shelf where nothing that they are made from has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from radio import __version__, ffmpeg
from radio.audio import level, peaks, silence
from radio.audio.band import Banded
from radio.audio.clip import HOUSE_RATE, Clip, Word, at_house_rate, samples
from radio.audio.faults import faults
from radio.audio.mp3 import Rate
from radio.audio.sound import MS, Excerpt, Samples, Sound
from radio.errors import ClipError, ConfigError, VoiceError
from radio.phrases import spread, timed
from radio.press import AHEAD, Encoder, Middle, Taken, context_of, middle_of
from radio.script import Cue, Segment
from radio.shelf import Record, Shelf
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


@dataclass(frozen=True, slots=True)
class Manner:
    """How all parts of a programme are made."""

    target_lufs: float
    ceiling_dbtp: float
    sentence_pause_ms: int
    colon_pause_ms: int
    band_hz: tuple[int, int] | None = None  # frequencies kept; None for all
    ratio: float = 1.0  # of the compressor
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
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as sound, at its level: before + middle + after."""

    entry: Entry  # times from the part's own start
    before: Sound
    middle: Middle | None  # encoded before; None where all is before
    after: Samples
    energies: peaks.Floats  # K-weighted mean squares each 4 ms
    true_peak: float  # linear, 1.0 being full scale
    notes: tuple[str, ...] = ()  # what a producer should know of it, one clause each
    taken: Taken | None = None  # what becomes of its middle's frames
    under: bool = False  # whether the bed lies under it: all of it stands before, then


@dataclass(frozen=True, slots=True)
class _Made:
    """A segment at its level, before it is encoded."""

    entry: Entry
    sound: level.Levelled
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where parts are made."""

    manner: Manner
    encoder: Encoder
    pool: Executor  # of those who speak, decode and level
    ahead: int  # parts that are made ahead of the programme
    program: str  # version of ffmpeg: another one may make other frames
    shelf: Shelf | None = None  # None to make everything anew
    under_dbtp: float = 0.0  # ceiling of what the bed lies under, so that both together keep the programme's

    def parts(self, plans: Sequence[Planned]) -> Iterator[Part]:
        """The parts, in order."""
        coming: deque[tuple[Planned, Future[Part]]] = deque()
        todo = deque(plans)
        played: dict[Tune, Future[Part]] = {}  # a sting is heard many times, and made once
        while todo or coming:
            while todo and len(coming) < self.ahead:
                planned = todo.popleft()
                known = played.get(planned.tune) if planned.tune else None
                future = known or self.pool.submit(self._part, planned)
                if planned.tune:
                    played[planned.tune] = future
                coming.append((planned, future))
            planned, future = coming.popleft()
            part = future.result()
            yield replace(part, entry=replace(part.entry, segment=planned.segment)) if planned.tune else part

    def _part(self, planned: Planned) -> Part:
        if planned.under:
            return self._under(planned)
        key = self._key(planned) if self.shelf else ""
        if self.shelf and (record := self.shelf.get(key)):
            return _from_record(record, planned)
        made = _made(planned, self.manner)
        sound = made.sound
        part = Part(made.entry, sound, None, sound[0:0], sound.energies, sound.true_peak, made.notes)
        if self.shelf and middle_of(sound, self.encoder.rate):
            part = replace(part, taken=partial(self._keep, self.shelf, key, part))
        return part

    def _under(self, planned: Planned) -> Part:
        """A part to be mixed with the bed: its frames depend on where it stands, and are not kept."""
        made = _made(planned, replace(self.manner, ceiling_dbtp=self.under_dbtp))
        sound = made.sound
        return Part(
            made.entry, sound, None, sound[0:0], sound.energies, sound.true_peak, made.notes, under=True
        )

    def _keep(self, shelf: Shelf, key: str, part: Part, frames: bytes) -> None:
        self.pool.submit(_shelve, shelf, key, part, frames, self.encoder.rate)

    def _key(self, planned: Planned) -> str:
        """A digest of all that the part is made from."""
        voice = planned.voice
        made_from: list[Any] = [
            (__version__, self.program, asdict(self.manner), asdict(self.encoder.rate)),
            planned.segment.kind,
            [(written, spoken.text) for written, spoken in planned.sentences],
            (voice.engine, voice.version, voice.settings) if voice else None,
            (file_digest(planned.take.path), asdict(planned.take)) if planned.take else None,
            (file_digest(planned.tune.take.path), asdict(planned.tune)) if planned.tune else None,
        ]
        return hashlib.sha256(json.dumps(made_from, default=str).encode("ascii")).hexdigest()


def _made(planned: Planned, manner: Manner) -> _Made:
    if planned.tune:
        return _played(planned, manner, planned.tune)
    return (_recorded if planned.take else _spoken)(planned, manner)


def _played(planned: Planned, manner: Manner, tune: Tune) -> _Made:
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
    return _Made(entry, sound)


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


def _recorded(planned: Planned, manner: Manner) -> _Made:
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
    sound = manner.level(inner, tame=True)
    if sound is None:
        raise ClipError(path.name, "is silent from start to end", "record it again, or take the file away")
    length_ms = len(sound) // MS
    entry = Entry(
        segment=segment,
        start_ms=0,
        end_ms=length_ms,
        origin=Origin.RECORDING,
        clip=path.name,
        clip_sha256=file_digest(path),
        gain_db=round(sound.gain_db - tape.lowered_db, 2),
        trimmed_ms=trimmed,
        span_ms=_span_ms(span, tape),
        phrases=() if isinstance(segment, Cue) else spread(planned.sentences, length_ms),
    )
    return _Made(entry, sound, tuple(wrong))


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


def _spoken(planned: Planned, manner: Manner) -> _Made:
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
    return _Made(entry, sound)


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


def _shelve(shelf: Shelf, key: str, part: Part, frames: bytes, rate: Rate) -> None:
    """Put a part on the shelf, its middle encoded."""
    sound, entry = part.before, part.entry
    start, stop = middle_of(sound, rate) or (0, 0)
    facts = {
        "end_ms": entry.end_ms,
        "gain_db": entry.gain_db,
        "trimmed_ms": entry.trimmed_ms,
        "span_ms": entry.span_ms,
        "phrases": [(p.text, p.start_ms, p.end_ms) for p in entry.phrases],
        "true_peak": part.true_peak,
        "notes": part.notes,
        "samples": stop - start,
    }
    arrays: dict[str, Any] = {
        "frames": np.frombuffer(frames, np.uint8),
        "before": sound[0:start],
        "begin": sound[start : start + AHEAD],
        "end": sound[stop - context_of(rate) : stop],
        "after": sound[stop : len(sound)],
        "energies": part.energies,
    }
    shelf.put(key, Record(facts, arrays))


def _origin(planned: Planned) -> Origin:
    if planned.tune:
        return Origin.MUSIC
    return Origin.RECORDING if planned.take else Origin.SYNTHETIC


def _from_record(record: Record, planned: Planned) -> Part:
    facts: Any = record.facts
    arrays: Any = record.arrays
    voice = planned.voice
    played = planned.tune.take if planned.tune else planned.take
    entry = Entry(
        segment=planned.segment,
        start_ms=0,
        end_ms=facts["end_ms"],
        origin=_origin(planned),
        engine=voice.engine if voice else "",
        voice=voice.name if voice else "",
        clip=played.path.name if played else "",
        clip_sha256=file_digest(played.path) if played else "",
        gain_db=facts["gain_db"],
        trimmed_ms=tuple(facts["trimmed_ms"]),
        span_ms=tuple(facts["span_ms"]) if facts["span_ms"] else None,
        phrases=tuple(Phrase(*p) for p in facts["phrases"]),
    )
    middle = Middle(arrays["frames"].tobytes(), facts["samples"], arrays["begin"], arrays["end"])
    notes = tuple(facts["notes"])
    return Part(
        entry, arrays["before"], middle, arrays["after"], arrays["energies"], facts["true_peak"], notes
    )
