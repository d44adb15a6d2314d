"""The JSON beside the MP3, from which a podcast feed is built without opening the sound.

Its schema is ``sidecar.schema.json`` in this package (JSON Schema 2020-12). ``schema`` in the file names the
version; a field is only ever added under the same number, never changed or taken away. ``chapters`` and
``segments`` stand last: they are most of the file, and a feed does without them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import resources
from pathlib import Path, PurePath
from typing import Any

from radio.chapters import Chapter, chapters
from radio.companions import Companion, wanted
from radio.episode import Episode
from radio.errors import OutputError
from radio.files import output_error
from radio.music import PIECES, Music
from radio.script import Interview, cues
from radio.shortening import shorten_bytes
from radio.take import note
from radio.track import Entry, Origin, Track

SCHEMA = "radio.episode/1"
_DESCRIPTION_LIMIT = 4000  # bytes of UTF-8, PSP-1
_LEAD_LIMIT = 2000  # bytes of it, so that there is room for the headlines
_MARK = re.compile(rb'"schema"\s*:\s*"(radio\.episode/[^"]{1,20})"')
_LAST_OF_HEAD = "notes"
_REST = b'\n  "chapters": ['  # as we indent; within a text a line feed would be written as \\n


def schema() -> dict[str, Any]:
    """The published JSON Schema of the sidecar."""
    text = resources.files("radio").joinpath("sidecar.schema.json").read_text("utf-8")
    value: dict[str, Any] = json.loads(text)
    return value


def to_json(episode: Episode) -> dict[str, Any]:
    """The sidecar's values. Raises ValueError for an episode that is not written: it has no bytes."""
    if episode.media is None:
        raise ValueError("the episode is not written yet")
    script, track, station, media = episode.script, episode.track, episode.station, episode.media
    return {
        "schema": SCHEMA,
        "id": episode.id,
        "title": script.title,
        "lead": script.lead or None,
        "description": description(episode),
        "language": station.language,
        "station": station.name or None,
        "programme": station.programme or None,
        "copyright": station.copyright or None,
        "published": episode.made.isoformat(timespec="seconds"),
        "byline": script.byline or None,
        "credits": [{"role": c.role or None, "name": c.name} for c in script.credits],
        "speakers": _speakers(track),
        "media": {
            "file": media.file,
            "type": media.type,
            "bytes": media.bytes,
            "sha256": media.sha256,
            "duration_ms": track.duration_ms,
            "bitrate_kbps": media.bitrate_kbps,
            "sample_rate_hz": 48_000,
            "channels": 1,
        },
        "loudness": {
            "integrated_lufs": round(track.loudness_lufs, 1),
            "true_peak_dbtp": round(track.true_peak_dbtp, 1),
            "target_lufs": station.loudness,
            "range_lu": round(track.loudness_range_lu, 1),
            "max_momentary_lufs": _finite(track.momentary_lufs),
            "max_short_term_lufs": _finite(track.short_term_lufs),
        },
        "renditions": [
            {
                "file": m.file,
                "type": m.type,
                "bytes": m.bytes,
                "sha256": m.sha256,
                "bitrate_kbps": m.bitrate_kbps,
            }
            for m in episode.renditions or (media,)
        ],
        "music": _music(station.music),
        "ai": {"content": track.synthetic, "voices": list(episode.voices)},
        "files": [
            {"kind": c.name, "file": name_beside(PurePath(media.file), c), "type": c.type}
            for c in wanted(station)
        ],
        "sources": list(_sources(episode)),
        "notes": list(episode.notes),
        "chapters": [{"title": c.title, "start_ms": c.start_ms, "end_ms": c.end_ms} for c in chapters(track)],
        "segments": [_segment(e) for e in track.entries],
    }


def _music(pieces: Music) -> dict[str, Any] | None:
    """The station's pieces, without their folders, and how they stand to speech."""
    files = {piece: PurePath(note(named).file).name for piece in PIECES if (named := getattr(pieces, piece))}
    if not files:
        return None
    levels = {"level_lu": pieces.level_lu, "bed_lu": pieces.bed_lu, "duck_db": pieces.duck_db}
    return {**{piece: files.get(piece) for piece in PIECES}, **levels}


def _finite(lufs: float) -> float | None:
    return round(lufs, 1) if math.isfinite(lufs) else None


def to_text(episode: Episode) -> str:
    """The sidecar as it is written."""
    return dumped(to_json(episode))


def dumped(values: Mapping[str, Any]) -> str:
    """A sidecar's values as they are written: JSON, letters as they are, one trailing line feed."""
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def description(episode: Episode) -> str:
    """What a feed shows under the title, at most 4,000 bytes: the lead, then a headline a line.

    The headlines are those who are heard, each with the time of the first word, as players make links of
    it. Without a lead the first words heard stand in for it.
    """
    first = next((s.text for s in episode.script.segments if s.text), "")
    text = shorten_bytes(episode.script.lead or first or episode.script.title, _LEAD_LIMIT)
    for line in _headlines(episode.track):
        longer = f"{text}\n{line}"
        if len(longer.encode()) > _DESCRIPTION_LIMIT:
            break
        text = longer
    return text


