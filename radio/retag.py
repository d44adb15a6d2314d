"""An MP3's tags corrected, and its sidecar with them, so that a feed goes on believing it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import stat
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import Any

from radio import sidecar
from radio.errors import ClipError, OutputError
from radio.files import output_error, replacing
from radio.script import byline_of
from radio.tags import Changes, Info, change, info

_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_FRAMES_MS = 50  # about two frames
_MOST_BEHIND = 200_000  # bytes of tags behind the sound
_CHAPTERS = ".chapters.json"


def retag(path: Path, changes: Changes) -> tuple[Path, ...]:
    """Change the tags of the MP3 at ``path``, and return what was written: it, its sidecar, its chapters.

    All are written, or none. A sidecar that does not describe the file as it stands is left alone. Behind a
    link it is the file that is changed, and not the link. Raises ClipError for what is no MP3 or has a
    damaged tag, OutputError if a file cannot be written or is protected against it.
    """
    path = _real(path)
    values, before = _values(path), _digest(path)
    if all(told["sha256"] != before for told in _sounds(values)):
        values = {}
    sidecars = {path.with_suffix(".json"): values} if values else {}
    marks = _chapters(values, changes.title, path.parent)
    targets = (path, *sidecars, *marks)
    with replacing(*targets) as (mp3, *further):
        change(path, mp3, changes)
        texts = [sidecar.dumped(_changed(told, changes, mp3, before)) for told in sidecars.values()]
        _write(targets[1:], further, [*texts, *marks.values()])
    return targets


def adopt(path: Path) -> tuple[Path, ...]:
    """Bring the sidecar of the MP3 at ``path`` up to date with what another program has written into its tag.

    The title and the programme are taken from the tag. Returns what was written, nothing if the sidecar is
    true already or none is there. Raises ClipError if the sound is not the episode's, or is cut; OutputError
    if a file cannot be written.
    """
    values = _values(path)
    ours = [told for told in _sounds(values) if str(told["file"]).lower().endswith(".mp3")]
    if not ours or ours[0]["sha256"] == _digest(path):
        return ()
    found = info(path)
    if not _is_of(found, path, {**values["media"], **ours[0]}):
        problem = "its sound is not that of which its sidecar tells, or is cut"
        raise ClipError(path, problem, "make the episode again, with: radio make")
    told = dict(reversed(found.texts))  # the first of a name counts
    title, programme = told.get("title"), told.get("programme")
    changes = Changes(
        title=title if title != values["title"] else None,
        programme=programme if programme != values["programme"] else None,
    )
    marks = _chapters(values, changes.title, path.parent)
    targets = (path.with_suffix(".json"), *marks)
    texts = [sidecar.dumped(_changed(values, changes, path, ours[0]["sha256"])), *marks.values()]
    with replacing(*targets) as temps:
        _write(targets, temps, texts)
    return targets


def _is_of(found: Info, path: Path, media: dict[str, Any]) -> bool:
    """Whether the sound of the MP3 at ``path`` is the one that ``media`` tells of, by length and by bytes."""
    try:
        # A mean rate is a rounded one.
        least = media["duration_ms"] * (2 * media["bitrate_kbps"] - 1) // 16
        near = abs(found.duration_ms - media["duration_ms"]) <= _FRAMES_MS
        same = near and abs(found.bitrate_kbps - media["bitrate_kbps"]) <= 1
    except (LookupError, TypeError):
        return False
    return bool(same and least <= path.stat().st_size - found.tag_bytes <= least + _MOST_BEHIND)


def _write(targets: Sequence[Path], temps: Sequence[Path], texts: Sequence[str]) -> None:
    for target, temp, text in zip(targets, temps, texts, strict=True):
        try:
            temp.write_text(text, "utf-8", newline="\n")
        except OSError as error:
            raise output_error(target, error) from error


def _real(path: Path) -> Path:
    """The file that ``path`` stands for."""
    try:
        real = path.resolve()
        mode = real.stat().st_mode
    except (OSError, RuntimeError) as error:
        problem = f"cannot be read ({getattr(error, 'strerror', None) or error})"
        raise ClipError(path, problem, "check the name") from error
    if not stat.S_ISREG(mode):
        raise ClipError(path, "is no file", "give an MP3")
    if not mode & _WRITABLE:
        # A new file in its place would be written all the same: the right to that is the folder's.
        raise OutputError(path, "is protected against writing", "take the protection away, or take a copy")
    return real if path.is_symlink() else path


def _values(path: Path) -> dict[str, Any]:
    """What the sidecar beside the MP3 at ``path`` says; nothing if there is none."""
    try:
        data = path.with_suffix(".json").read_bytes()
        sidecar.head(data)
        values: dict[str, Any] = json.loads(data)
        needed = values["title"], values["programme"], [(s["file"], s["sha256"]) for s in _sounds(values)]
        return values if needed else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _sounds(values: dict[str, Any]) -> list[dict[str, Any]]:
    """What a sidecar tells of each file of the episode's sound, one perhaps twice."""
    return [values["media"], *values.get("renditions", [])] if values else []


def _changed(values: dict[str, Any], changes: Changes, mp3: Path, before: str) -> dict[str, Any]:
    """``values`` with the changes, and with what ``mp3`` is now where the file of digest ``before`` was."""
    told: dict[str, Any] = {}
    if changes.title is not None:
        told["title"] = changes.title
    if changes.programme is not None:
        told["programme"] = changes.programme or None
    if changes.credits is not None:
        told["byline"] = byline_of(changes.credits) or None
        told["credits"] = [{"role": c.role or None, "name": c.name} for c in changes.credits]
    now = {"bytes": mp3.stat().st_size, "sha256": _digest(mp3)}
    media, *renditions = [{**s, **now} if s["sha256"] == before else s for s in _sounds(values)]
    if "renditions" in values:
        told["renditions"] = renditions
    return {**values, **told, "media": media}


def _chapters(values: dict[str, Any], title: str | None, folder: Path) -> dict[Path, str]:
    """The episode's chapters as they are to be, for they tell its title, too; nothing where they need not."""
    found: dict[Path, str] = {}
    if not title:
        return found
    # What is not as the schema has it is somebody else's to mend.
    with contextlib.suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
        for name in (f["file"] for f in values["files"] if f["kind"] == "chapters"):
            path = folder / name
            if PurePath(name).name != name or not name.endswith(_CHAPTERS):
                continue
            told = json.loads(path.read_bytes())
            if told["title"] == values["title"]:
                found[path] = sidecar.dumped({**told, "title": title})
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
