"""Ledger: what is known of every story, in an SQLite file in the outbox.

Kept with a rollback journal, not with a write-ahead log: that one needs memory shared between processes,
which network file systems do not have, and writes files even to read. Every change is one transaction, on the
disk together with its folder (``synchronous = EXTRA``) before anything rests on it.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from radio.errors import ConfigError, OutputError
from radio.story import Digest, Known, Trouble

VERSION = 1
_APPLICATION = 0x52414449  # "RADI"
_BUSY_S = 10.0  # how long a reader waits for a writer
_SCHEMA = """
CREATE TABLE story (
  number INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  source TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  inbox TEXT NOT NULL,
  gone INTEGER NOT NULL,
  published TEXT,
  made_from TEXT NOT NULL,
  files TEXT NOT NULL,
  title TEXT NOT NULL,
  version INTEGER NOT NULL,
  placed_from TEXT NOT NULL,
  beside TEXT NOT NULL
);
CREATE TABLE trouble (
  number INTEGER PRIMARY KEY REFERENCES story (number),
  tried_from TEXT NOT NULL,
  tries INTEGER NOT NULL,
  problem TEXT NOT NULL,
  code INTEGER NOT NULL,
  due TEXT
);
CREATE TABLE file (
  path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, ctime_ns INTEGER, sha256 TEXT
);
CREATE TABLE leftover (path TEXT PRIMARY KEY, due TEXT NOT NULL);
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_STORY = (
    "number key source id name inbox gone published made_from files title version placed_from beside".split()
)
_TROUBLE = "tried_from tries problem code due".split()


