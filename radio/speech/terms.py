"""Terms: written forms with a reading of their own, from tables, found by their first word.

A term written wholly in lower case is found in any case; one with capitals only as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple

from radio.speech.context import fits
from radio.speech.place import LETTERS

# A context that asks for a number.
_NUMBERED = re.compile(r"_.*[#0-9]")
_HEAD = re.compile(rf"[{LETTERS}]+|\d+|.", re.DOTALL)


class Term(NamedTuple):
    """One row of a table."""

    written: str
    spoken: str
    context: str  # where it holds, in the grammar of radio.speech.context; "" if everywhere
    kind: str  # class of the spans it makes
    row: str  # where it stands: "abbreviations.tsv:UBND"
    any_case: bool = True  # whether a form in lower case is found in any; units are not: km2, Km2


class Index:
    """Terms by their first word (or digits, or mark); longer ones first, then as the table has them."""

    def __init__(self, terms: Iterable[Term], before_digits: bool = False) -> None:
        self._before_digits = before_digits  # whether digits may stick to a term's end: 1m65
        self._exact: dict[str, list[Term]] = {}
        self._any_case: dict[str, list[Term]] = {}
        for term in terms:
            folded = term.any_case and term.written == term.written.lower()
            shelf = self._any_case if folded else self._exact
            if head := _HEAD.match(term.written):
                shelf.setdefault(head[0], []).append(term)
        for shelf in (self._exact, self._any_case):
            for rows in shelf.values():
                rows.sort(key=lambda term: -len(term.written))

    def __contains__(self, head: str) -> bool:
        """Whether any term begins with this word, digits or mark."""
        return head in self._exact or head.lower() in self._any_case

    def find(self, text: str, start: int, head: str) -> Term | None:
        """The term at ``start``, where the word (or digits, or mark) ``head`` stands; None without one."""
        for term in self._exact.get(head, ()):
            if text.startswith(term.written, start) and _holds(term, text, start, self._before_digits):
                return term
        for term in self._any_case.get(head.lower(), ()):
            if text[start : start + len(term.written)].lower() == term.written and _holds(
                term, text, start, self._before_digits
            ):
                return term
        return None


def _holds(term: Term, text: str, start: int, before_digits: bool) -> bool:
    """Whether the term ends with its word there, and its context fits."""
    end = start + len(term.written)
    after = text[end : end + 1]
    if term.written[-1].isalnum() and (after.isalpha() or after.isdecimal()):
        # "QL1A": a number may stick to a term, but only where the term asks for a number.
        wanted = before_digits or _NUMBERED.search(term.context)
        if not (wanted and after.isdecimal() and term.written[-1].isalpha()):
            return False
    return not term.context or fits(term.context, text, start, end)


@cache
def table(name: str, kind: str) -> tuple[Term, ...]:
    """The terms of ``data/<name>``: columns written, spoken, domain, context, note."""
    terms = []
    for columns in rows(name):
        written, spoken, _domain, context, *_note = (*columns, "", "", "")
        terms.append(Term(written, spoken, context, kind, f"{name}:{written}"))
    return tuple(terms)


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``data/<name>``, split at tabs, without comments and empty lines."""
    text = (resources.files("radio.speech") / "data" / name).read_text("utf-8")
    return tuple(tuple(line.split("\t")) for line in text.split("\n") if line and not line.startswith("# "))
