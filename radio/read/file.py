"""A file's bytes: what a producer gave may be a folder, a pipe, a film, or not be there at all."""

from __future__ import annotations

import re
from pathlib import Path

from radio.errors import ArticleError

LIMIT_BYTES = 20_000_000

_PAGE = re.compile(r"www\.|(?:https?|ftp|file):|[\w-]+(?:\.[\w-]+){0,3}\.(?:vn|com|net|org)/", re.IGNORECASE)


def bytes_of(source: str | Path, noun: str = "article") -> bytes:
    """The bytes of the file ``source``, at most `LIMIT_BYTES`; ``noun`` is what should be in it.

    Raises ArticleError that says why there are none.
    """
    path = Path(source)
    try:
        if path.is_dir():
            raise ArticleError(source, "is a folder", f"give one {noun}'s file")
        if path.exists() and not path.is_file():  # a pipe or a device may never end
            raise ArticleError(source, "is not a regular file", f"give one {noun}'s file")
        with path.open("rb") as handle:
            data = handle.read(LIMIT_BYTES + 1)
    except FileNotFoundError as error:
        remedy = "check the name and the folder"
        if _PAGE.match(str(source)):
            remedy = "if it is the address of a page, begin it with https://"
        raise ArticleError(source, "does not exist", remedy) from error
    except PermissionError as error:
        raise ArticleError(source, "may not be read", "ask for the right to read it, or copy it") from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        problem = f"cannot be read ({getattr(error, 'strerror', '') or error})"
        raise ArticleError(source, problem, "check the name and the disk") from error
    if len(data) > LIMIT_BYTES:
        problem = f"is too large for one {noun} (the limit is {LIMIT_BYTES / 1e6:.0f} MB)"
        raise ArticleError(source, problem, f"give one {noun}'s text only")
    return data