class Ledger:
    """An open ledger. Its methods raise OutputError where the disk or the file will not do."""

    def __init__(self, path: Path) -> None:
        """Open the ledger at ``path``, made if it is not there.

        Raises ConfigError for one of a newer program, OutputError for one that is damaged.
        """
        self.path = path
        with self._told(), contextlib.ExitStack() as undone:
            self._base = sqlite3.connect(path, timeout=_BUSY_S, isolation_level=None)
            undone.callback(self._base.close)
            self._base.execute("PRAGMA synchronous = EXTRA")
            self._prepare()
            undone.pop_all()

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def _prepare(self) -> None:
        (version,) = self._base.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            problem = f"was written by a newer version of radio (ledger {version}, this one knows {VERSION})"
            raise ConfigError(self.path, problem, "install the newer version again")
        if version == 0:
            with self._change():
                for statement in _SCHEMA.split(";\n"):
                    self._base.execute(statement)
                self._base.execute(f"PRAGMA application_id = {_APPLICATION}")
                self._base.execute(f"PRAGMA user_version = {VERSION}")

    def stories(self) -> tuple[Known, ...]:
        """All that is known, by number."""
        columns = ", ".join([*(f"s.{c}" for c in _STORY), *(f"t.{c}" for c in _TROUBLE)])
        query = f"SELECT {columns} FROM story s LEFT JOIN trouble t USING (number) ORDER BY number"  # noqa: S608
        with self._told():
            return tuple(map(_known, self._base.execute(query)))

    def digests(self) -> dict[str, Digest]:
        """Files that were read once, by their path in the inbox."""
        with self._told():
            rows = self._base.execute("SELECT path, size, mtime_ns, ctime_ns, sha256 FROM file").fetchall()
        return {path: Digest((size, mtime, ctime), sha256) for path, size, mtime, ctime, sha256 in rows}

    def leftovers(self) -> dict[str, datetime]:
        """Files in the outbox that nothing names any more, and when they are to go."""
        with self._told():
            rows = self._base.execute("SELECT path, due FROM leftover ORDER BY path").fetchall()
        return {path: datetime.fromisoformat(due) for path, due in rows}

    def fact(self, name: str) -> str:
        """A remark kept under ``name``; "" for none."""
        with self._told():
            row = self._base.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def write(
        self,
        stories: Iterable[Known] = (),
        *,
        forgotten: Iterable[Known] = (),
        digests: Mapping[str, Digest | None] | None = None,
        leftovers: Mapping[str, datetime | None] | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        """Write all of it, or nothing. None instead of a value takes it away; what is empty asks nothing.

        Raises OutputError if it cannot be written.
        """
        stories, forgotten = list(stories), list(forgotten)
        if not any((stories, forgotten, digests, leftovers, facts)):
            return
        with self._told(), self._change():
            for known in forgotten:
                self._base.execute("DELETE FROM trouble WHERE number = ?", (known.number,))
                self._base.execute("DELETE FROM story WHERE number = ?", (known.number,))
            for known in stories:
                self._write_story(known)
            for path, found in (digests or {}).items():
                self._base.execute("DELETE FROM file WHERE path = ?", (path,))
                if found:
                    row = (path, *found.stamp, found.sha256)
                    self._base.execute("INSERT INTO file VALUES (?, ?, ?, ?, ?)", row)
            for path, due in (leftovers or {}).items():
                self._base.execute("DELETE FROM leftover WHERE path = ?", (path,))
                if due:
                    self._base.execute("INSERT INTO leftover VALUES (?, ?)", (path, due.isoformat()))
            for name, value in (facts or {}).items():
                self._base.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def _write_story(self, known: Known) -> None:
        self._base.execute("DELETE FROM trouble WHERE number = ?", (known.number,))
        self._base.execute("DELETE FROM story WHERE number = ?", (known.number,))
        row = (
            known.number, known.key, known.source, known.id, known.name, known.inbox, int(known.gone),
            known.published.isoformat() if known.published else None,
            json.dumps(dict(known.made_from)), json.dumps(known.files), known.title,
            known.version, json.dumps(dict(known.placed_from)), json.dumps(known.beside),
        )  # fmt: skip
        self._base.execute(f"INSERT INTO story VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
        if trouble := known.trouble:
            due = trouble.due.isoformat() if trouble.due else None
            self._base.execute(
                "INSERT INTO trouble VALUES (?, ?, ?, ?, ?, ?)",
                (
                    known.number,
                    json.dumps(dict(trouble.tried_from)),
                    trouble.tries,
                    trouble.problem,
                    trouble.code,
                    due,
                ),
            )

    @contextlib.contextmanager
    def _change(self) -> Iterator[None]:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._base.execute("COMMIT")
        except BaseException:
            # Where the disk is full, SQLite has taken it back already.
            with contextlib.suppress(sqlite3.OperationalError):
                self._base.execute("ROLLBACK")
            raise

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's refusals, in a person's terms."""
        try:
            yield
        except sqlite3.OperationalError as error:
            problem, remedy = _REFUSALS.get(
                getattr(error, "sqlite_errorcode", 0) & 0xFF,
                (f"cannot be used ({error})", "check the disk and the rights"),
            )
            raise OutputError(self.path, problem, remedy) from error
        except (sqlite3.DatabaseError, ValueError, LookupError, TypeError) as error:
            problem = f"is damaged ({error})"
            remedy = "move it away: every story in the inbox will be made again, under the same names"
            raise OutputError(self.path, problem, remedy) from error


_REFUSALS = {
    sqlite3.SQLITE_FULL: ("cannot be written: the disk is full", "free some space and try again"),
    sqlite3.SQLITE_READONLY: ("may not be written", "ask for the right to write into the outbox"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "check that the outbox is there and may be written"),
    sqlite3.SQLITE_BUSY: ("is held by another program", "try again when that one has ended"),
}


def _known(row: tuple[Any, ...]) -> Known:
    told = dict(zip(_STORY, row, strict=False))
    troubled = dict(zip(_TROUBLE, row[len(_STORY) :], strict=True))
    trouble = None
    if troubled["tries"] is not None:
        due = troubled["due"]
        trouble = Trouble(
            tried_from=json.loads(troubled["tried_from"]),
            tries=troubled["tries"],
            problem=troubled["problem"],
            code=troubled["code"],
            due=datetime.fromisoformat(due) if due else None,
        )
    return Known(
        **{
            name: told[name]
            for name in ("number", "key", "source", "id", "name", "inbox", "title", "version")
        },
        gone=bool(told["gone"]),
        published=datetime.fromisoformat(told["published"]) if told["published"] else None,
        made_from=json.loads(told["made_from"]),
        files=tuple(json.loads(told["files"])),
        placed_from=json.loads(told["placed_from"]),
        beside=tuple(json.loads(told["beside"])),
        trouble=trouble,
    )
