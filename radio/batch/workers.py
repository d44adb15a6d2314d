"""Processes that make stories: a voice or a decoder that crashes takes one story with it, not the run.

They are spawned, not forked, as on Windows. A worker ends with its parent, however that one dies: it must not
go on writing beside the next run.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType

from radio.batch.task import Failed, Made, Setup, Task

_CONTEXT = multiprocessing.get_context("spawn")
_LOOK_S = 0.25  # how often the run is asked whether it is to stop
_STORY_S = 3600.0  # no story takes so long; what hangs is ended
_STORIES = 200  # behind so many a worker is replaced, so that no library's leak grows without end
_FAULT = 1  # exit code of a fault of the program itself


class StoppedError(Exception):
    """The run is to stop; what is being made is dropped."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass
class _Worker:
    process: SpawnProcess
    connection: Connection
    task: Task | None = None
    began: float = 0.0
    stories: int = 0

    def give(self, task: Task) -> None:
        self.task, self.began, self.stories = task, time.monotonic(), self.stories + 1
        self.connection.send(task)


class Workers:
    """Up to ``jobs`` processes, started when they are needed; each keeps its share of the cores busy."""

    def __init__(self, setup: Setup, jobs: int, stop: Callable[[], bool] = lambda: False) -> None:
        """jobs: stories at once, and cores that they may use. stop: asked now and then."""
        self._setup = setup
        self._jobs = max(1, jobs)
        self._stop = stop
        self._workers: list[_Worker] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers = []

    def made(self, tasks: Sequence[Task]) -> Iterator[tuple[Task, Made | Failed]]:
        """Each story as soon as it is made. Raises StoppedError when the run is to stop."""
        waiting = deque(tasks)
        at_once = min(self._jobs, len(waiting))
        share = replace(self._setup, cores=max(1, self._jobs // max(1, at_once)))
        while waiting or any(worker.task for worker in self._workers):
            while waiting and (worker := self._idle(at_once, share)):
                worker.give(waiting.popleft())
            if self._stop():
                raise StoppedError
            for worker in self._heard():
                task, result = self._result(worker)
                if waiting and worker in self._workers and worker.stories < _STORIES:
                    worker.give(waiting.popleft())
                if self._stop():
                    raise StoppedError
                yield task, result

    def _idle(self, at_once: int, setup: Setup) -> _Worker | None:
        for worker in [w for w in self._workers if w.task is None]:
            if worker.stories < _STORIES:
                return worker
            self._drop(worker)
        if len(self._workers) >= at_once:
            return None
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=_work, args=(theirs, setup, self._jobs), daemon=True)
        process.start()
        theirs.close()
        self._workers.append(_Worker(process, ours))
        return self._workers[-1]

    def _heard(self) -> list[_Worker]:
        """Workers that have something to say, or never will."""
        busy = {w.connection: w for w in self._workers if w.task}
        now = time.monotonic()
        heard = wait(list(busy), timeout=_LOOK_S)
        late = [w for w in busy.values() if now - w.began > _STORY_S and w.connection not in heard]
        return [w for connection, w in busy.items() if connection in heard] + late

    def _result(self, worker: _Worker) -> tuple[Task, Made | Failed]:
        task = worker.task
        if task is None:
            raise ValueError("the worker has nothing to do")
        worker.task = None
        try:
            if not worker.connection.poll():
                problem = f"took more than {_STORY_S / 60:.0f} minutes and was ended"
                worker.process.kill()
                self._drop(worker)
                return task, Failed(f"{task.source}: {problem}; shorten it, or look for what hangs", _FAULT)
            result: Made | Failed = worker.connection.recv()
            if isinstance(result, Failed) and result.code == _FAULT:
                self._drop(worker)
        except (EOFError, OSError):
            worker.process.join(2)
            self._drop(worker)
            told = f"the program that made it ended by itself (code {worker.process.exitcode})"
            return task, Failed(f"{task.source}: {told}; report it, with the article", _FAULT)
        return task, result

    def _drop(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        _end(worker)


def _end(worker: _Worker) -> None:
    worker.connection.close()
    if worker.task:
        worker.process.kill()
    worker.process.join(5)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _work(connection: Connection, setup: Setup, jobs: int) -> None:
    """What a worker does: make what it is given, until nothing more comes."""
    _part_from_the_terminal()
    _keep_to(jobs)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    from radio.batch.making import make  # noqa: PLC0415 - it loads all that speaks

    while True:
        try:
            task: Task = connection.recv()
        except (EOFError, OSError):
            return
        with _Fault(connection, task):
            connection.send(make(task, setup))


class _Fault:
    """Tells the run of what nobody foresaw, before this process ends with it."""

    def __init__(self, connection: Connection, task: Task) -> None:
        self._connection = connection
        self._source = task.source

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is not None and issubclass(kind, Exception):
            what = " ".join(f"{kind.__name__}: {error}".split())[:500]
            told = f"{self._source}: a fault of the program itself ({what}); report it, with the article"
            self._connection.send(Failed(told, _FAULT))


def _part_from_the_terminal() -> None:
    """Ctrl-C is the run's to answer, and so is what there is to say."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(os, "setsid"):
        os.setsid()  # its ffmpeg, too
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if not os.environ.get("RADIO_DEBUG"):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)


def _keep_to(count: int) -> None:
    """Use no more than ``count`` cores, with ffmpeg and all; the others are for the machine's other work.

    Where a system has no way to say so (Windows, macOS) the number of threads alone keeps to it.
    """
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, allowed[-count:])


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
