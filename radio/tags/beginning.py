"""What an MP3 has before its sound: its tag, frame by frame, and where the sound begins."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from mutagen import MutagenError
from mutagen.id3 import ID3
from mutagen.mp3 import MPEGInfo

from radio.errors import ClipError
from radio.tags import raw

_MOST_TAG = 64 << 20  # bytes of a tag that is read
_MOST_TAGS = 8
_REMEDY = "make the file anew, or mend its tag with another program first"
# Files of other kinds, in which frames of MP3 may stand; a tag in front would make them unreadable.
_OTHERS = {b"RIFF": "WAV", b"OggS": "Ogg", b"fLaC": "FLAC", b"\x1aE\xdf\xa3": "Matroska", b"FORM": "AIFF"}


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an MP3 has before its sound."""

    version: int  # of its tag, 3 or 4; 0 for none
    frames: tuple[raw.RawFrame, ...]
    bytes: int  # where the sound begins


def beginning(path: Path) -> Beginning:
    """What stands before the sound of the MP3 at ``path``.

    Some programs put one tag before another, and readers then differ in which they believe: they are put
    together here. Raises ClipError if there is no sound or a tag is damaged, OSError if it cannot be read.
    """
    with path.open("rb") as file:
        tags = list(_tags(path, file))
        start = sum(map(len, tags))
        _check_sound(path, file, start)
    try:
        tags = [_as_v23(tag) if raw.version(tag) == 2 else tag for tag in tags]
        versions = {raw.version(tag) for tag in tags}
        frames = tuple(dict.fromkeys(frame for tag in tags for frame in raw.frames(tag)))
    except (ValueError, MutagenError) as error:
        raise ClipError(path, f"its tag is damaged ({error})", _REMEDY) from error
    if len(versions) > 1:
        raise ClipError(path, "it has two tags, of two versions", _REMEDY)
    return Beginning(max(versions, default=0), frames, start)


def _tags(path: Path, file: BinaryIO) -> Iterator[bytes]:
    """The tags that stand one behind the other at the start."""
    whole = os.fstat(file.fileno()).st_size
    at = 0
    for _ in range(_MOST_TAGS):
        file.seek(at)
        head = file.read(raw.HEADER)
        if not head.startswith(raw.MARK):
            return
        size = raw.length(head)
        if not size:
            raise ClipError(path, "its tag is damaged, or of a version that is not known", _REMEDY)
        if size > min(whole - at, _MOST_TAG):
            raise ClipError(path, "its tag is cut off or damaged", _REMEDY)
        file.seek(at)
        yield file.read(size)
        at += size
    raise ClipError(path, f"it has more than {_MOST_TAGS} tags", _REMEDY)


def _check_sound(path: Path, file: BinaryIO, start: int) -> None:
    """Raise ClipError unless an MP3's sound begins at ``start``, or behind garbage there."""
    try:
        sound: Any = MPEGInfo(file, start)
    except (MutagenError, OverflowError) as error:
        raise ClipError(path, "is no MP3", "give an MP3") from error
    if sound.sketchy:
        raise ClipError(path, "is no MP3, though it begins like one", "give an MP3")
    if sound.layer != 3:
        raise ClipError(path, f"is no MP3 but MPEG layer {sound.layer}", "give an MP3")
    file.seek(start)
    between = file.read(sound.frame_offset - start)
    for sign, kind in _OTHERS.items():
        if between.startswith(sign):
            raise ClipError(path, f"is no MP3 but a {kind} file that holds one", "save it as MP3 first")
    if any(raw.length(between[at : at + raw.HEADER]) for at in _places(between, raw.MARK)):
        raise ClipError(path, "something stands before its tag", _REMEDY)


def _places(data: bytes, sign: bytes) -> Iterator[int]:
    at = data.find(sign)
    while at >= 0:
        yield at
        at = data.find(sign, at + 1)


def _as_v23(tag: bytes) -> bytes:
    """A tag of v2.2, whose frames have names of three letters, as v2.3."""
    tags = ID3(io.BytesIO(tag))
    tags.update_to_v23()
    return saved(tags, 3)


def saved(tags: ID3, number: int) -> bytes:
    """``tags`` as bytes, without padding."""
    file = io.BytesIO()
    tags.save(file, v1=0, v2_version=number, v23_sep=None, padding=lambda _: 0)
    return file.getvalue()
