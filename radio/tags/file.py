"""An MP3's tag written anew: what is not ours stays, and the sound stays to the byte."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from mutagen import MutagenError
from mutagen.id3 import ID3, Frame

from radio.episode import Episode
from radio.errors import ClipError, OutputError
from radio.files import output_error
from radio.tags import raw
from radio.tags.beginning import Beginning, beginning, saved
from radio.tags.ending import ending
from radio.tags.frames import Changes, changed_frames, episode_frames

_PIECE = 1 << 20  # bytes compared together
_PADDING = 1024  # bytes, so that a correction need not move the sound


def write(path: Path, episode: Episode) -> None:
    """Put the episode's tag at the head of the MP3 at ``path``, which the encoder has just made.

    Raises OutputError if the file cannot be written.
    """
    temp = path.with_suffix(".tagging")
    number = int(episode.station.id3.partition(".")[2])
    try:
        _copy(path, temp, Beginning(0, (), 0), number, episode_frames(episode, number))
        temp.replace(path)
    except OSError as error:
        raise output_error(path, error) from error
    finally:
        temp.unlink(missing_ok=True)


def tag(episode: Episode) -> bytes:
    """The episode's tag alone, for files that hold one somewhere else than at their head."""
    number = int(episode.station.id3.partition(".")[2])
    tags = ID3()
    for frame in episode_frames(episode, number):
        tags.add(frame)
    if number == 3:
        tags.update_to_v23()
    return _ordered(tags, number)


def _ordered(tags: ID3, number: int) -> bytes:
    """``tags`` as bytes, the chapters by their times: mutagen sorts by size, and many players do not sort."""
    found = raw.frames(saved(tags, number))
    marks = sorted((f for f in found if f.id == "CHAP"), key=_start)
    others = (f for f in found if f.id != "CHAP")
    return raw.render((*others, *marks), number, padding=lambda _: 0)


def _start(frame: raw.RawFrame) -> bytes:
    """A chapter's start, in four bytes behind its id."""
    return frame.body.partition(b"\0")[2][:4]


def change(source: Path, target: Path, changes: Changes) -> None:
    """Write the MP3 ``source`` to ``target`` with some of its tags changed.

    A tag keeps its version; one of v2.2 becomes v2.3, and so does none: then what older tags at the end say
    is said in it, too, for most readers look no further. Raises ClipError for what is no MP3 or has a damaged
    tag, OutputError if ``target`` cannot be written.
    """
    try:
        old = beginning(source)
        further = ending(source).frames if not old.version else ()
    except OSError as error:
        raise ClipError(source, f"cannot be read ({error.strerror})", "check the name") from error
    number = old.version or 3
    ours, removed = changed_frames(changes, number)
    kept = tuple(f for f in old.frames if not _is_one_of(f, number, removed))
    ours = [*(f for f in further if f.FrameID not in removed), *ours]
    try:
        _copy(source, target, replace(old, frames=kept), number, ours)
    except OSError as error:
        raise output_error(source, error) from error


def _is_one_of(frame: raw.RawFrame, number: int, keys: Sequence[str]) -> bool:
    """Whether ``frame`` is one of those that mutagen knows by ``keys``: "TIT2", "COMM::vie"."""
    if all(key[:4] != frame.id for key in keys):
        return False
    try:
        alone = ID3(io.BytesIO(raw.render([frame], number, padding=lambda _: 0)), translate=False)
    except MutagenError:
        return False
    return any(key in alone for key in keys)


def _copy(source: Path, target: Path, old: Beginning, number: int, ours: Sequence[Frame]) -> None:
    """Write ``target``: the tag of the old frames and ours, then the sound of ``source``; and compare."""
    tags = ID3()
    for frame in ours:
        tags.add(frame)
    if number == 3:
        tags.update_to_v23()
    try:
        held = (*(raw.frames(_ordered(tags, number)) if ours else ()), *old.frames)
        tag = raw.render(held, number, padding=lambda size: max(old.bytes - size, 0) or _PADDING)
    except ValueError as error:
        raise OutputError(source, f"the tag cannot be made: {error}", "take a smaller cover") from error
    with source.open("rb") as sound, target.open("wb") as file:
        file.write(tag)
        sound.seek(old.bytes)
        shutil.copyfileobj(sound, file, 1 << 20)
    _compare(source, target, old.bytes, held, tags)


def _compare(source: Path, target: Path, start: int, held: Sequence[raw.RawFrame], ours: ID3) -> None:
    """Read ``target`` back. Raises OutputError unless it holds those frames and the sound of ``source``."""
    with source.open("rb") as before, target.open("rb") as after:
        size = raw.length(after.read(raw.HEADER))
        after.seek(0)
        read = raw.frames(after.read(size))
        before.seek(start)
        same = read == tuple(held) and _same(before, after)
    understood = ID3(target, translate=False)
    if not same or any(understood.get(frame.HashKey) != frame for frame in ours.values()):
        raise OutputError(target, "does not read back as it was written", "check the disk and try again")


def _same(one: BinaryIO, other: BinaryIO) -> bool:
    """Whether two files are the same from where they stand on."""
    while piece := one.read(_PIECE):
        if other.read(_PIECE) != piece:
            return False
    return not other.read(1)
