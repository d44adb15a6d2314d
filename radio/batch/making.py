"""One story of an unattended run: from its article to finished files in a folder of its own.

Knows neither ledger nor outbox, so that it can run in another process or on another machine.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from radio.batch.task import Failed, Made, Setup, Task
from radio.casting import casts
from radio.companions import wanted
from radio.episode import Episode
from radio.errors import ArticleError, ClipError, OutputError, RadioError
from radio.produce import Job, produce
from radio.recordings import recordings
from radio.script import Script
from radio.sidecar import name_beside
from radio.take import Take
from radio.understand import is_address, understand

_MOST_LETTERS = 400_000  # about eight hours of speech: more is no story, but a mistake


def make(task: Task, setup: Setup) -> Made | Failed:
    """Make the story's files in ``task.stage``, whole, and say which; or why not."""
    began = time.monotonic()
    try:
        episode, beside = _episode(task, setup)
    except RadioError as error:
        return failure(error)
    return Made(
        beside=beside,
        files=_in_order(task.stage, task.stem, episode),
        title=episode.script.title,
        notes=episode.notes,
        seconds=round(time.monotonic() - began, 2),
        duration_ms=episode.track.duration_ms,
    )


def failure(error: RadioError) -> Failed:
    """An error as the run takes it: told in one line, with what the system said to a write."""
    cause = error.__cause__ if isinstance(error, OutputError) else None
    return Failed(str(error), error.exit_code, cause.errno or 0 if isinstance(cause, OSError) else 0)


def _episode(task: Task, setup: Setup) -> tuple[Episode, tuple[str, ...]]:
    """The episode, and which recordings beside the article it plays."""
    settings = setup.settings
    script = understand(task.source, allow_private=setup.allow_private)
    _check_length(script, task.source)
    folder = None if is_address(task.source) else Path(task.source).parent
    takes = recordings(script, clips=task.clips, beside=folder)
    _check_inside(takes.values(), task.inbox)
    job = Job(
        script=script,
        takes=takes,
        station=settings.station,
        out=task.stage / f"{task.stem}.mp3",
        made=task.published,
        reading=settings.reading,
        lexicon=settings.lexicon,
        folder=settings.folder,
        cover=settings.cover,
        cache=setup.cache,
        turn=task.turn,
        id=task.id,
        cores=setup.cores,
    )
    beside = {take.path.name for take in takes.values() if take.path.parent == folder}
    return produce(job, casts(settings.station, strict=setup.strict_voice)), tuple(sorted(beside))


def _check_inside(takes: Iterable[Take], inbox: Path) -> None:
    """A script can note a recording that stands beside it: a link must not lead to one elsewhere."""
    root = inbox.resolve()
    for take in takes:
        if not take.path.resolve().is_relative_to(root):
            problem = "is a link that leads out of the inbox"
            raise ClipError(take.path.name, problem, "put a copy of the file there instead")


def _check_length(script: Script, source: str) -> None:
    letters = sum(len(s.text) for s in script.segments) + len(script.lead) + len(script.title)
    if letters > _MOST_LETTERS:
        problem = f"has {letters:,} letters, which is hours of speech"
        raise ArticleError(source, problem, f"give one story, of at most {_MOST_LETTERS:,}")


def _in_order(stage: Path, stem: str, episode: Episode) -> tuple[str, ...]:
    """What was made, in the order of publishing: sound, sidecar, then the companions."""
    beside = [name_beside(Path(f"{stem}.mp3"), c) for c in wanted(episode.station)]
    last = [f"{stem}.json", *beside]
    sounds = [p.name for p in stage.iterdir() if p.name not in last]
    return (*sorted(sounds, key=lambda name: (not name.endswith(".mp3"), name)), *last)
