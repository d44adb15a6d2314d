"""An unattended run: look, decide, make, publish; it obeys the plan and decides nothing.

**In what order, and why.** A story's new files never take the place of others: what is made anew has a name
of its own (``tin.v2.mp3``), because players take an address for its content, and because so there is no
moment at which new sound stands beside an old sidecar. First the ledger notes what is to come, then the files
get their names (sound, sidecar, transcripts, chapters), then the ledger knows the story, then the feed names
it, and only then the former files go: the sidecar at once, the sound after a while, for those who have the
former feed. Taking a story away is the same, without new files.

Wherever a run dies, the next one finds in the ledger what stands there unfinished, keeps it out of the feed,
and makes it again to the same bytes: a story's id, name and date are settled before it is made, and rest on
its file alone.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from radio.batch import placing
from radio.batch.deciding import BUSY, REFUSED, Do, Plan, Step, failed
from radio.batch.planning import Order, Planner
from radio.batch.task import Failed, Made, Makers, Task
from radio.batch.workers import StoppedError
from radio.errors import ArticleError, ConfigError, OutputError
from radio.inbox import Inbox, shown, stands
from radio.ledger import Ledger
from radio.lock import locked
from radio.publish import FEED_NAME, publish
from radio.remote import Outlet, pull
from radio.station import Podcast
from radio.story import Digest, Found, Known, MadeFrom, versioned

LEDGER = "ledger.db"
_LOCK = "lock"
_LEDGER = f"{placing.HIDDEN}/{LEDGER}"
# How long the former sound of a story stays for those who have the former feed.
_GRACE = timedelta(hours=1)
# The disk's own troubles: no story is to blame, and the next one would meet them as well.
_OF_THE_DISK = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EFBIG))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a story, or to the feed."""

    what: str  # "published", "failed", "left", "pruned", "skipped", "passed over", "left out", "feed"
    story: str  # its key; of the feed, its file
    told: str  # one line for people
    code: int = 0  # of a failure: the error's exit code
    file: str = ""  # of what was published: the sound, relative to the outbox
    title: str = ""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0  # that it took
    aside: bool = False  # of a failure: whether it is not tried again until it changes


Tell = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run."""

    published: int = 0
    failed: int = 0  # in this run
    busy: int = 0  # of those, how many for a service that did not answer
    waiting: int = 0  # failed in a former run; their pause is not over
    aside: int = 0  # failed too often, now or before
    left: int = 0  # still being written
    kept: int = 0
    pruned: int = 0
    stopped: bool = False  # whether it was asked to stop before its end


def now() -> datetime:
    """The time, with this machine's zone."""
    return datetime.now().astimezone()


def plan(order: Order, *, clock: Callable[[], datetime] = now) -> tuple[Plan, Inbox]:
    """What a run would do now; nothing is written but mirrors. Raises RadioError as `run` does."""
    _check(order)
    path = order.outbox / placing.HIDDEN / LEDGER
    if order.source or order.outlet:
        with locked(placing.prepare(order.outbox) / _LOCK):
            _pull(order)
    if not path.exists():
        return Planner(order, (), {}, clock).plan()[:2]
    with contextlib.closing(Ledger(path)) as ledger:
        return Planner(order, ledger.stories(), ledger.digests(), clock).plan()[:2]


def run(
    order: Order,
    makers: Makers,
    *,
    tell: Tell = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], datetime] = now,
) -> Report:
    """Publish what is new and changed in the inbox, once.

    makers: make the stories; a failure of theirs is told and tried again by later runs. stop: asked between
    two writes whether to end early.
    Raises LockedError if another run is at work, ConfigError for settings or folders that will not do,
    OutputError if the outbox cannot be written: what was published stays as it was.
    """
    _check(order)
    hidden = placing.prepare(order.outbox)
    with locked(hidden / _LOCK):
        for name in _pull(order):
            tell(Event("passed over", shown(name), "no file can have that name"))
        with contextlib.closing(Ledger(hidden / LEDGER)) as ledger, placing.stages(hidden) as stage:
            return _Run(order, ledger, stage, tell, stop, clock).all(makers)


def _pull(order: Order) -> tuple[str, ...]:
    """Bring the mirrors of places elsewhere up to date; returns names in the inbox that cannot be."""
    if order.outlet and order.outlet.to:
        pull(order.outlet.to, order.outbox, besides=[f"{placing.HIDDEN}/{_LOCK}"])
    return pull(order.source, order.inbox) if order.source else ()


