"""An MP3's tags corrected, and its sidecar with them, so that a feed goes on believing it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from radio import sidecar
from radio.files import output_error, replacing
from radio.script import byline_of
from radio.tags import Changes, change


def retag(path: Path, changes: Changes) -> tuple[Path, ...]:
    """Change the tags of the MP3 at ``path``, and return what was written: it, and its sidecar if it has one.

    Both are written, or neither. A sidecar that does not describe the file as it stands is left alone.
    Raises ClipError for what is no MP3 or has a damaged tag, OutputError if a file cannot be written.
    """
    beside = path.with_suffix(".json")
    values = _describing(path, beside)
    targets = (path, beside) if values else (path,)
    with replacing(*targets) as (mp3, *further):
        change(path, mp3, changes)
        for temp in further:
            try:
                text = sidecar.dumped(_changed(values, changes, mp3))
                temp.write_text(text, "utf-8", newline="\n")
            except OSError as error:
                raise output_error(beside, error) from error
    return targets


def _describing(path: Path, beside: Path) -> dict[str, Any]:
    """The sidecar's values, if they are those of the MP3 as it stands; else none."""
    try:
        data = beside.read_bytes()
        sidecar.head(data)
        values: dict[str, Any] = json.loads(data)
        return values if values["media"]["sha256"] == _digest(path) else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _changed(values: dict[str, Any], changes: Changes, mp3: Path) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if changes.title is not None:
        told["title"] = changes.title
    if changes.programme is not None:
        told["programme"] = changes.programme or None
    if changes.credits is not None:
        told["byline"] = byline_of(changes.credits) or None
        told["credits"] = [{"role": c.role or None, "name": c.name} for c in changes.credits]
    media = {**values["media"], "bytes": mp3.stat().st_size, "sha256": _digest(mp3)}
    return {**values, **told, "media": media}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
