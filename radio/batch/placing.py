"""The outbox's files: finished ones put under their names, others taken away, each in its order."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from radio.errors import OutputError
from radio.files import output_error, rename, sync_folder
from radio.outbox import outbox as episodes
from radio.sidecar import head

HIDDEN = (
    ".radio"  # folder of the ledger, the lock and what is not finished; a feed and a listing pass it over
)
_STAGE = "stage"


def prepare(outbox: Path) -> Path:
    """The hidden folder in ``outbox``; both are made if they are not there.

    The folder that holds the outbox must be there: a disk that is not mounted is not to be filled in secret.
    Raises OutputError.
    """
    hidden = outbox / HIDDEN
    try:
        for folder in (outbox, hidden):
            if not folder.is_dir():
                folder.mkdir()
                sync_folder(folder.parent)
    except OSError as error:
        raise output_error(outbox, error) from error
    return hidden


@contextlib.contextmanager
def stages(hidden: Path) -> Iterator[Callable[[], Path]]:
    """Gives empty folders for stories that are being made; all are taken away at the end.

    So is what a run left that died. Raises OutputError.
    """
    top = hidden / _STAGE
    shutil.rmtree(top, ignore_errors=True)
    count = 0

    def stage() -> Path:
        nonlocal count
        count += 1
        folder = top / str(count)
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            raise output_error(folder, error) from error
        return folder

    try:
        yield stage
    finally:
        shutil.rmtree(top, ignore_errors=True)


def place(stage: Path, files: Sequence[str], folder: Path) -> None:
    """Give the finished ``files`` of ``stage`` their names in ``folder``, in order, each known to the disk.

    Raises OutputError.
    """
    try:
        _make_folder(folder)
        for name in files:
            rename(stage / name, folder / name)
            sync_folder(folder)
    except OSError as error:
        raise output_error(folder, error) from error


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def remove(outbox: Path, files: Iterable[str]) -> None:
    """Take ``files``, relative to the outbox, away in order, and the folders that are empty then.

    Raises OutputError for one that cannot be taken away.
    """
    folders: set[Path] = set()
    for name in files:
        path = outbox / name
        try:
            path.unlink(missing_ok=True)
        except NotADirectoryError:
            continue
        except OSError as error:
            raise output_error(path, error) from error
        folders.update(path.parents)
    inside = [folder for folder in folders if folder != outbox and outbox in folder.parents]
    for folder in sorted(inside, key=lambda f: len(f.parts), reverse=True):
        with contextlib.suppress(OSError):
            folder.rmdir()
    sync_folder(outbox)


class Occupied:
    """Which names in an outbox are another's; each folder is listed once, and only if it is asked for."""

    def __init__(self, outbox: Path) -> None:
        self._outbox = outbox
        self._stems: dict[Path, set[str]] = {}

    def __call__(self, name: str, id_: str) -> bool:
        """Whether files called ``name`` stand there that no episode of this ``id_`` has left."""
        path = self._outbox / name
        if path.parent not in self._stems:
            self._stems[path.parent] = _stems(path.parent)
        if path.name not in self._stems[path.parent]:
            return False
        try:
            return head((self._outbox / f"{name}.json").read_bytes()).get("id") != id_
        except (OSError, ValueError):
            return True


def former(outbox: Path) -> dict[str, tuple[str, ...]]:
    """The episodes that stand in an outbox, by id: their files, the sound first, then the sidecar."""
    if not outbox.is_dir():
        return {}
    found = {}
    for item in episodes(outbox).items:
        beside = [*(t.path for t in item.transcripts), *([item.chapters] if item.chapters else [])]
        found[item.id] = (item.path, item.path.removesuffix(".mp3") + ".json", *beside)
    return found


def _stems(folder: Path) -> set[str]:
    """The names in ``folder`` up to their first point, as a disk that tells no case apart has them."""
    try:
        return {name.partition(".")[0].lower() for name in os.listdir(folder)}  # noqa: PTH208
    except FileNotFoundError:
        return set()
    except OSError as error:
        problem = f"cannot be looked into ({error.strerror or error})"
        raise OutputError(folder, problem, "check the outbox and the rights") from error
