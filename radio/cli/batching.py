"""``radio batch`` and ``radio watch``."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from radio import settings
from radio.batch import HIDDEN, LEDGER, Do, Event, Order, Report, Setup, Workers, cores, plan, run
from radio.cli.printing import table
from radio.cli.stopping import between_writes
from radio.errors import ArticleError, LockedError, RadioError, VoiceBusyError
from radio.files import output_error
from radio.ledger import Ledger
from radio.remote import Outlet, Place, is_remote, local, place
from radio.story import Known

if TYPE_CHECKING:
    from radio.batch.cluster import Cluster

_SOME_FAILED = 8
_LATER = VoiceBusyError.exit_code
_NEWEST = 20  # published stories that a status lists
# What happens without anybody's doing, and is told where nobody asked for silence.
_ALWAYS = ("failed",)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for."""

    inbox: str  # a folder, or an fsspec address
    outbox: str
    station: Path | None
    prune: bool
    jobs: int  # 0 for all cores
    settle_s: float
    strict_voice: bool
    allow_private: bool
    cluster: str  # a Dask scheduler's address; "" to make the stories here

    def order(self) -> Order:
        """What a run is to do, the settings read anew."""
        inbox, source = _mirrored(self.inbox)
        outbox, target = _mirrored(self.outbox)
        return Order(
            inbox,
            outbox,
            settings.load(self.station),
            prune=self.prune,
            settle_s=self.settle_s,
            source=source,
            outlet=Outlet(outbox, target) if target else None,
        )

    def workers(self, order: Order, stop: Callable[[], bool]) -> Workers | Cluster:
        """Those who make the stories."""
        setup = Setup(
            order.settings,
            cache=settings.cache_dir(),
            strict_voice=self.strict_voice,
            allow_private=self.allow_private,
        )
        if self.cluster:
            from radio.batch.cluster import Cluster  # noqa: PLC0415

            return Cluster(self.cluster, setup, stop, inbox=self.inbox if is_remote(self.inbox) else "")
        return Workers(setup, self.jobs or cores(), stop)


def _mirrored(address: str) -> tuple[Path, Place | None]:
    """The folder to work on, and the place that it is the mirror of, if it is one."""
    if not is_remote(address):
        return local(address), None
    mirror = settings.data_dir() / "mirrors" / hashlib.sha256(address.rstrip("/").encode()).hexdigest()[:16]
    try:
        mirror.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(mirror, error) from error
    return mirror, place(address)


@dataclass(frozen=True, slots=True)
class Talk:
    """What is said, and how: for people a line on stderr, for programs an object a line on stdout."""

    as_json: bool
    quiet: bool

    def event(self, event: Event) -> None:
        """Say what happened."""
        if self.quiet and event.what not in _ALWAYS:
            return
        if self.as_json:
            values = asdict(event)
            self.json("event", values.pop("what"), {name: value for name, value in values.items() if value})
            return
        for note in event.notes:
            typer.echo(f"note: {event.story}: {note}", err=True)
        aside = " (set aside until it changes)" if event.aside else ""
        told = f"{event.file}  {event.title} ({event.told})" if event.file else event.told
        # An error tells its subject by itself.
        story = "" if event.what == "failed" else f"{event.story}: "
        typer.echo(f"{event.what}: {story}{told}{aside}", err=True)

    def json(self, kind: str, name: str, values: dict[str, object]) -> None:
        """An object on a line."""
        typer.echo(json.dumps({kind: name, **values}, ensure_ascii=False, default=str))

    def summary(self, report: Report) -> None:
        """What came of a run, in one line."""
        if self.quiet and not report.failed:
            return
        if self.as_json:
            self.json("event", "summary", {**asdict(report), "code": code(report)})
        else:
            typer.echo(f"radio batch: {summed(report)}")

    def error(self, error: RadioError) -> None:
        """Why there was no run, or not all of it. That another one is at work is no news to cron."""
        if self.quiet and isinstance(error, LockedError):
            return
        if self.as_json:
            self.json("event", "error", {"told": str(error), "code": error.exit_code})
        else:
            typer.echo(f"radio: {error}", err=True)


def batch(wanted: Wanted, talk: Talk) -> None:
    """Run once; end with the exit code that says what came of it."""
    try:
        with between_writes() as stop:
            report = _once(wanted, talk, stop)
            talk.summary(report)
    except RadioError as error:
        talk.error(error)
        raise typer.Exit(error.exit_code) from error
    raise typer.Exit(code(report))


def _once(wanted: Wanted, talk: Talk, stop: Callable[[], bool]) -> Report:
    order = wanted.order()
    with wanted.workers(order, stop) as makers:
        return run(order, makers, tell=talk.event, stop=stop)


