"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from radio.errors import OutputError

_READERS_S = 3.0 if os.name == "nt" else 0.0  # how long a reader of a file is waited for
_REMEDIES = {
    errno.ENOSPC: ("the disk is full", "free some space and try again"),
    errno.EDQUOT: ("the disk quota is used up", "free some space and try again"),
    errno.EACCES: ("no permission to write there", "choose another folder with -o, or ask for the right"),
    errno.EPERM: ("no permission to write there", "choose another folder with -o, or ask for the right"),
    errno.EROFS: ("the disk is read-only", "choose another folder with -o"),
    errno.ENOENT: ("the folder does not exist", "make the folder, or choose another with -o"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "choose another path with -o"),
    errno.EISDIR: ("there is a folder of that name", "choose another name with -o"),
    errno.ENAMETOOLONG: ("the name is too long", "choose a shorter name with -o"),
}


def output_error(path: Path | str, error: OSError) -> OutputError:
    """The operating system's refusal to write ``path``, in a person's terms."""
    known = _REMEDIES.get(error.errno or 0)
    problem, remedy = known or (error.strerror or str(error), "check the disk and the path")
    return OutputError(path, f"cannot be written: {problem}", remedy)


@contextlib.contextmanager
def replacing(*targets: Path) -> Iterator[tuple[Path, ...]]:
    """Give a temporary path for each of ``targets``; on success, rename all to their names, in order.

    The temporary files stand in the target's own folder, so that the renaming is atomic, and are
    flushed to the disk first. If the body raises, they are removed and the targets stay as they were.
    A body need not make each file: what it did not make is not renamed.
    Raises OutputError where the folder or the disk refuses.
    """
    temps: list[Path] = []
    try:
        try:
            for target in targets:
                if target.is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
                name = f".{target.stem[:40]}-{secrets.token_hex(8)}.part{target.suffix}"
                temps.append(target.with_name(name))  # noted before it is there: a signal may come between
                temps[-1].touch(0o600, exist_ok=False)
        except OSError as error:
            raise output_error(target, error) from error
        yield tuple(temps)
        for temp, target in zip(temps, targets, strict=True):
            try:
                _publish(temp, target)
            except OSError as error:
                raise output_error(target, error) from error
        for folder in dict.fromkeys(target.parent for target in targets):
            sync_folder(folder)
    finally:
        for temp in temps:
            with contextlib.suppress(OSError):
                temp.unlink(missing_ok=True)


def _publish(temp: Path, target: Path) -> None:
    with temp.open("rb+") as handle:
        os.fsync(handle.fileno())
    _give_rights(temp, target)
    rename(temp, target)


def rename(source: Path, target: Path) -> None:
    """Give ``source`` the name ``target``, whatever has it now. Raises OSError.

    On Windows a file that somebody reads just now, such as a web server the feed, keeps its name until then.
    """
    until = time.monotonic() + _READERS_S
    while True:
        try:
            source.replace(target)
        except PermissionError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.05)
        else:
            return


def sync_folder(folder: Path) -> None:
    """Flush the names in ``folder`` to the disk, so that a renaming outlives a power cut.

    Windows has no such call, and some network file systems refuse it: their own order has to do then.
    """
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _give_rights(temp: Path, target: Path) -> None:
    """The rights of what it replaces, else those of any new file: a temporary one is for its owner alone."""
    try:
        before = target.stat()
    except OSError:
        temp.chmod(0o666 & ~_umask())
        return
    if hasattr(os, "chown"):
        # Root may correct what belongs to the web server; others may not give away what is theirs.
        with contextlib.suppress(OSError):
            os.chown(temp, before.st_uid, before.st_gid)
    temp.chmod(stat.S_IMODE(before.st_mode))


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def write_text(target: Path, text: str) -> None:
    """Write ``text`` as UTF-8 with line feeds, whole or not at all. Raises OutputError."""
    with replacing(target) as (temp,):
        try:
            temp.write_text(text, "utf-8", newline="\n")
        except OSError as error:
            raise output_error(target, error) from error
