"""The outbox: a folder of finished episodes, found by their sidecars; the MP3s stay closed.

An MP3 is believed to be what its sidecar says if it has that size and is not newer than the sidecar, which is
written after it. A newer one (copied without its time, tagged anew, replaced) is read and compared.

Whoever can write a file there must not be able to publish one from elsewhere: a link that leads out of the
folder is reported, not followed.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from radio.errors import ArticleError
from radio.feed import Item, Sound, item_of
from radio.sidecar import head, is_sidecar

_CHAPTERS = ".chapters.json"
_ADOPT = "if another program has corrected its tag, run: radio tag"
_DEPTH = 8  # folders within folders: year, month, day, and room to spare
_FIRST_READ = 8192  # bytes: a sidecar's head as a rule
_MOST_BYTES = 8_000_000  # of a sidecar that must be read whole; a day's programme has one of 2 MB


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
    for sidecar, shelf in _sidecars(folder, left_out):
        if f"{shelf.prefix}{sidecar.name}" in without:
            continue
        found = _item(sidecar, shelf, every_byte)
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


@dataclass(frozen=True, slots=True)
class _Shelf:
    """One folder of them."""

    prefix: str  # relative and with strokes; "" or with a stroke at the end
    entries: _Entries  # what is visible in it, by name
    present: frozenset[str]  # names of those that are not links out of the folder of episodes


def _sidecars(folder: Path, left_out: list[LeftOut]) -> Iterator[tuple[os.DirEntry[str], _Shelf]]:
    """Each JSON file, and what stands around it; folders that cannot be read are added to ``left_out``."""
    root = folder.resolve()
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
            left_out.append(LeftOut(folder / prefix, f"the folder cannot be read ({error.strerror})"))
            continue
        strays = {name for name, entry in entries.items() if entry.is_symlink() and _leads_out(entry, root)}
        shelf = _Shelf(prefix, entries, frozenset(entries.keys() - strays))
        for name, entry in entries.items():
            named = name.endswith(".json") and not name.endswith(_CHAPTERS)
            if named and (name in strays or entry.is_file()):
                yield entry, shelf
            elif depth < _DEPTH and entry.is_dir(follow_symlinks=False):
                waiting.append((f"{prefix}{name}/", depth + 1))


def _leads_out(link: os.DirEntry[str], root: Path) -> bool:
    try:
        link.is_file()  # fails at a loop, which newer Pythons resolve to itself
        return not Path(link.path).resolve().is_relative_to(root)
    except (OSError, RuntimeError):  # a loop
        return True


def _item(sidecar: os.DirEntry[str], shelf: _Shelf, every_byte: bool) -> Item | str | None:
    """The episode, or why there is none; None for a JSON file of another kind."""
    if sidecar.name not in shelf.present:
        return "is a link that leads out of the folder"
    try:
        values = _head(sidecar)
        if values is None:
            return None
        item = item_of(values, shelf.prefix, shelf.present)
        told, now = PurePath(item.path), PurePath(sidecar.name)
        if told.name not in shelf.entries and now.with_suffix(told.suffix).name in shelf.present:
            item = item_of(_renamed(values, told.stem, now.stem), shelf.prefix, shelf.present)
        return _doubt(item, sidecar, shelf, every_byte) or _without_damaged(item, shelf)
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except (LookupError, TypeError, ValueError, ArithmeticError, RecursionError, MemoryError) as error:
        return f"is damaged ({type(error).__name__}: {error})"


def _head(sidecar: os.DirEntry[str]) -> dict[str, Any] | None:
    """The values of a sidecar, without its segments as a rule; None for a JSON file of another kind."""
    with open(sidecar.path, "rb", buffering=0) as file:  # noqa: PTH123 - ten thousand times
        data = file.read(_FIRST_READ)
        if not is_sidecar(data):
            data += _rest(file)  # in an order of another program's
        return head(data, lambda: _rest(file)) if is_sidecar(data) else None


def _rest(file: io.FileIO) -> bytes:
    data = file.read(_MOST_BYTES)
    if len(data) == _MOST_BYTES:
        raise ValueError(f"it has more than {_MOST_BYTES // 1_000_000} MB")
    return data


def _renamed(values: dict[str, Any], old: str, stem: str) -> dict[str, Any]:
    """``values`` with the names that the files have where all were renamed together with the sidecar."""

    def now(file: dict[str, Any]) -> dict[str, Any]:
        name = file["file"]
        return {**file, "file": stem + name.removeprefix(old)} if name.startswith(f"{old}.") else file

    lists: dict[str, Any] = {
        key: [now(f) for f in values[key]] for key in ("files", "renditions") if key in values
    }
    return {**values, **lists, "media": now(values["media"])}


def _without_damaged(item: Item, shelf: _Shelf) -> Item:
    """``item`` with those of its further sound files that have their size."""
    if not item.alternates:
        return item
    kept = (s for s in item.alternates if _entry(s, shelf).stat().st_size == s.bytes)
    return replace(item, alternates=tuple(kept))


def _entry(sound: Sound, shelf: _Shelf) -> os.DirEntry[str]:
    return shelf.entries[sound.path.removeprefix(shelf.prefix)]


def _doubt(item: Item, sidecar: os.DirEntry[str], shelf: _Shelf, every_byte: bool) -> str:
    """Why the MP3 is not what the sidecar says; "" if it is."""
    name = item.path.removeprefix(shelf.prefix)
    mp3 = shelf.entries.get(name)
    if mp3 is None:
        return f"its MP3 is missing: {name}"
    if name not in shelf.present:
        return f"its MP3 is a link that leads out of the folder: {name}"
    known = mp3.stat()
    if not mp3.is_file():
        return f"its MP3 is no file: {name}"
    if known.st_size != item.bytes:
        told = f"its MP3 was changed or cut: {known.st_size} bytes instead of {item.bytes}"
        return f"{told}; {_ADOPT} {name}"
    if every_byte or known.st_mtime_ns > sidecar.stat().st_mtime_ns:
        with Path(mp3.path).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != item.sha256:
                return f"its MP3 was changed: its digest is another one; {_ADOPT} {name}"
    return ""
