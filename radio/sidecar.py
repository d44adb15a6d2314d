"""The JSON beside the MP3, from which a podcast feed is built without opening the sound.

Its schema is ``sidecar.schema.json`` in this package (JSON Schema 2020-12). ``schema`` in the file names the
version; a field is only ever added under the same number, never changed or taken away.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path, PurePath
from typing import Any

from radio.chapters import chapters, shorten
from radio.episode import Episode
from radio.errors import OutputError
from radio.files import output_error
from radio.track import Entry, Origin, Track

SCHEMA = "radio.episode/1"
_DESCRIPTION_LIMIT = 4000  # bytes of UTF-8, PSP-1


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
            "type": "audio/mpeg",
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
        },
        "ai": {"content": track.synthetic, "voices": list(episode.voices)},
        "segments": [_segment(e) for e in track.entries],
        "chapters": [{"title": c.title, "start_ms": c.start_ms, "end_ms": c.end_ms} for c in chapters(track)],
        "source": {"name": _public_name(script.source), "sha256": script.sha256 or None},
        "notes": list(episode.notes),
    }


def to_text(episode: Episode) -> str:
    """The sidecar as it is written: UTF-8 JSON, letters as they are, one trailing line feed."""
    return json.dumps(to_json(episode), ensure_ascii=False, indent=2) + "\n"


def description(episode: Episode) -> str:
    """What a feed shows under the title: the lead, or the first words heard; at most 4,000 bytes."""
    first = next((s.text for s in episode.script.segments if s.text), "")
    text = episode.script.lead or first or episode.script.title
    # Vietnamese letters take up to three bytes.
    return shorten(text, _DESCRIPTION_LIMIT // 3)


def _public_name(source: str) -> str:
    """An address as it is, a file without its folder: a feed's readers need not know this machine."""
    return source if source.startswith(("http://", "https://")) else PurePath(source).name


def _speakers(track: Track) -> list[dict[str, Any]]:
    heard = dict.fromkeys(e.segment.speaker for e in track.entries if e.segment.speaker is not None)
    return [{"name": s.name, "role": s.role or None} for s in heard]


def _segment(entry: Entry) -> dict[str, Any]:
    segment, speaker = entry.segment, entry.segment.speaker
    recorded = entry.origin is Origin.RECORDING
    return {
        "kind": segment.kind,
        "text": segment.text,
        "speaker": None if speaker is None else {"name": speaker.name, "role": speaker.role or None},
        "start_ms": entry.start_ms,
        "end_ms": entry.end_ms,
        "origin": entry.origin.value,
        "voice": entry.voice or None,
        "clip": entry.clip or None,
        "gain_db": entry.gain_db,
        "trimmed_ms": list(entry.trimmed_ms) if recorded else None,
        "phrases": [{"text": p.text, "start_ms": p.start_ms, "end_ms": p.end_ms} for p in entry.phrases],
    }


def path_beside(mp3: Path) -> Path:
    """Where the sidecar of ``mp3`` stands: the same name with .json.

    Raises OutputError if a JSON file of another kind stands there: it is somebody's work.
    """
    path = mp3.with_suffix(".json")
    try:
        head = path.read_bytes()[:200] if path.is_file() else b""
    except OSError as error:
        raise output_error(path, error) from error
    if head and b'"radio.episode/' not in head:
        problem = "is in the way: the sidecar goes there, and this file is not one"
        raise OutputError(path, problem, "move it away, or choose another name with -o")
    return path
