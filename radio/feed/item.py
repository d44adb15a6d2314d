"""Item: an episode as the feed knows it, from its sidecar."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from radio.feed.channel import encoded, is_address
from radio.feed.persons import Person, persons
from radio.feed.xml import LIMIT, line

HANOI = timezone(timedelta(hours=7))  # there is no summer time
TRANSCRIPTS = (
    "text/plain",
    "text/html",
    "text/vtt",
    "application/json",
    "application/srt",
    "application/x-subrip",
)  # types that the podcast namespace has (transcripts.md), and the one of SubRip that Apple writes
_TITLE_LIMIT = 80  # characters of a title made of the first words, where the article has none
_DIGEST = re.compile("[0-9a-f]{64}")
_MOST = 1 << 53  # what a number of JSON holds exactly
# What a feed may give, by the file's ending, the best liked first: type and codec.
_SOUNDS = {".mp3": ("audio/mpeg", ""), ".m4a": ("audio/mp4", ""), ".opus": ("audio/ogg", "opus")}
_EVERYWHERE = (".mp3", ".m4a")  # what all directories take


@dataclass(frozen=True, slots=True)
class Transcript:
    """One form of the words."""

    path: str  # relative to the folder of episodes, with strokes
    type: str  # media type: "text/vtt"


@dataclass(frozen=True, slots=True)
class Sound:
    """A file of the episode's sound."""

    path: str  # relative to the folder of episodes, with strokes
    type: str  # media type: "audio/mpeg"
    codec: str  # where the type leaves it open: "opus"; else ""
    bytes: int  # of the whole file
    sha256: str  # hex digest of the whole file
    bitrate_kbps: int  # of its frames, or the mean


@dataclass(frozen=True, slots=True)
class Item:
    """An episode as the feed knows it."""

    id: str  # permanent; the guid
    title: str
    description: str  # lines of plain text
    published: datetime  # in HANOI's time
    path: str  # of the MP3, relative to the folder of episodes, with strokes
    bytes: int  # of the whole MP3
    sha256: str  # hex digest of the whole MP3
    duration_ms: int
    language: str  # ISO 639-1
    link: str  # address of the article; "" if it has none
    byline: tuple[str, ...]  # the names alone
    persons: tuple[Person, ...]
    synthetic: bool  # whether any of it was spoken by a machine
    transcripts: tuple[Transcript, ...]
    chapters: str  # path of the JSON chapters; "" for none
    type: str = "audio/mpeg"  # of the MP3, or of an M4A that stands in its place
    alternates: tuple[Sound, ...] = ()  # further files with the same sound


def item_of(values: Mapping[str, Any], folder: str, present: Collection[str]) -> Item:
    """The item that a sidecar describes.

    values: a sidecar's, without its segments. folder: the sidecar's own, relative to the folder of episodes,
    "" or with a stroke at the end. present: the names of the files in it; what is not there is not offered.
    Raises LookupError, TypeError, ValueError or OverflowError for values that are not as the schema has them.
    """
    media = values["media"]
    own, *alternates = _sounds(folder, present, media, values.get("renditions", ()))
    description = _words(values["description"] or values["title"])
    published = datetime.fromisoformat(_words(values["published"]))
    if published.tzinfo is None:
        published = published.replace(tzinfo=HANOI)
    files = [(_text(f["kind"]), _text(f["type"]), f["file"]) for f in values["files"] if f["file"] in present]
    credits = [(_text(c["role"] or ""), _words(c["name"])) for c in values["credits"]]
    return Item(
        id=_id(values["id"]),
        title=line(_text(values["title"])) or line(description, _TITLE_LIMIT),
        description=description,
        published=published.astimezone(HANOI),
        path=own.path,
        bytes=own.bytes,
        sha256=own.sha256,
        type=own.type,
        alternates=tuple(alternates),
        duration_ms=_count(media["duration_ms"]),
        language=_words(values["language"]),
        link=_link(values["sources"]),
        byline=tuple(dict.fromkeys(name for _, name in credits)),
        persons=persons(credits, [_words(s["name"]) for s in values["speakers"]]),
        synthetic=_flag(values["ai"]["content"]),
        transcripts=tuple(
            Transcript(folder + _file_name(name), kind) for _, kind, name in files if kind in TRANSCRIPTS
        ),
        chapters=next((folder + _file_name(name) for what, _, name in files if what == "chapters"), ""),
    )


def _link(sources: Any) -> str:
    """The article's address; "" if it has none, or none that a feed can give."""
    name = _text(sources[0]["name"]) if sources else ""
    try:
        return encoded(name) if is_address(name) else ""
    except ValueError:
        return ""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{_shown(value)} where a text belongs")
    return value


def _words(value: Any) -> str:
    """A text in which there is something to see."""
    text = _text(value)
    if text[:1].isalnum() or line(text, _TITLE_LIMIT):
        return text
    raise ValueError(f"{_shown(value)} where words belong")


def _id(value: Any) -> str:
    """A guid: on one line, of at most 255 characters."""
    text = _text(value)
    if text and line(text, LIMIT) == text:
        return text
    raise ValueError(f"{_shown(value)} where an id belongs")


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _MOST:
        raise TypeError(f"{_shown(value)} where a whole number belongs")
    return value


def _digest(value: Any) -> str:
    if not _DIGEST.fullmatch(_text(value)):
        raise ValueError(f"{_shown(value)} where a SHA-256 in hex belongs")
    return str(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{_shown(value)} where true or false belongs")
    return value


def _sounds(
    folder: str, present: Collection[str], media: Mapping[str, Any], renditions: Sequence[Mapping[str, Any]]
) -> list[Sound]:
    """The episode's own first, then those that stand there beside it, the best liked first.

    The episode's own is `media` if a feed may give that, else the best of the others. Raises ValueError
    without a fit one.
    """
    order = list(_SOUNDS)
    own = _file_name(media["file"])
    others = {_file_name(file["file"]): file for file in renditions}
    found = {own: media} | others | {own: media}  # first, and as media tells of it
    if _ending(own) in _EVERYWHERE:
        found = {name: file for name, file in found.items() if name in present or name == own}
    names = sorted((n for n in found if _ending(n) in order), key=lambda n: order.index(_ending(n)))
    if not names or _ending(names[0]) not in _EVERYWHERE:
        raise ValueError(f"{_shown(own)} is not an MP3's name")
    sounds = [_sound(folder + name, found[name]) for name in names]
    return [sounds[0], *(sound for sound in sounds[1:] if sound.path.removeprefix(folder) in present)]


def _sound(path: str, file: Mapping[str, Any]) -> Sound:
    kind, codec = _SOUNDS[_ending(path)]
    size, digest, kbps = _count(file["bytes"]), _digest(file["sha256"]), _count(file["bitrate_kbps"])
    return Sound(path, kind, codec, size, digest, kbps)


def _ending(name: str) -> str:
    return name[name.rfind(".") :].lower()


def _file_name(value: Any) -> str:
    """A file in the sidecar's own folder; a path might lead anywhere."""
    name = _text(value)
    if not name or "/" in name or "\\" in name or name in (".", ".."):
        raise ValueError(f"{_shown(name)} is not a file's name")
    return name


def _shown(value: Any) -> str:
    """A value of anybody's, short enough for a message."""
    return reprlib.repr(value)
