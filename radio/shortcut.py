"""Shortcut: the addresses in a ``.url`` file.

Two kinds: what Windows and its browsers make (an INI file with ``URL=`` in the section
``[InternetShortcut]``), and addresses written by hand, one a line; a line that begins with ``#`` is a note.
"""

from __future__ import annotations

import codecs
import re

from radio.errors import ArticleError

MOST_BYTES = 64 << 10
_MOST_ADDRESSES = 100
_REMEDY = "write the page's address into it, beginning with https://"
_SECTION = re.compile(r"\[(?P<name>[^]]*)\]")
_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f]+", re.I)


def addresses(data: bytes, source: str) -> tuple[str, ...]:
    """The addresses in the bytes of a ``.url`` file, each once, in order.

    Raises ArticleError for a file without one, with anything else, with too many, or too large.
    """
    if len(data) > MOST_BYTES:
        raise ArticleError(source, "is too large for a shortcut", _REMEDY)
    lines = [line.strip() for line in _text(data).splitlines()]
    shortcut = _of_section(lines)
    listed = shortcut if shortcut is not None else [x for x in lines if x and not x.startswith(("#", ";"))]
    for told in listed:
        if not _ADDRESS.fullmatch(told):
            raise ArticleError(source, f"{told[:80]!r} is no address of a page", _REMEDY)
    if not listed:
        raise ArticleError(source, "holds no address", _REMEDY)
    found = tuple(dict.fromkeys(listed))
    if len(found) > _MOST_ADDRESSES:
        raise ArticleError(
            source, f"holds {len(found)} addresses", f"give at most {_MOST_ADDRESSES} in a file"
        )
    return found


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    # Addresses are ASCII; what else stands there need not be read right.
    return data.decode("utf-8-sig", "replace")


def _of_section(lines: list[str]) -> list[str] | None:
    """What ``[InternetShortcut]`` gives as URL; None for a file without that section."""
    section: str | None = None
    found: list[str] | None = None
    for line in lines:
        if match := _SECTION.fullmatch(line):
            section = match["name"].strip().lower()
            found = [] if section == "internetshortcut" and found is None else found
        elif section == "internetshortcut" and not found:
            key, _, value = line.partition("=")
            if key.strip().lower() == "url" and value.strip():
                found = [value.strip()]
    return found
