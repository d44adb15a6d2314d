"""Formats that are no text: recognised by their first bytes or name, and refused with what to do.

`data/foreign.tsv` is the table: where the bytes stand, the bytes in hexadecimal, the file name's ending, what
the format is called, what to do.
"""

from __future__ import annotations

import codecs
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from radio.article import Article
from radio.errors import ArticleError


class Format(NamedTuple):
    """A row of the table."""

    offset: int  # where the signature stands, in bytes
    signature: bytes  # b"" where only the ending tells
    ending: str  # of the file's name, with the point; "" for any
    what: str  # "a Word file"
    remedy: str  # what its owner can do


def score(name: str, head: bytes) -> float:
    """0.9 for a known signature or ending, else 0: a reader that understands the format goes above it."""
    return 0.9 if _format(name, head) else 0.0


def parse(data: bytes, source: str) -> Article:
    """Always raises ArticleError: naming the format, and the way out."""
    known = _format(source.lower(), data)
    if known is None:
        raise ArticleError(source, "is not text", "save the article as plain text (UTF-8)")
    raise ArticleError(source, f"is {known.what}", known.remedy)


def _format(name: str, head: bytes) -> Format | None:
    """The first row that fits: its bytes stand in their place and the name has its ending."""
    bare = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for row in _table():
        begun = head.startswith(row.signature, row.offset) if row.offset else bare.startswith(row.signature)
        if begun and name.endswith(row.ending):
            return row
    return None


@cache
def _table() -> tuple[Format, ...]:
    text = (files("radio.read") / "data" / "foreign.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(Format(int(at), bytes.fromhex(sign), end, what, todo) for at, sign, end, what, todo in rows)
