"""What a run hands to those who make its stories, and what it gets back. All of it can be sent elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from radio.settings import Settings


@dataclass(frozen=True, slots=True)
class Setup:
    """What is the same for all stories of a run."""

    settings: Settings
    cache: Path | None = None  # folder of what was made before; None to make all anew
    cores: int = 0  # that one story may keep busy; 0 for all
    strict_voice: bool = False  # whether a story fails where the first voice cannot speak it
    allow_private: bool = False  # whether an address may lead to this machine or its own network


@dataclass(frozen=True, slots=True)
class Task:
    """A story to be made."""

    source: str  # the article's file, or its address
    clips: Path | None  # the folder of its recordings
    inbox: Path  # nothing outside of it is opened
    stage: Path  # the folder for its files, there and empty
    stem: str  # of their names
    id: str  # of the episode
    published: datetime  # its date, with its time zone
    turn: int = 0  # the presenter who begins


@dataclass(frozen=True, slots=True)
class Made:
    """A story whose files stand in its stage, flushed to the disk."""

    files: tuple[str, ...]  # their names, in the order of publishing
    title: str
    notes: tuple[str, ...]  # what a producer should know, one line each
    seconds: float  # that it took
    duration_ms: int  # of the sound
    beside: tuple[str, ...] = ()  # names of recordings that stand beside the article, noted in a script


@dataclass(frozen=True, slots=True)
class Failed:
    """A story that could not be made."""

    problem: str  # one line: what, why, and what to do
    code: int  # exit code of the error
    errno: int = 0  # what the operating system said, where it was asked


class Makers(Protocol):
    """Those who make stories."""

    def made(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Made | Failed]]:
        """Each story as soon as it is made, in any order."""
        ...