def _check(order: Order) -> None:
    try:
        inbox, outbox = order.inbox.resolve(), order.outbox.resolve()
        is_folder = inbox.is_dir()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of links
        problem = f"cannot be looked for ({getattr(error, 'strerror', None) or error})"
        raise ConfigError(order.inbox, problem, "check the folders and the rights") from error
    if not is_folder:
        raise ConfigError(order.inbox, "is no folder", "give the folder into which articles are put")
    if outbox == inbox or outbox in inbox.parents:
        problem = (
            "stands in the outbox, where everybody reads it" if outbox != inbox else "is the outbox, too"
        )
        raise ConfigError(order.inbox, problem, "take two folders, neither of which holds the other")


class _Run:
    """One run, under the lock."""

    def __init__(
        self,
        order: Order,
        ledger: Ledger,
        stage: Callable[[], Path],
        tell: Tell,
        stop: Callable[[], bool],
        clock: Callable[[], datetime],
    ) -> None:
        self._order = order
        self._ledger = ledger
        self._stage = stage
        self._tell = tell
        self._stop = stop
        self._clock = clock
        self._planner = Planner(order, ledger.stories(), ledger.digests(), clock)
        self._outlet = order.outlet or Outlet(order.outbox)
        self._feeds = order.settings.station.podcast != Podcast()
        self._report = Report()

    def all(self, makers: Makers) -> Report:
        """Do all of it."""
        # First what a run that died has left undone; and a wrong setting of the feed is met before the work.
        self._feed()
        plan, seen, digests = self._planner.plan()
        self._check_prune(plan, seen)
        self._note(plan, digests, self._facts(seen))
        for path, reason in seen.passed_over:
            self._tell(Event("passed over", path, reason))
        self._idle(plan)
        try:
            self._make(plan.of(Do.MAKE), makers)
        except StoppedError:
            self._count(stopped=True)
        self._prune(plan.of(Do.PRUNE))
        if self._report.published or self._report.pruned:
            self._feed()
        self._tidy()
        return self._report

    def _note(self, plan: Plan, digests: dict[str, Digest | None], facts: dict[str, str]) -> None:
        """Have the ledger know, before anything is made, what the stories are called from now on."""
        if plan.changed or plan.forgotten or digests or facts:
            self._ledger.write(plan.changed, forgotten=plan.forgotten, digests=digests, facts=facts)
            self._outlet.put([_LEDGER])

    def _count(self, *, stopped: bool = False, **more: int) -> None:
        counted = {name: getattr(self._report, name) + n for name, n in more.items()}
        self._report = replace(self._report, **counted, stopped=self._report.stopped or stopped)

    def _idle(self, plan: Plan) -> None:
        """Count and tell of the stories for which nothing is to be done."""
        self._count(
            kept=len(plan.of(Do.KEEP)) + len(plan.of(Do.SKIP)),
            waiting=len(plan.of(Do.LATER)),
            aside=len(plan.of(Do.ASIDE)),
            left=len(plan.of(Do.LEAVE)),
        )
        for step in plan.of(Do.LEAVE):
            self._tell(Event("left", step.key, step.reason))
        for step in plan.of(Do.SKIP):
            self._tell(Event("skipped", step.key, step.reason))

    def _make(self, steps: Sequence[Step], makers: Makers) -> None:
        tasks: dict[Path, Step] = {}
        todo: list[Task] = []
        for step in steps:
            if self._stop():
                raise StoppedError
            if step.found and step.found.refused:
                problem, remedy = step.found.refused
                self._failed(step, Failed(f"{step.found.source}: {problem}; {remedy}", REFUSED))
            elif step.found and step.known:
                task = self._task(step.found, step.known, step.version)
                tasks[task.stage] = step
                todo.append(task)
        for task, result in makers.made(todo):
            step = tasks[task.stage]
            if isinstance(result, Failed):
                self._failed(step, result)
            else:
                self._made(step, task, result)
            if self._stop():
                raise StoppedError

    def _task(self, found: Found, known: Known, version: int) -> Task:
        return Task(
            source=found.address or str(found.article.place if found.article else found.source),
            clips=found.folder,
            inbox=self._order.inbox,
            stage=self._stage(),
            stem=PurePosixPath(versioned(known.name, version)).name,
            id=known.id,
            published=known.published or self._clock(),
            turn=known.number - 1,
        )

    def _failed(self, step: Step, result: Failed) -> None:
        if result.errno in _OF_THE_DISK:
            raise OutputError(self._order.outbox, *_disk_trouble(result))
        if step.found is None or step.known is None:
            return
        if not step.found.refused and not stands(step.found):
            self._left(step)
            return
        known = failed(step.known, step.found.made_from, result.problem, result.code, self._clock())
        self._ledger.write([known])
        aside = known.trouble is not None and known.trouble.due is None
        self._count(failed=1, busy=int(result.code == BUSY), aside=int(aside))
        self._tell(Event("failed", step.key, result.problem, code=result.code, aside=aside))

    def _left(self, step: Step) -> None:
        self._count(left=1)
        self._tell(Event("left", step.key, "it was written to while it was being made"))

    def _made(self, step: Step, task: Task, result: Made) -> None:
        found, known = step.found, step.known
        if found is None or known is None:
            return
        if not stands(found):
            self._left(step)
            return
        folder = PurePosixPath(known.name).parent
        files = tuple(str(folder / name) for name in result.files)
        made_from = self._with_beside(found, result)
        coming = replace(known, version=step.version, placed_from=made_from)
        at = self._clock()
        # Whatever of it stands there if this run dies now is nobody's until the next one makes it again.
        self._ledger.write([coming], leftovers=dict.fromkeys(files, at))
        self._outlet.put([_LEDGER])
        placing.place(task.stage, result.files, self._order.outbox / folder)
        self._outlet.put(files)
        former = [file for file in known.files if file not in files]
        done = replace(
            coming, made_from=made_from, files=files, title=result.title, beside=result.beside, trouble=None
        )
        leftovers: dict[str, datetime | None] = {file: self._due(file, at) for file in former}
        self._ledger.write([done], leftovers=leftovers | dict.fromkeys(files))
        self._outlet.put([_LEDGER])
        self._count(published=1)
        self._tell(
            Event(
                "published",
                step.key,
                step.reason,
                file=files[0],
                title=result.title,
                notes=result.notes,
                seconds=result.seconds,
            )
        )

    def _with_beside(self, found: Found, result: Made) -> MadeFrom:
        """What it was made from, with the recordings that only its script knew of."""
        bare = {name: told for name, told in found.made_from.items() if name != "beside"}
        if not result.beside or found.article is None:
            return bare
        return {**bare, "beside": self._planner.beside(found.article.place.parent, result.beside)}

    def _due(self, file: str, at: datetime) -> datetime:
        """When a file that nothing names any more is to go. A sidecar at once: a feed is made from those."""
        kept = self._feeds and not (file.endswith(".json") and not file.endswith(".chapters.json"))
        return at + _GRACE if kept else at

    def _check_prune(self, plan: Plan, seen: Inbox) -> None:
        """An inbox that is empty because its disk is not mounted must not empty the outbox."""
        if not plan.of(Do.PRUNE) or seen.stories or seen.passed_over:
            return
        before = self._ledger.fact("inbox")
        if before and before != self._identity():
            problem = "is empty, and another folder than before: nothing was taken out of the outbox"
            raise ConfigError(self._order.inbox, problem, "check that its disk is mounted")

    def _facts(self, seen: Inbox) -> dict[str, str]:
        """The inbox's identity, where it is known to be the right one and has changed."""
        own = self._identity()
        return {"inbox": own} if seen.stories and self._ledger.fact("inbox") != own else {}

    def _identity(self) -> str:
        try:
            known = self._order.inbox.stat()
        except OSError:
            return ""
        return f"{known.st_dev}:{known.st_ino}"

    def _prune(self, steps: Sequence[Step]) -> None:
        for step in steps:
            known = step.known
            if known is None or self._report.stopped or self._stop():
                return
            leftovers = dict.fromkeys(known.files, self._clock())
            self._ledger.write([replace(known, files=(), made_from={})], leftovers=leftovers)
            self._count(pruned=1)
            self._tell(Event("pruned", step.key, step.reason))

    def _feed(self) -> None:
        """Write the feed, if the station has one and it changed."""
        if not self._feeds:
            return
        without = [path for path in self._ledger.leftovers() if path.endswith(".json")]
        order = self._order
        try:
            done = publish(order.outbox, order.settings, without=without)
        except ArticleError:
            self._no_feed()
            return
        for left in done.left_out:
            self._tell(Event("left out", str(left.path), left.reason))
        self._outlet.put(path.relative_to(order.outbox).as_posix() for path in done.written)
        if done.written:
            told = f"{done.items} episode{'' if done.items == 1 else 's'}"
            self._tell(Event("feed", done.feed.name, told))

    def _no_feed(self) -> None:
        """There is no episode: a feed that names some that were taken away goes before them."""
        if self._ledger.leftovers() and not any(known.files for known in self._ledger.stories()):
            placing.remove(self._order.outbox, [FEED_NAME])
            self._outlet.remove([FEED_NAME])

    def _tidy(self) -> None:
        """Take away what nothing names any more, and whose time has come."""
        at = self._clock()
        due = [path for path, when in self._ledger.leftovers().items() if when <= at]
        if not due or self._stop():
            return
        due.sort(key=lambda path: not path.endswith(".json"))
        self._outlet.remove(due)
        placing.remove(self._order.outbox, due)
        self._ledger.write(leftovers=dict.fromkeys(due))
        self._outlet.put([_LEDGER])


def _disk_trouble(result: Failed) -> tuple[str, str]:
    told, _, remedy = result.problem.partition("; ")
    return told.rpartition("cannot be written: ")[2] or told, remedy or "free some space and try again"