def code(report: Report) -> int:
    """The exit code that says what came of a run."""
    if report.failed > report.busy:
        return _SOME_FAILED
    return _LATER if report.busy or report.waiting else 0


def summed(report: Report) -> str:
    """``3 published, 1 failed, 996 unchanged``."""
    parts = (
        (report.published, "published"),
        (report.pruned, "taken away"),
        (report.failed, "failed"),
        (report.waiting, "to be tried again later"),
        (report.aside, "set aside"),
        (report.left, "still being written"),
        (report.kept, "unchanged"),
    )
    told = ", ".join(f"{count:,} {what}" for count, what in parts if count)
    if report.stopped:
        return f"{told or 'nothing published'}; stopped before its end"
    return told or "the inbox is empty"


def dry_run(wanted: Wanted, talk: Talk) -> None:
    """Print what a run would do, and why."""
    try:
        found, seen = plan(wanted.order())
    except RadioError as error:
        talk.error(error)
        raise typer.Exit(error.exit_code) from error
    steps = sorted(found.steps, key=lambda step: step.key)
    if talk.as_json:
        for step in steps:
            talk.json("would", step.do, {"story": step.key, "told": step.reason})
        return
    rows = [(step.do.value, step.key, step.reason) for step in steps if step.do is not Do.KEEP]
    rows += [("pass over", path, reason) for path, reason in seen.passed_over]
    if rows:
        typer.echo(table([("would", "story", "why"), *rows]))
    typer.echo(f"{len(found.of(Do.KEEP)):,} unchanged")


def watch(wanted: Wanted, talk: Talk, *, every_s: float) -> None:
    """Run again and again until a signal comes. What hinders a run is told once, and waited for."""
    told = ""
    with between_writes() as stop:
        while not stop():
            try:
                report = _once(wanted, talk, stop)
                told = ""
                if report.published or report.failed or report.pruned:
                    talk.summary(report)
            except LockedError:
                pass  # cron, perhaps; it does the same
            except RadioError as error:
                if str(error) != told:
                    talk.error(error)
                told = str(error)
            _sleep(every_s, stop)


def _sleep(seconds: float, stop: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while not stop() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, 0.25))


def status(outbox: str, talk: Talk) -> None:
    """Print what the ledger knows; of an outbox elsewhere, as the last run of this machine left it."""
    path = _mirrored(outbox)[0] / HIDDEN / LEDGER
    if not path.exists():
        problem = "no run has published anything there"
        raise ArticleError(outbox, problem, "give the outbox of: radio batch INBOX OUTBOX")
    with closing(Ledger(path)) as ledger:
        stories = ledger.stories()
    if talk.as_json:
        for known in stories:
            talk.json("status", _state(known), _facts(known))
        return
    published = [k for k in stories if k.files]
    troubled = [k for k in stories if k.trouble]
    if troubled:
        rows = [(_state(k), k.key, _next(k), k.trouble.problem if k.trouble else "") for k in troubled]
        typer.echo(table([("state", "story", "next try", "why"), *rows]) + "\n")
    if published and not talk.quiet:
        newest = sorted(published, key=lambda k: (k.published is not None, k.published), reverse=True)[
            :_NEWEST
        ]
        lines = [
            (_date(k), k.files[0], k.title + (" (no longer in the inbox)" if k.gone else "")) for k in newest
        ]
        typer.echo(table([("date", "published", "title"), *lines]))
        if len(published) > _NEWEST:
            typer.echo(f"… and {len(published) - _NEWEST:,} older ones")
        typer.echo("")
    aside = sum(_state(k) == "set aside" for k in troubled)
    typer.echo(f"{len(published):,} published, {len(troubled) - aside:,} failed, {aside:,} set aside")


def _state(known: Known) -> str:
    if known.trouble:
        return "failed" if known.trouble.due else "set aside"
    return "published" if known.files else "taken away" if known.gone else "waits"


def _next(known: Known) -> str:
    due = known.trouble.due if known.trouble else None
    return f"{due.astimezone():%Y-%m-%d %H:%M}" if due else "when it changes"


def _date(known: Known) -> str:
    return f"{known.published:%Y-%m-%d %H:%M}" if known.published else ""


def _facts(known: Known) -> dict[str, object]:
    trouble = known.trouble
    return {
        "story": known.key,
        "source": known.source,
        "id": known.id,
        "title": known.title,
        "published": known.published,
        "files": known.files,
        "gone": known.gone,
        "problem": trouble.problem if trouble else None,
        "code": trouble.code if trouble else None,
        "tries": trouble.tries if trouble else 0,
        "next_try": trouble.due if trouble else None,
    }
