"""The rules as tables: `data/*.tsv`, one rule a line, fields parted by tabs, ``#`` opens a remark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files


class Phrases:
    """A set of phrases, lower case, asked for by their first or last word."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.all = frozenset(phrases)
        self.by_first: dict[str, int] = {}  # word → words in the longest phrase it opens
        self.by_last: dict[str, int] = {}  # word → words in the longest phrase it closes
        for phrase in self.all:
            parts = phrase.split()
            for ends, word in ((self.by_first, parts[0]), (self.by_last, parts[-1])):
                ends[word] = max(ends.get(word, 0), len(parts))

    def __contains__(self, phrase: object) -> bool:
        return phrase in self.all

    def __iter__(self) -> Iterator[str]:
        return iter(self.all)

    def __or__(self, other: Phrases) -> Phrases:
        return Phrases(self.all | other.all)


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
def phrases(name: str, kind: str = "") -> Phrases:
    """The first fields, of the rows whose second field is ``kind`` if one is given."""
    return Phrases(row[0] for row in rows(name) if not kind or row[1] == kind)
