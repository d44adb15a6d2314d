"""The rules as tables: `data/*.tsv`, one rule a line, fields parted by tabs, ``#`` opens a remark."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The fields of every row of ``data/<name>.tsv``."""
    text = (files("radio.segment") / "data" / f"{name}.tsv").read_text("utf-8")
    lines = (line.rstrip() for line in text.splitlines())
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def mapping(name: str) -> dict[str, tuple[str, ...]]:
    """First field → the others."""
    return {row[0]: row[1:] for row in rows(name)}


@cache
def phrases(name: str, kind: str = "") -> frozenset[str]:
    """The first fields, of the rows whose second field is ``kind`` if one is given."""
    return frozenset(row[0] for row in rows(name) if not kind or row[1] == kind)


@cache
def longest(name: str) -> int:
    """Words in the table's longest phrase: how far a matcher has to look."""
    return max(len(row[0].split()) for row in rows(name))
