"""Pieces: a sentence cut to what a service takes at a time, where a reader would breathe."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import resources

_STRIPPED = ".,;:?!…–—-()[]\"'“”‘’«»"
_NEVER = 3  # scores of a place to cut, the lowest being the best
_ANYWHERE, _AT_OPENER = 1, 0

Ends = Callable[[str], Iterable[int]]  # text → where its clauses end, characters, ascending


def cut(text: str, limit: int, ends: Ends) -> tuple[str, ...]:
    """``text`` in pieces of at most ``limit`` characters that joined by blanks are the text, blanks folded.

    Whole clauses go together as far as they fit. A clause that is too long is cut between words, not within
    a number or between it and its unit; a number or word is taken apart only if it is longer than ``limit``.
    """
    clauses = [part for clause in _clauses(text, ends) for part in _fitting(clause, limit)]
    return tuple(_packed(clauses, limit))


def _clauses(text: str, ends: Ends) -> Iterator[str]:
    start = 0
    for end in (*ends(text), len(text)):
        # Not within a word: a mark in the middle of "10:30" or "a/b" ends no clause.
        whole = end == len(text) or text[end].isspace() or (end > 0 and text[end - 1].isspace())
        if end > start and whole:
            if clause := " ".join(text[start:end].split()):
                yield clause
            start = end


def _packed(parts: Iterable[str], limit: int) -> Iterator[str]:
    """Neighbours put together as long as they fit."""
    held = ""
    for part in parts:
        longer = f"{held} {part}" if held else part
        if len(longer) <= limit:
            held = longer
            continue
        yield held
        held = part
    if held:
        yield held


def _fitting(clause: str, limit: int) -> Iterator[str]:
    words = clause.split()
    start = 0
    while start < len(words):
        fits = _how_many_fit(words, start, limit)
        if fits == 0:
            yield from _chopped(words[start], limit)
            start += 1
            continue
        end = start + fits
        if end < len(words):
            end = _best_cut(words, start, end)
        yield " ".join(words[start:end])
        start = end


def _how_many_fit(words: Sequence[str], start: int, limit: int) -> int:
    length = -1
    for place in range(start, len(words)):
        length += 1 + len(words[place])
        if length > limit:
            return place - start
    return len(words) - start


def _best_cut(words: Sequence[str], start: int, end: int) -> int:
    """The last of the best places to cut in the second half of ``words[start:end]``, else in all of it."""
    middle = start + (end - start) // 2
    for places in (range(end, middle, -1), range(middle, start, -1)):
        best = min(places, key=lambda place: _score(words, place), default=end)
        if _score(words, best) < _NEVER:
            return best
    return end


def _score(words: Sequence[str], place: int) -> int:
    """How bad it is to cut before ``words[place]``."""
    before, after = _role(words[place - 1]), _role(words[place])
    if before in ("number", "label") and not _ends_a_clause(words[place - 1]):
        return _NEVER
    return _AT_OPENER if after == "opener" else _ANYWHERE


def _ends_a_clause(word: str) -> bool:
    return word[-1] in ".,;:?!…"


def _role(word: str) -> str:
    bare = word.strip(_STRIPPED).lower()
    return "number" if bare[:1].isdecimal() else _roles().get(bare, "")


@functools.cache
def _roles() -> dict[str, str]:
    table = resources.files("radio.voices").joinpath("data/joints.tsv").read_text("utf-8")
    rows = (line.split("\t", 1) for line in table.splitlines() if line and not line.startswith("#"))
    return dict(rows)


def _chopped(word: str, limit: int) -> Iterator[str]:
    return (word[at : at + limit] for at in range(0, len(word), limit))
