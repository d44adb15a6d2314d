"""Script + takes + voices → Track → Episode: the mission on one page.

Sound streams: segments are spoken or decoded, cut and levelled a few at a time on all cores, and handed to
the press in order. Only the timeline is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from radio import ffmpeg, press, sentences, sidecar, speech
from radio.assembly import assemble
from radio.audio.mp3 import Rate
from radio.companions import wanted
from radio.delivery import Delivery, delivered
from radio.episode import Episode, Media, story_id
from radio.errors import OutputError, VoiceError
from radio.files import output_error, replacing
from radio.formats import FORMATS, format_of
from radio.parts import Part, Workshop
from radio.press import Encoder
from radio.renditions import Manner, Planned
from radio.script import Cue, Interview, Narration, Script, Segment
from radio.shelf import Shelf
from radio.speech import Lexicon, Reading, Spoken
from radio.station import Station
from radio.take import Take
from radio.takes import slots
from radio.track import Origin, Track
from radio.tunes import laid, named, placed, surrounding, tune_of, under_dbtp, with_music, with_room
from radio.turns import turns
from radio.voices import Voice, close, unspoken

Progress = Callable[[int, int, str], None]  # segments done, of how many, what comes now

_ONLINE_PARTS = 8
# A meter of the whole programme counts the blocks (400 ms) that reach into the pauses: those of a word or two
# make a decibel. One that hears the segment alone has none of them. This stands between the two …
_AROUND_MS = 152
# … but where a segment is the programme, there is one alone to please.
_ALONE_MS = 400
# Of recordings: a hand on the microphone, traffic and mains hum lie under any voice.
_RUMBLE = "highpass=f=80:t=q:w=0.541,highpass=f=80:t=q:w=1.307"
_NOTICED_LU = 0.5
# Left to find the noise by itself (track_noise) the filter takes 2 dB of a room at -45 dB; told, all of this.
_NOISE = "afftdn=noise_reduction=15:noise_floor={noise_db:.0f}"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who reads. One voice may read several things."""

    presenters: tuple[Voice, ...]  # at least one; in the station's order
    quoter: Voice  # quotations that have no recording

    @property
    def voices(self) -> tuple[Voice, ...]:
        """All of them."""
        return (*self.presenters, self.quoter)


Opener = Callable[[], Cast]  # raises VoiceError where a voice is not to be had


@dataclass(frozen=True, slots=True)
class Job:
    """One story to be made."""

    script: Script
    takes: Mapping[int, Take]  # slot number (from 1) → recording
    station: Station
    out: Path  # the sound file that a feed offers, the MP3 as a rule; the other files stand beside it
    made: datetime  # with its time zone
    reading: Reading = field(default_factory=Reading)
    lexicon: Lexicon = field(default_factory=Lexicon)
    folder: Path = Path()  # of the station's settings, where its music stands
    cover: bytes = b""  # a JPEG or PNG for the tags; b"" for none
    cache: Path | None = None  # folder of segments made before; None to make all anew
    turn: int = 0  # the presenter who begins, counted on past the last one
    id: str = ""  # the episode's, where it has one already; "" to make it of the script
    also: tuple[Path, ...] = ()  # the same programme in other formats, by their names
    cores: int = 0  # that it may keep busy; 0 for all that this process may use


def produce(job: Job, casts: Sequence[Opener], *, progress: Progress = lambda *_: None) -> Episode:
    """Make the sound files, the sidecar and the companions, all or none, and return the episode.

    casts: in order of preference; where one cannot speak the whole story, the next one speaks all of it.
    Raises RadioError; what stood under the final names stays as it was then.
    """
    job = replace(job, station=placed(job.station, job.folder))
    companions = wanted(job.station)
    beside = sidecar.paths_beside(job.out, companions)
    targets = (job.out, *job.also)
    with replacing(*targets, *beside) as temps, delivered(targets, temps) as delivery:
        episode = _first_that_speaks(job, casts, delivery, progress)
        delivery.finish(episode)
        renditions = tuple(_media(path, temp, episode) for path, temp in zip(targets, temps, strict=False))
        episode = replace(episode, media=renditions[0], renditions=renditions)
        texts = (sidecar.to_text(episode), *(c.text(episode) for c in companions))
        for target, temp, text in zip(beside, temps[len(targets) :], texts, strict=True):
            try:
                temp.write_text(text, "utf-8", newline="\n")
            except OSError as error:
                raise output_error(target, error) from error
    return episode


