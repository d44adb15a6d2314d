"""An inbox, an outbox, and those who make stories within this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from radio.batch import Event, Failed, Made, Order, Report, Setup, Task, run
from radio.batch.making import make
from radio.settings import Settings
from radio.station import Podcast, Station

PODCAST = Podcast(
    base_url="https://dai.example.vn/podcast/",
    description="Tin trong xã.",
    link="https://dai.example.vn/",
    category="News > Daily News",
    image="https://dai.example.vn/bia.jpg",
)
STATION = Station(name="Đài xã Mỹ Đông", programme="Thời sự", voice=("tone",), podcast=PODCAST)
SAVED = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


@dataclass
class Here:
    """Makes stories one after the other, here; remembers which."""

    setup: Setup
    asked: list[str] = field(default_factory=list)
    before: Callable[[Task], object] = lambda _task: None
    instead: Callable[[Task], Failed | None] = lambda _task: None

    def made(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Made | Failed]]:
        for task in tasks:
            self.asked.append(Path(task.source).name)
            self.before(task)
            yield task, self.instead(task) or make(task, self.setup)


@dataclass
class Desk:
    """What a station has: two folders and settings; and the time of day."""

    folder: Path
    settings: Settings = field(default_factory=lambda: Settings(STATION))
    now: datetime = SAVED + timedelta(hours=1)
    events: list[Event] = field(default_factory=list)
    cache: Path | None = None
    makers: Here = field(init=False)

    def __post_init__(self) -> None:
        self.inbox.mkdir()
        self.makers = Here(Setup(self.settings, cache=self.cache))

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def outbox(self) -> Path:
        return self.folder / "outbox"

    def put(self, name: str, text: str = "", *, at: datetime = SAVED) -> Path:
        """An article that was saved a while ago."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text or f"Tin về {Path(name).stem}\n\nSáng nay họp.\n", "utf-8")
        os.utime(path, (at.timestamp(), at.timestamp()))
        return path

    def order(self, **more: Any) -> Order:
        return replace(Order(self.inbox, self.outbox, self.settings, settle_s=0), **more)

    def run(self, *, stop: Callable[[], bool] = lambda: False, **more: Any) -> Report:
        """A run; what it told is in ``events``, which stories it made in ``makers.asked``."""
        self.events.clear()
        self.makers.asked.clear()
        self.makers.setup = replace(self.makers.setup, settings=self.settings)
        return run(
            self.order(**more), self.makers, tell=self.events.append, stop=stop, clock=lambda: self.now
        )

    def files(self) -> dict[str, bytes]:
        """What a reader of the outbox sees."""
        paths = [p for p in self.outbox.rglob("*") if p.is_file()]
        seen = {p.relative_to(self.outbox).as_posix(): p for p in paths}
        return {name: p.read_bytes() for name, p in seen.items() if not name.startswith(".")}

    def told(self, what: str) -> list[str]:
        return [f"{e.story}: {e.told}" for e in self.events if e.what == what]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
