"""Persons: who had a part in an episode, by the roles of the podcast taxonomy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from radio.feed.xml import line

LIMIT = 128  # characters of a name (podcast-namespace, person.md)
_WORD = re.compile(r"\w+")
_MOST_WORDS = 12  # of a role; what is longer is none
# A role that nobody has heard of is still a byline's; without a role a person would be the host.
_BYLINE = ("Author", "Writing")


@dataclass(frozen=True, slots=True)
class Person:
    """One name in one role."""

    name: str
    role: str  # of the taxonomy: "Editor"
    group: str  # of the taxonomy: "Writing"


def host(name: str) -> Person:
    """A presenter."""
    return Person(line(name, LIMIT), "Host", "Cast")


def persons(credits: Iterable[tuple[str, str]], speakers: Iterable[str]) -> tuple[Person, ...]:
    """Those of the byline, as (role as printed, name), then those who are heard; each once a role."""
    return tuple(dict.fromkeys(_all(credits, speakers)))


def _all(credits: Iterable[tuple[str, str]], speakers: Iterable[str]) -> Iterator[Person]:
    for role, name in credits:
        if (person := _person(name, *_taxonomy(role))).name:
            yield person
    for name in speakers:
        if (person := _person(name, "Guest", "Cast")).name:
            yield person


@lru_cache(10_000)
def _person(name: str, role: str, group: str) -> Person:
    return Person(line(name, LIMIT), role, group)


@lru_cache(10_000)
def _taxonomy(printed: str) -> tuple[str, str]:
    """Role and group for a role as printed."""
    words = tuple(_WORD.findall(printed.lower()))[:_MOST_WORDS]
    table = _table()
    for size in range(len(words), 0, -1):
        for start in range(len(words) - size + 1):
            if found := table.get(words[start : start + size]):
                return found
    return _BYLINE


@cache
def _table() -> dict[tuple[str, ...], tuple[str, str]]:
    text = resources.files("radio.feed").joinpath("data/persons.tsv").read_text("utf-8")
    rows = (row.split("\t") for row in text.splitlines() if row and not row.startswith("#"))
    return {tuple(_WORD.findall(printed)): (role, group) for printed, role, group in rows}