def _first_that_speaks(job: Job, casts: Sequence[Opener], delivery: Delivery, progress: Progress) -> Episode:
    refusals: list[VoiceError] = []
    for opened in casts:
        try:
            episode = _spoken_by(opened(), job, delivery, progress)
        except VoiceError as error:
            refusals.append(error)
        else:
            told = tuple(f"{r} — the whole story is spoken by {episode.narrator} instead" for r in refusals)
            return replace(episode, replaced=told, notes=(*told, *episode.notes))
    raise refusals[-1]


def _spoken_by(cast: Cast, job: Job, delivery: Delivery, progress: Progress) -> Episode:
    plans = plan(cast, job)
    # An online voice has little to do for this machine: several parts wait for it together.
    cores = job.cores or _cores()
    hands = max(cores, _ONLINE_PARTS if any(v.online for v in cast.voices) else 0)
    # The voices stop first: who waits for the workers waits for what they ask.
    with _workers("speak", hands) as pool, _workers("encode", cores) as encoding, _closing(cast):
        programs = pool.submit(_programs)
        encoder = Encoder(encoding, Rate.of(job.station.bitrate), job.out, cores)
        # What is kept is kept with its frames.
        shelf = Shelf(job.cache / "parts") if job.cache and delivery.mp3 else None
        manner, pieces = _manner(job.station, delivery.lift_db(encoder.rate)), job.station.music
        manner = replace(manner, around_ms=_AROUND_MS if len(plans) > 1 else _ALONE_MS)
        ceiling, both = under_dbtp(pieces, manner), delivery.wav is not None
        workshop = Workshop(manner, encoder, pool, hands + 1, programs.result(), shelf, ceiling, both)
        bed, ambience = laid(pieces, manner, pool), surrounding(job.station.ambience, manner, pool)
        with delivery.reel(encoder) as reel:
            parts = _watched(workshop.parts(plans), plans, progress)
            track, told = assemble(parts, reel, job.station.pause, bed, ambience)
    if shelf:
        shelf.tidy()
    unrecorded = [
        e for e in track.entries if e.origin is Origin.SYNTHETIC and isinstance(e.segment, Interview)
    ]
    return Episode(
        id=job.id or story_id(job.station, job.script, job.made),
        script=job.script,
        track=track,
        station=job.station,
        made=job.made,
        narrator=" and ".join(dict.fromkeys(voice.name for voice in cast.presenters)),
        quoter=cast.quoter.name if unrecorded else "",
        cover=job.cover,
        notes=(*told, *_missing(job), *_left_out(plans), *_drawn_away(track, job.station)),
    )


def _left_out(plans: Sequence[Planned]) -> Iterator[str]:
    """What a producer should know of letters that a voice cannot read."""
    for planned in plans:
        voice = planned.voice
        for written, spoken in planned.sentences if voice else ():
            if voice and (letters := unspoken(voice, spoken.text)):
                yield f"{voice.name} leaves out “{letters}” in “{written}”"