def _headlines(track: Track) -> Iterator[str]:
    told: set[str] = set()
    for entry, mark in zip(track.entries, chapters(track), strict=False):
        if isinstance(entry.segment, Interview) and mark.title not in told:
            told.add(mark.title)
            yield f"{_clock(mark)} {mark.title}"


def _clock(mark: Chapter) -> str:
    """``m:ss``, ``h:mm:ss`` from an hour on."""
    minutes, seconds = divmod(mark.start_ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _sources(episode: Episode) -> Iterator[dict[str, Any]]:
    """What it was made from: the article, then the recordings and the music in order."""
    script = episode.script
    yield {"kind": "article", "name": _public_name(script.source), "sha256": script.sha256 or None}
    digests: dict[tuple[Origin, str], str] = {}
    for entry in episode.track.entries:
        if entry.clip:
            digests.setdefault((entry.origin, entry.clip), entry.clip_sha256)
    if piece := episode.station.music.bed:
        digests.setdefault((Origin.MUSIC, PurePath(note(piece).file).name), "")
    for (origin, name), digest in digests.items():
        yield {"kind": origin.value, "name": name, "sha256": digest or None}


def _public_name(source: str) -> str:
    """An address as it is, a file without its folder: a feed's readers need not know this machine."""
    return source if source.startswith(("http://", "https://")) else PurePath(source).name


def _speakers(track: Track) -> list[dict[str, Any]]:
    heard = dict.fromkeys(e.segment.speaker for e in track.entries if e.segment.speaker is not None)
    return [{"name": s.name, "role": s.role or None} for s in heard]


def _segment(entry: Entry) -> dict[str, Any]:
    segment, speaker = entry.segment, entry.segment.speaker
    recorded = entry.origin is Origin.RECORDING
    words = segment.text if recorded and entry.phrases else ""
    in_cue, out_cue = cues(words)
    return {
        "kind": segment.kind,
        "text": segment.text,
        "speaker": None if speaker is None else {"name": speaker.name, "role": speaker.role or None},
        "start_ms": entry.start_ms,
        "end_ms": entry.end_ms,
        "origin": entry.origin.value,
        "engine": entry.engine or None,
        "voice": entry.voice or None,
        "clip": entry.clip or None,
        "gain_db": entry.gain_db,
        "trimmed_ms": list(entry.trimmed_ms) if recorded else None,
        "span_ms": list(entry.span_ms) if entry.span_ms else None,
        "in_cue": in_cue or None,
        "out_cue": out_cue or None,
        "phrases": [{"text": p.text, "start_ms": p.start_ms, "end_ms": p.end_ms} for p in entry.phrases],
    }


def paths_beside(mp3: Path, companions: Sequence[Companion]) -> tuple[Path, ...]:
    """Where the sidecar of ``mp3`` stands, and behind it the ``companions``.

    Raises OutputError if a file that no episode of that name has left stands at one of them: it is
    somebody's work.
    """
    path = mp3.with_suffix(".json")
    try:
        left = head(path.read_bytes()) if path.is_file() else {}
        ours = {path.name, *(beside["file"] for beside in left["files"])} if left else set()
    except OSError as error:
        raise output_error(path, error) from error
    except (ValueError, LookupError, TypeError):
        ours = set()
    paths = (path, *(mp3.with_name(name_beside(mp3, c)) for c in companions))
    for taken in paths:
        if taken.name not in ours and taken.is_file() and taken.stat().st_size:
            problem = "is in the way: it would be written over, and no episode of that name has made it"
            raise OutputError(taken, problem, "move it away, or choose another name with -o")
    return paths


def name_beside(mp3: PurePath, companion: Companion) -> str:
    """What a companion of ``mp3`` is called."""
    return f"{mp3.stem}{companion.suffix}"


def is_sidecar(data: bytes) -> bool:
    """Whether ``data`` is an episode's sidecar, of any version, or the beginning of one."""
    return _MARK.search(data) is not None


def head(data: bytes, more: Callable[[], bytes] = bytes) -> dict[str, Any]:
    """The values of a sidecar but for its chapters and segments: a fraction of the work of reading all of it.

    data: the file's bytes, or its first ones; `more` reads those that follow, if they are needed.
    Raises ValueError for what is no sidecar, or one of a version that is not known.
    """
    mark = _MARK.search(data)
    if mark is None:
        raise ValueError("it is no sidecar of an episode")
    if mark[1] != SCHEMA.encode():
        raise ValueError(f"it is of a version not known here, {mark[1].decode(errors='replace')}")
    end = data.find(_REST)
    values = json.loads(data[:end].rstrip().removesuffix(b",") + b"}") if end > 0 else {}
    if _LAST_OF_HEAD not in values:
        # A long head, or another program has written it anew in an order of its own.
        values = json.loads(data + more())
    if not isinstance(values, dict):
        raise ValueError("it is no JSON object")
    return values
