"""Script + takes + voices → Track → Episode: the mission on one page.

Sound streams: a segment is spoken or decoded, cut, levelled and handed to the encoder before the next one
begins. Only the timeline is kept.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from radio import ffmpeg, sentences, sidecar, speech, tags
from radio.audio import level, loudness
from radio.audio.clip import Clip, Word, at_house_rate, samples
from radio.companions import wanted
from radio.episode import Episode, Media, story_id
from radio.errors import ArticleError, ClipError, OutputError, VoiceError
from radio.files import output_error, replacing
from radio.phrases import spread, timed
from radio.script import Cue, Interview, Narration, Script, Segment
from radio.speech import Lexicon, Reading, Spoken
from radio.station import Pauses, Station
from radio.takes import slots
from radio.track import Entry, Origin, Phrase, Track, moved
from radio.voices import Voice

Samples = npt.NDArray[np.int16]
Progress = Callable[[int, int, str], None]  # segments done, of how many, what comes now

_LEAD_IN_MS = 200  # players swallow the first instant
_TAIL_MS = 600
# LAME at 128 kbit/s lifts peaks of speech by less than this.
_CODEC_HEADROOM_DB = 0.7


@dataclass(frozen=True, slots=True)
class Cast:
    """Who reads."""

    narrator: Voice  # the presenter
    quoter: Voice  # quotations that have no recording


Opener = Callable[[], Cast]  # raises VoiceError where a voice is not to be had


@dataclass(frozen=True, slots=True)
class Job:
    """One story to be made."""

    script: Script
    takes: Mapping[int, Path]  # slot number (from 1) → recording
    station: Station
    out: Path  # the MP3; the other files stand beside it
    made: datetime  # with its time zone
    reading: Reading = field(default_factory=Reading)
    lexicon: Lexicon = field(default_factory=Lexicon)


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as sound, at its level."""

    entry: Entry  # times from the part's own start
    samples: Samples  # int16, mono, 48 kHz, whole milliseconds
    true_peak: float  # linear, 1.0 being full scale


def produce(job: Job, casts: Sequence[Opener], *, progress: Progress = lambda *_: None) -> Episode:
    """Make the MP3, its sidecar and its companions, all or none, and return the episode.

    casts: in order of preference; where one cannot speak the whole story, the next one speaks all of it.
    Raises RadioError; what stood under the final names stays as it was then.
    """
    companions = wanted(job.station)
    beside = sidecar.paths_beside(job.out, companions)
    with replacing(job.out, *beside) as (mp3, *further):
        episode = _first_that_speaks(job, casts, mp3, progress)
        tags.write(mp3, episode)
        episode = replace(episode, media=_media(mp3, job))
        texts = (sidecar.to_text(episode), *(c.text(episode) for c in companions))
        for target, temp, text in zip(beside, further, texts, strict=True):
            try:
                temp.write_text(text, "utf-8", newline="\n")
            except OSError as error:
                raise output_error(target, error) from error
    return episode


def _first_that_speaks(job: Job, casts: Sequence[Opener], mp3: Path, progress: Progress) -> Episode:
    refusals: list[VoiceError] = []
    for opened in casts:
        try:
            episode = _spoken_by(opened(), job, mp3, progress)
        except VoiceError as error:
            refusals.append(error)
        else:
            told = (f"{r} — the whole story is spoken by {episode.narrator} instead" for r in refusals)
            return replace(episode, notes=(*told, *episode.notes))
    raise refusals[-1]


def _spoken_by(cast: Cast, job: Job, mp3: Path, progress: Progress) -> Episode:
    parts = _parts(cast, job, progress)
    with ffmpeg.mp3_encoder(mp3, bitrate_kbps=job.station.bitrate, subject=job.out) as encoder:
        track = assemble(parts, encoder.write, job.station.pause)
    unrecorded = [
        e for e in track.entries if e.origin is Origin.SYNTHETIC and isinstance(e.segment, Interview)
    ]
    return Episode(
        id=story_id(job.station, job.script, job.made),
        script=job.script,
        track=track,
        station=job.station,
        made=job.made,
        narrator=cast.narrator.name,
        quoter=cast.quoter.name if unrecorded else "",
        notes=tuple(_missing(job)),
    )


def _missing(job: Job) -> Iterator[str]:
    """What a producer should know of recordings that are not there."""
    for number, slot in enumerate(slots(job.script), 1):
        if number not in job.takes:
            who = slot.speaker.name if slot.speaker else "?"
            how = (
                "the script does not give its words: left out" if isinstance(slot, Cue) else "read by a voice"
            )
            yield f"statement {number}, {who}: no recording; {how}"


def heard(script: Script, station: Station) -> tuple[tuple[Segment, int], ...]:
    """Segments in the order of hearing, each with its slot number, 0 if it is no place for a recording."""
    opening = [Narration(script.title, rule="title")] if script.title and station.read_title else []
    opening += [Narration(script.lead, rule="lead")] if script.lead else []
    numbers = {id(slot): number for number, slot in enumerate(slots(script), 1)}
    return tuple((s, numbers.get(id(s), 0)) for s in (*opening, *script.segments))


