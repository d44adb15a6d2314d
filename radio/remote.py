"""Remote: an inbox or an outbox at an fsspec address (``s3://…``, ``sftp://…``), mirrored in a local folder.

The run works on the mirror; `pull` brings what changed there, and an `Outlet` sends each finished file on,
under a temporary name first, in the order in which the run publishes. The address is one machine's to publish
to: such stores have no locks.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from radio.errors import ArticleBusyError, ConfigError, OutputError, RadioError

_LOCAL = ("file://", "local://")
# What stores call the time of a file's last change.
_TIMES = ("mtime", "LastModified", "last_modified", "modified", "updated", "created")
_PART = ".radio-part"


def is_remote(address: str) -> bool:
    """Whether ``address`` is one of another place, and not a folder of this machine."""
    return "://" in address and not address.startswith(_LOCAL)


def local(address: str) -> Path:
    """The folder that a local address names."""
    for scheme in _LOCAL:
        address = address.removeprefix(scheme)
    return Path(address)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder at an address."""

    address: str
    files: Any  # the file system
    root: str  # the folder in it, without a stroke at the end

    def path(self, name: str) -> str:
        """Of a file in it."""
        return f"{self.root}/{name}"


def place(address: str) -> Place:
    """The folder at an fsspec address. Raises ConfigError for one that no library here can open."""
    try:
        import fsspec  # noqa: PLC0415

        files, root = fsspec.core.url_to_fs(address)
    except ImportError as error:
        problem = f"needs the library {error.name or 'fsspec'}, which is not installed"
        raise ConfigError(
            address, problem, "run: pip install 'radio[cluster]', and what the address needs"
        ) from error
    except (ValueError, OSError) as error:
        raise ConfigError(address, f"is no address that can be opened ({error})", "check it") from error
    return Place(address, files, str(root).rstrip("/"))


def pull(source: Place, folder: Path, *, besides: Collection[str] = ()) -> tuple[str, ...]:
    """Make ``folder`` hold what stands at ``source``; what has its size and time already is not asked for.

    besides: names that are the folder's own. Returns those that no file here can have, which are passed over.
    Raises ArticleBusyError if the place does not answer.
    """
    with _told(source.address, ArticleBusyError, "check the address and the network; it is tried again"):
        source.files.invalidate_cache()
        listed: dict[str, dict[str, Any]] = source.files.find(source.root, detail=True)
        odd, here = [], set()
        for path, known in listed.items():
            name = path.removeprefix(source.root).lstrip("/")
            if not _fits(name):
                odd.append(name)
                continue
            here.add(folder / name)
            if not name.endswith(_PART):
                _bring(source, path, known, folder / name)
    own = {folder / name for name in besides}
    for old in [p for p in folder.rglob("*") if p.is_file() and p not in here | own]:
        old.unlink()
    return tuple(odd)


def _fits(name: str) -> bool:
    """Whether a name stays in its folder, on every system."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not any(part in ("..", "/") or set(part) & set("\\:\0") for part in parts)


def _bring(source: Place, path: str, known: dict[str, Any], to: Path) -> None:
    saved_s = _time(known)
    with contextlib.suppress(OSError):
        now = to.stat()
        if saved_s is not None and now.st_size == known.get("size") and int(now.st_mtime) == int(saved_s):
            return
    to.parent.mkdir(parents=True, exist_ok=True)
    temp = to.with_name(f".{to.name[:40]}{_PART}")
    source.files.get_file(path, str(temp))
    if saved_s is not None:
        os.utime(temp, (saved_s, saved_s))
    temp.replace(to)


def _time(known: dict[str, Any]) -> float | None:
    """Seconds since 1970; None where the store does not tell."""
    told = next((known[name] for name in _TIMES if known.get(name) is not None), None)
    if isinstance(told, datetime):
        return told.timestamp()
    if isinstance(told, str):
        with contextlib.suppress(ValueError):
            return datetime.fromisoformat(told).timestamp()
        return None
    return float(told) if isinstance(told, int | float) else None


@dataclass(frozen=True, slots=True)
class Outlet:
    """Sends files of a mirror on to its place; one without a place has nothing to do."""

    mirror: Path
    to: Place | None = None

    def put(self, names: Iterable[str]) -> None:
        """Send files, relative to the mirror, in order; none is ever seen half. Raises OutputError."""
        for name in names:
            if self.to is None:
                return
            with _told(self.to.path(name), OutputError, "check the address, the rights and the network"):
                self._send(self.to, name)

    def _send(self, to: Place, name: str) -> None:
        target = PurePosixPath(to.path(name))
        part = str(target.with_name(f".{target.name}{_PART}"))
        to.files.makedirs(str(target.parent), exist_ok=True)
        to.files.put_file(str(self.mirror / name), part)
        try:
            to.files.mv(part, str(target))
        except OSError:
            # Some servers rename onto no file that is there.
            to.files.rm_file(str(target))
            to.files.mv(part, str(target))
        # So that the next pull knows it.
        to.files.invalidate_cache()
        saved_s = _time(to.files.info(str(target)))
        if saved_s is not None:
            os.utime(self.mirror / name, (saved_s, saved_s))

    def remove(self, names: Iterable[str]) -> None:
        """Take files away, in order. Raises OutputError."""
        for name in names:
            if self.to is None:
                return
            path = self.to.path(name)
            try:
                with _told(path, OutputError, "check the address, the rights and the network"):
                    self.to.files.rm_file(path)
            except OutputError as error:
                if not isinstance(error.__cause__, FileNotFoundError):
                    raise


@contextlib.contextmanager
def _told(subject: str, kind: type[RadioError], remedy: str) -> Iterator[None]:
    """A store's refusals, in a person's terms."""
    try:
        yield
    except OSError as error:
        raise kind(subject, f"does not answer as it should ({error})", remedy) from error
