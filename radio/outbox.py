"""The outbox: a folder of finished episodes, found by their sidecars; the MP3s stay closed.

An MP3 is believed to be what its sidecar says if it has that size and is not newer than the sidecar, which is
written after it. A newer one (copied without its time, tagged anew, replaced) is read and compared.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from radio.errors import ArticleError
from radio.feed import Item, item_of
from radio.sidecar import head

_CHAPTERS = ".chapters.json"
_DEPTH = 8  # folders within folders: year, month, day, and room to spare
_FIRST_READ = 8192  # bytes: a sidecar's head as a rule
_MOST_BYTES = 50_000_000  # of a sidecar; a day's programme has one of 2 MB


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An episode that is not to be published, and why."""

    path: Path  # of its sidecar
    reason: str  # in one clause


@dataclass(frozen=True, slots=True)
class Outbox:
    """What stands in a folder."""

    items: tuple[Item, ...]  # newest first, each id once
    left_out: tuple[LeftOut, ...]  # in order of their paths


def outbox(folder: Path, *, every_byte: bool = False, without: Collection[str] = ()) -> Outbox:
    """The episodes in ``folder`` and the folders in it; hidden ones are passed over, links not followed.

    every_byte: read every MP3 and compare its digest, not only those that look changed.
    without: sidecars to pass over, as paths relative to the folder, with strokes.
    Raises ArticleError if the folder itself cannot be read.
    """
    items: list[Item] = []
    left_out: list[LeftOut] = []
    for sidecar, prefix, entries in _sidecars(folder):
        if f"{prefix}{sidecar.name}" in without:
            continue
        found = _item(sidecar, prefix, entries, every_byte)
        if isinstance(found, Item):
            items.append(found)
        elif found:
            left_out.append(LeftOut(Path(sidecar.path), found))
    items.sort(key=lambda item: (item.published, item.path), reverse=True)
    newest: dict[str, Item] = {}
    for item in items:
        if newest.setdefault(item.id, item) is not item:
            reason = f"has the same id as {newest[item.id].path}, which is newer"
            left_out.append(LeftOut(folder / item.path, reason))
    return Outbox(tuple(newest.values()), tuple(sorted(left_out, key=lambda out: out.path)))


_Entries = Mapping[str, "os.DirEntry[str]"]


def _sidecars(folder: Path) -> Iterator[tuple[os.DirEntry[str], str, _Entries]]:
    """Each JSON file with its folder, relative and with strokes, and what else stands there."""
    waiting = [("", 0)]
    while waiting:
        prefix, depth = waiting.pop()
        try:
            with os.scandir(folder / prefix) as found:
                entries = {entry.name: entry for entry in found if not entry.name.startswith(".")}
        except OSError as error:
            if not prefix:
                problem = f"the folder cannot be read ({error.strerror})"
                raise ArticleError(folder, problem, "give the folder of the finished episodes") from error
            continue
        for name, entry in entries.items():
            if name.endswith(".json") and not name.endswith(_CHAPTERS) and entry.is_file():
                yield entry, prefix, entries
            elif depth < _DEPTH and entry.is_dir(follow_symlinks=False):
                waiting.append((f"{prefix}{name}/", depth + 1))


def _item(sidecar: os.DirEntry[str], prefix: str, entries: _Entries, every_byte: bool) -> Item | str | None:
    """The episode, or why there is none; None for a JSON file of another kind."""
    try:
        with open(sidecar.path, "rb", buffering=0) as file:  # noqa: PTH123 - ten thousand times
            data = file.read(_FIRST_READ)
            if b'"radio.episode/' not in data[:200]:
                return None
            values = head(data, lambda: file.read(_MOST_BYTES))
        item = item_of(values, prefix, entries)
        mp3 = entries.get(item.path.removeprefix(prefix))
        return (_doubt(item, sidecar, mp3, every_byte) if mp3 else "its MP3 is missing") or item
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except (LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        return f"is damaged ({type(error).__name__}: {error})"


def _doubt(item: Item, sidecar: os.DirEntry[str], mp3: os.DirEntry[str], every_byte: bool) -> str:
    """Why the MP3 is not what the sidecar says; "" if it is."""
    known = mp3.stat()
    if known.st_size != item.bytes:
        return f"its MP3 was changed or cut: {known.st_size} bytes instead of {item.bytes}"
    if every_byte or known.st_mtime_ns > sidecar.stat().st_mtime_ns:
        with Path(mp3.path).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != item.sha256:
                return "its MP3 was changed: its digest is another one"
    return ""