def _parts(cast: Cast, job: Job, progress: Progress) -> Iterator[Part]:
    order = heard(job.script, job.station)
    paths = deque(job.takes[number] for _, number in order if number in job.takes)
    with ThreadPoolExecutor(1, thread_name_prefix="decode") as pool:

        def start_next() -> Future[Clip] | None:
            if not paths:
                return None
            path = paths.popleft()
            return pool.submit(ffmpeg.decode, path, subject=path.name)

        # The next recording is decoded while the story up to it is spoken.
        coming = start_next()
        for done, (segment, number) in enumerate(order):
            progress(done, len(order), segment.speaker.name if segment.speaker else segment.text)
            if number in job.takes and coming is not None:
                clip, coming = coming.result(), start_next()
                yield _recorded(segment, clip, job.takes[number].name, job)
            elif not isinstance(segment, Cue):
                voice = cast.quoter if isinstance(segment, Interview) else cast.narrator
                if (part := _spoken(segment, voice, job)) is not None:
                    yield part
    progress(len(order), len(order), "")


def _recorded(segment: Segment, clip: Clip, name: str, job: Job) -> Part:
    inner, trimmed = level.cut(samples(clip))
    levelled = level.level(inner, target_lufs=job.station.loudness, ceiling_dbtp=_ceiling(job.station))
    if levelled is None:
        raise ClipError(name, "is silent from start to end", "record it again, or take the file away")
    sound = level.whole_ms(level.faded(levelled.samples))
    entry = Entry(
        segment=segment,
        start_ms=0,
        end_ms=len(sound) // level.MS,
        origin=Origin.RECORDING,
        clip=name,
        gain_db=levelled.gain_db,
        trimmed_ms=trimmed,
        phrases=()
        if isinstance(segment, Cue)
        else spread(_sentences(segment.text, job), len(sound) // level.MS),
    )
    return Part(entry, sound, levelled.true_peak)


def _spoken(segment: Segment, voice: Voice, job: Job) -> Part | None:
    """The segment in ``voice``, sentence by sentence; None if there is nothing in it that can be said."""
    pieces: list[Samples] = []
    phrases: list[Phrase] = []
    at_ms = 0
    for written, spoken in _sentences(segment.text, job):
        sound, words = _sentence(spoken.text, voice)
        phrases += (moved(p, at_ms) for p in timed(written, spoken, words, len(sound) // level.MS))
        pieces += [sound, level.pause(job.station.pause.sentence)]
        at_ms += len(sound) // level.MS + job.station.pause.sentence
    if not pieces:
        return None
    # Joined once, without the pause behind the last sentence.
    levelled = level.level(
        np.concatenate(pieces[:-1]), target_lufs=job.station.loudness, ceiling_dbtp=_ceiling(job.station)
    )
    if levelled is None:
        raise VoiceError(voice.name, f"gave silence for {segment.text[:60]!r}", "choose another voice")
    entry = Entry(
        segment=segment,
        start_ms=0,
        end_ms=len(levelled.samples) // level.MS,
        origin=Origin.SYNTHETIC,
        engine=voice.engine,
        voice=voice.name,
        gain_db=levelled.gain_db,
        phrases=tuple(phrases),
    )
    return Part(entry, levelled.samples, levelled.true_peak)


def _sentences(text: str, job: Job) -> list[tuple[str, Spoken]]:
    """The sentences of ``text`` in which there is something to say, as written and as spoken."""
    written = (text[start:end].strip() for start, end in sentences.split(text))
    both = ((w, speech.normalize(w, job.reading, job.lexicon)) for w in written)
    return [(w, spoken) for w, spoken in both if any(c.isalnum() for c in spoken.text)]


def _sentence(spoken: str, voice: Voice) -> tuple[Samples, tuple[Word, ...]]:
    """The sentence's sound without dead air, and when its words are heard in it, where the voice tells."""
    clip = at_house_rate(voice.speak(spoken))
    inner, (early_ms, _) = level.cut(samples(clip), before_ms=15, after_ms=40)
    sound = level.whole_ms(level.faded(inner, in_ms=3, out_ms=8))
    return sound, tuple(
        replace(w, start_ms=w.start_ms - early_ms, end_ms=w.end_ms - early_ms) for w in clip.words
    )


def _ceiling(station: Station) -> float:
    return station.true_peak - _CODEC_HEADROOM_DB


def assemble(parts: Iterator[Part], write: Callable[[Samples], None], pauses: Pauses) -> Track:
    """Join ``parts`` with their pauses, hand the sound to ``write`` and return the timeline.

    Raises ArticleError if there is no part.
    """
    meter, peak, at_ms = loudness.Meter(), 0.0, 0
    entries: list[Entry] = []

    def put(sound: Samples) -> None:
        nonlocal at_ms
        meter.add(sound)
        write(sound)
        at_ms += len(sound) // level.MS

    put(level.pause(_LEAD_IN_MS))
    for part in parts:
        if entries:
            put(level.pause(_gap_ms(entries[-1], part.entry, pauses)))
        entries.append(_moved(part.entry, at_ms))
        put(part.samples)
        peak = max(peak, part.true_peak)
    if not entries:
        raise ArticleError(
            "the article", "has no words that can be spoken", "check that it is the right file"
        )
    put(level.pause(_TAIL_MS))
    return Track(tuple(entries), at_ms, meter.lufs(), float(20 * np.log10(peak)))


def _gap_ms(before: Entry, after: Entry, pauses: Pauses) -> int:
    recorded = Origin.RECORDING in (before.origin, after.origin)
    return pauses.clip if recorded else pauses.paragraph


def _moved(entry: Entry, by_ms: int) -> Entry:
    return replace(
        entry,
        start_ms=entry.start_ms + by_ms,
        end_ms=entry.end_ms + by_ms,
        phrases=tuple(moved(p, by_ms) for p in entry.phrases),
    )


def _media(mp3: Path, job: Job) -> Media:
    try:
        with mp3.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        return Media(job.out.name, mp3.stat().st_size, digest, job.station.bitrate)
    except OSError as error:
        raise OutputError(job.out, f"cannot be read back ({error.strerror})", "check the disk") from error