def _drawn_away(track: Track, station: Station) -> Iterator[str]:
    """What a producer should know of a programme that its music makes softer or louder than it should be."""
    away = track.loudness_lufs - station.loudness
    if abs(away) > _NOTICED_LU and any(e.origin is Origin.MUSIC for e in track.entries):
        yield (
            f"the programme stands at {track.loudness_lufs:.1f} LUFS instead of {station.loudness:g}, for its"
            f" music is at {station.music.level_lu:+g} LU (music.level_lu)"
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


def plan(cast: Cast, job: Job) -> tuple[Planned, ...]:
    """What is to be made, in the order of hearing; what has nothing to be heard is left out."""
    plans = []
    order = heard(job.script, job.station)
    labels = [p.label for p in job.station.presenter] or [""]
    alternate = job.station.alternate
    readers = turns([s for s, _ in order], labels, alternate=alternate, first=job.turn)
    for (segment, number), reader in zip(order, readers, strict=True):
        sentences = _sentences(segment.text, job)
        take = job.takes.get(number)
        if isinstance(segment, Cue) and (tune := tune_of(segment, job.station.music, take)):
            plans.append(Planned(named(segment), (), tune=tune))
        elif take:
            plans.append(Planned(segment, sentences, take=take))
        elif sentences and not isinstance(segment, Cue):
            voice = cast.quoter if isinstance(segment, Interview) else cast.presenters[reader]
            plans.append(Planned(segment, sentences, voice))
    told = with_music(plans, job.station.music)
    return with_room(told, job.station.ambience.source, job.station.pause)


def _sentences(text: str, job: Job) -> tuple[tuple[str, Spoken], ...]:
    """The sentences of ``text`` in which there is something to say, as written and as spoken."""
    written = (text[start:end].strip() for start, end in sentences.split(text))
    both = ((w, speech.normalize(w, job.reading, job.lexicon)) for w in written)
    return tuple((w, spoken) for w, spoken in both if any(c.isalnum() for c in spoken.text))


def _manner(station: Station, lift_db: float) -> Manner:
    """lift_db: what the encoders may add to a peak."""
    return Manner(
        target_lufs=station.loudness,
        ceiling_dbtp=station.true_peak - lift_db,
        sentence_pause_ms=station.pause.sentence,
        colon_pause_ms=station.pause.colon,
        band_hz=station.band,
        ratio=station.ratio,
        filters=_RUMBLE,
        noise_filter=_NOISE,
        denoise=station.denoise,
    )


def _programs() -> str:
    """What decodes and encodes, and in which versions."""
    return f"ffmpeg {ffmpeg.version()}, LAME {press.version()}"


def _cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def _closing(cast: Cast) -> Iterator[None]:
    """Have all of ``cast`` stop at the block's end, however that comes."""
    with contextlib.ExitStack() as stack:
        for voice in cast.voices:
            stack.callback(close, voice)
        yield


@contextlib.contextmanager
def _workers(name: str, count: int) -> Iterator[ThreadPoolExecutor]:
    """``count`` threads; what is not begun when the block ends badly is not done."""
    pool = ThreadPoolExecutor(count, thread_name_prefix=name)
    try:
        yield pool
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def _watched(parts: Iterator[Part], plans: Sequence[Planned], progress: Progress) -> Iterator[Part]:
    for done, planned in enumerate(plans):
        speaker = planned.segment.speaker
        progress(done, len(plans), speaker.name if speaker else planned.segment.text)
        yield next(parts)
    progress(len(plans), len(plans), "")
    # The last part is put on the shelf, too.
    deque(parts, maxlen=0)


def _media(path: Path, temp: Path, episode: Episode) -> Media:
    kind = format_of(path) or FORMATS["mp3"]
    try:
        with temp.open("rb") as handle:
            digest = hashlib.file_digest(handle, "sha256").hexdigest()
        size = temp.stat().st_size
    except OSError as error:
        raise OutputError(path, f"cannot be read back ({error.strerror})", "check the disk") from error
    bitrate = episode.station.bitrate
    constant = kind.name == "mp3" and isinstance(bitrate, int)
    kbps = bitrate if constant else round(8 * size / max(1, episode.track.duration_ms))
    return Media(path.name, size, digest, int(kbps), kind.type)
