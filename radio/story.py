"""Story: an article with its recordings, as found in the inbox and as known from former runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

MadeFrom = Mapping[str, str]  # what changes an episode → its digest: "article", "clips", "settings", …


@dataclass(frozen=True, slots=True)
class File:
    """A file of the inbox, as it stood when it was looked at."""

    path: str  # relative to the inbox, with strokes; NFC, and one line whatever its name holds
    place: Path  # where it is opened
    size: int  # bytes
    mtime_ns: int  # when it was last written to
    ctime_ns: int  # when the system last touched it; where a copy keeps its old time, this tells

    @property
    def stamp(self) -> tuple[int, int, int]:
        """What is another one when the file was written to."""
        return self.size, self.mtime_ns, self.ctime_ns


@dataclass(frozen=True, slots=True)
class Digest:
    """The content of a file as it was read once."""

    stamp: tuple[int, int, int]  # of the `File` at that time
    sha256: str  # hex


@dataclass(frozen=True, slots=True)
class Found:
    """A story in the inbox."""

    key: str  # its name for people: the article's path without its ending
    source: str  # the article's path; behind it, in a list of addresses, "#" and the address
    article: File | None = None  # None where it may not be opened
    address: str = ""  # of the page, where the article is one
    clips: tuple[File, ...] = ()  # by path
    folder: Path | None = None  # of the recordings
    coming: bool = False  # whether a part of it is being copied or downloaded
    refused: tuple[str, str] | None = None  # why it cannot be a story, and what to do
    made_from: MadeFrom = field(default_factory=dict)  # {} where it was not read yet

    @property
    def files(self) -> tuple[File, ...]:
        """All that it is made from."""
        return (self.article, *self.clips) if self.article else self.clips

    @property
    def changed_at(self) -> float:
        """When the youngest of its files was written to or put there; seconds since 1970."""
        return max((max(f.mtime_ns, f.ctime_ns) for f in self.files), default=0) / 1e9


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a story is not published, or not as it is now."""

    tried_from: MadeFrom  # what it was made from when it failed
    tries: int
    problem: str  # one line: what, why, and what to do
    code: int  # exit code of the error
    due: datetime | None  # when it is to be tried again; None once it is set aside


@dataclass(frozen=True, slots=True)
class Known:
    """A story that former runs have seen."""

    number: int  # from 1, in the order of being found
    key: str
    source: str
    id: str  # of the episode, a UUID
    name: str  # of its files in the outbox, relative, without version and ending: "2026-11-25/nuoc-sach"
    inbox: str = ""  # the folder that it was found in
    gone: bool = False  # whether it was taken out of there
    published: datetime | None = None  # the episode's date, with its time zone; None before it is made
    made_from: MadeFrom = field(default_factory=dict)  # what is published was made from this; {} for nothing
    files: tuple[str, ...] = ()  # published, relative to the outbox, in the order of publishing
    title: str = ""  # as published
    version: int = 0  # of its files' name; 0 while none was put into the outbox
    placed_from: MadeFrom = field(default_factory=dict)  # what that version was made from
    beside: tuple[str, ...] = ()  # names of recordings beside the article that its script notes
    trouble: Trouble | None = None

    @property
    def sidecar(self) -> str:
        """The published sidecar's path; "" for none."""
        return next((f for f in self.files if f.endswith(".json") and not f.endswith(".chapters.json")), "")


def versioned(name: str, version: int) -> str:
    """The files' name of a version: no address is ever used for another sound.

    Players and directories take an enclosure's address for its content.
    """
    return name if version <= 1 else f"{name}.v{version}"
