"""``radio make``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import typer

from radio import settings
from radio.casting import casts
from radio.cli import memory
from radio.cli.normalizing import unknown_words
from radio.cli.printing import Progress, clock, note, table
from radio.cli.scripting import tell_doubts
from radio.companions import wanted
from radio.episode import Episode
from radio.errors import OutputError
from radio.formats import FORMATS, format_of
from radio.produce import Job, produce
from radio.recordings import recordings
from radio.script import Script
from radio.sidecar import name_beside
from radio.slug import slug
from radio.speech import normalize
from radio.station import mastered
from radio.track import Entry, Origin
from radio.understand import is_address, understand

_NATURAL = (
    "the built-in robot voice read this; for a natural one (needs internet) add --voice gtts,"
    ' or write voice = ["gtts", "espeak"] into station.toml (radio init makes one)'
)


def make(
    article: str,
    *,
    out: Sequence[Path],
    clips: Path | None,
    by_hand: Sequence[str],
    voice: str | None,
    station: Path | None,
    master: str | None,
    strict_voice: bool,
    allow_private: bool,
    quiet: bool,
) -> None:
    """Make ``article`` and print what came of it."""
    memory.give_back()
    found = settings.load(station)
    if master is not None:
        found = replace(found, station=mastered(found.station, master))
    script = understand(article, allow_private=allow_private)
    first, *also = targets(out, article, script, found.station.formats)
    job = Job(
        script=script,
        takes=recordings(script, clips=clips, by_hand=by_hand, beside=_folder(article)),
        station=found.station,
        out=first,
        also=tuple(also),
        made=datetime.now().astimezone(),
        lexicon=found.lexicon,
        reading=found.reading,
        folder=found.folder,
        cover=found.cover,
        cache=settings.cache_dir(),
    )
    openers = casts(found.station, voice=voice or "", strict=strict_voice)
    episode = produce(job, openers, progress=Progress(quiet=quiet))
    if quiet:
        return
    tell_doubts(script)
    for line in episode.notes:
        note(line)
    if unknown := guessed(episode, job):
        note(unknown_words(unknown))
    typer.echo(summary(episode, (first, *also)))
    if not (voice or found.station.voice or found.station.presenter):
        note(_NATURAL)


def _folder(article: str) -> Path | None:
    """Where the article's file stands; None for an address."""
    return None if is_address(article) else Path(article).parent


def guessed(episode: Episode, job: Job) -> tuple[str, ...]:
    """The words that a voice said as no table told it to, each once, in the order of hearing."""
    spoken = (e.segment.text for e in episode.track.entries if e.origin is Origin.SYNTHETIC)
    found = (word for text in spoken for word in normalize(text, job.reading, job.lexicon).unknown)
    return tuple(dict.fromkeys(found))


def targets(out: Sequence[Path], article: str, script: Script, formats: Sequence[str]) -> tuple[Path, ...]:
    """Where the sound goes, the file first that a feed would offer.

    out: as asked for, a folder or a file each; none for this folder. formats: those of `FORMATS` that are
    made where no file is named. Raises OutputError for a name that asks for no format, or a format twice.
    """
    # An address makes no good file name: it may end in a number, a question mark or nothing.
    stem = slug(script.title) if is_address(article) else Path(article).stem
    found: dict[str, Path] = {}
    for path in out or [Path()]:
        named = format_of(path)
        if path.is_dir() or named is None:
            if not path.is_dir():
                endings = ", ".join(f.suffix for f in FORMATS.values())
                raise OutputError(path, "is not a name for a sound file", f"end it in one of: {endings}")
            made = {name: path / f"{stem}{FORMATS[name].suffix}" for name in formats}
        else:
            made = {named.name: path}
        if twice := found.keys() & made.keys():
            raise OutputError(
                path, f"asks for a second {FORMATS[min(twice)].title}", "name one of each format"
            )
        found |= made
    return tuple(found[name] for name in FORMATS if name in found)


def summary(episode: Episode, outs: Sequence[Path]) -> str:
    """The closing table, and where the files are."""
    out = outs[0]
    rows = [("#", "segment", "who", "start", "length", "sound")]
    rows += [_row(number, entry) for number, entry in enumerate(episode.track.entries, 1)]
    track = episode.track
    told = f"{clock(track.duration_ms)}, {track.loudness_lufs:.1f} LUFS"
    sounds = [
        f"{path}  {told}, {m.bytes / 1e6:.1f} MB" for path, m in zip(outs, episode.renditions, strict=True)
    ]
    byline = f"\n{episode.script.byline}" if episode.script.byline else ""
    beside = (
        out.with_suffix(".json"),
        *(out.with_name(name_beside(out, c)) for c in wanted(episode.station)),
    )
    return f"{episode.script.title}{byline}\n\n{table(rows)}\n\n" + "\n".join(
        (*sounds, *map(str, beside), *episode.replaced)
    )


def _row(number: int, entry: Entry) -> tuple[str, str, str, str, str, str]:
    segment = entry.segment
    kind = segment.rule if segment.rule in ("title", "lead") else segment.kind
    music = entry.origin is Origin.MUSIC
    who = segment.speaker.name if segment.speaker else "" if music else "presenter"
    kind = segment.text if music else kind
    sound = f"{entry.origin} {entry.voice if entry.origin is Origin.SYNTHETIC else entry.clip}"
    return (str(number), kind, who, clock(entry.start_ms), clock(entry.end_ms - entry.start_ms), sound)
