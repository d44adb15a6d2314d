"""Item: an episode as the feed knows it, from its sidecar."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from radio.feed.channel import is_address
from radio.feed.persons import Person, persons
from radio.shortening import shorten

HANOI = timezone(timedelta(hours=7))  # there is no summer time
_TITLE_LIMIT = 80  # characters of a title made of the first words, where the article has none


@dataclass(frozen=True, slots=True)
class Transcript:
    """One form of the words."""

    path: str  # relative to the folder of episodes, with strokes
    type: str  # media type: "text/vtt"


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


def item_of(values: Mapping[str, Any], folder: str, present: Collection[str]) -> Item:
    """The item that a sidecar describes.

    values: a sidecar's, without its segments. folder: the sidecar's own, relative to the folder of episodes,
    "" or with a stroke at the end. present: the names of the files in it; what is not there is not offered.
    Raises LookupError, TypeError, ValueError or OverflowError for values that are not as the schema has them.
    """
    media = values["media"]
    description = _text(values["description"] or values["title"])
    published = datetime.fromisoformat(values["published"])
    if published.tzinfo is None:
        published = published.replace(tzinfo=HANOI)
    files = [f for f in values["files"] if f["file"] in present]
    name = values["sources"][0]["name"] if values["sources"] else ""
    credits = [(c["role"] or "", c["name"]) for c in values["credits"]]
    return Item(
        id=_text(values["id"]),
        title=_text(values["title"] or shorten(description, _TITLE_LIMIT)),
        description=description,
        published=published.astimezone(HANOI),
        path=folder + _file_name(media["file"]),
        bytes=_count(media["bytes"]),
        sha256=_text(media["sha256"]),
        duration_ms=_count(media["duration_ms"]),
        language=_text(values["language"]),
        link=name if is_address(name) else "",
        byline=tuple(dict.fromkeys(name for _, name in credits)),
        persons=persons(credits, [s["name"] for s in values["speakers"]]),
        synthetic=bool(values["ai"]["content"]),
        transcripts=tuple(
            Transcript(folder + _file_name(f["file"]), f["type"]) for f in files if f["kind"] != "chapters"
        ),
        chapters=next((folder + _file_name(f["file"]) for f in files if f["kind"] == "chapters"), ""),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"{value!r} where a text belongs")
    return value


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError(f"{value!r} where a whole number belongs")
    return value


def _file_name(value: Any) -> str:
    """A file in the sidecar's own folder; a path might lead anywhere."""
    name = _text(value)
    if "/" in name or "\\" in name or name in (".", ".."):
        raise ValueError(f"{name!r} is not a file's name")
    return name
