"""Lock: of several runs over one outbox, one works.

The lock is SQLite's, on an empty database of its own: what the ledger rests on anyway, and the same on Linux,
macOS and Windows. The operating system takes it from a process that dies, however it dies. On a network file
system it holds as far as that system's locks do: NFS with its lock service and SMB have them.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from radio.errors import LockedError, OutputError


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock at ``path``, a file that stays.

    Raises LockedError at once if another process holds it, OutputError if the disk has no locks to give.
    """
    lock = None
    try:
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
        lock.execute("PRAGMA journal_mode = MEMORY")  # an idle run writes nothing
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if lock is not None:
            lock.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            problem = "another run is at work there"
            raise LockedError(
                path.parent.parent, problem, "nothing to be done: it does this run's work"
            ) from error
        raise OutputError(
            path, f"cannot be locked: {error}", "put the outbox on a disk that has locks"
        ) from error
    try:
        yield
    finally:
        lock.close()
