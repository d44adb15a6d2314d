"""Pieces: a sentence cut to what a service takes at a time, where a reader would breathe."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

_STRIPPED = ".,;:?!…–—-()[]\"'“”‘’«»"
_MARKS = frozenset(".,;:?!…–—")
_CLOSERS, _OPENERS = ")]\"'”’»", '([“‘«"'
_EARLY = 4  # a cut in the first so many-th part of what fits makes one request more
# Scores of a place to cut, the lowest being the best.
_BEST, _ANYWHERE, _DOUBTFUL, _BAD, _WITHIN_A_LONG_NUMBER, _WITHIN_A_NUMBER = range(6)
_NUMBER, _NONE = frozenset({"number"}), frozenset[str]()

Ends = Callable[[str], Iterable[int]]  # text → where its clauses end, characters, ascending


def cut(text: str, limit: int, ends: Ends) -> tuple[str, ...]:
    """``text`` in pieces of at most ``limit`` characters that joined by blanks are the text, blanks folded.

    Whole clauses go together as far as they fit. A clause that is too long is cut between words, before one
    that begins a phrase if there is one; not within a number or between it and its unit, nor within a name or
    a word of several syllables. What is longer than ``limit`` is taken apart all the same.
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
    """The last of the best places to cut ``words[start:end]``, its end being one of them.

    Not in its first quarter if there is a good one behind that.
    """
    early = start + (end - start) // _EARLY
    for places in (range(end, early, -1), range(end, start, -1)):
        best = min(places, key=lambda place: _score(words, place), default=end)
        if _score(words, best) < _BAD:
            break
    return best


def _score(words: Sequence[str], place: int) -> int:
    """How bad it is to cut before ``words[place]``: a row of the scores above."""
    before, after = words[place - 1], words[place]
    if before.rstrip(_CLOSERS)[-1:] in _MARKS or after[0] in _OPENERS:
        return _BEST
    roles, others = _roles(before), _roles(after)
    if "number" in roles or "label" in roles or (place > 1 and _counted(words[place - 2], others)):
        return _WITHIN_A_LONG_NUMBER if "scale" in roles and "number" in others else _WITHIN_A_NUMBER
    if (_bare(before), _bare(after)) in _table().whole or (_capital(before) and _capital(after)):
        return _BAD
    if "opener" in roles or "number" in others:
        return _DOUBTFUL
    return _BEST if "opener" in others else _ANYWHERE


def _counted(earlier: str, others: frozenset[str]) -> bool:
    """Whether a word stands between two numbers: "tám giờ ba mươi"."""
    return "number" in others and "number" in _roles(earlier) and earlier[-1] not in _MARKS


def _capital(word: str) -> bool:
    return word.strip(_STRIPPED)[:1].isupper()


def _bare(word: str) -> str:
    return word.strip(_STRIPPED).lower()


def _roles(word: str) -> frozenset[str]:
    bare = _bare(word)
    return _NUMBER if bare[:1].isdecimal() else _table().roles.get(bare, _NONE)


@dataclass(frozen=True, slots=True)
class _Table:
    """What data/joints.tsv says."""

    roles: Mapping[str, frozenset[str]]  # of a word
    whole: frozenset[tuple[str, str]]  # neighbours that belong together


@functools.cache
def _table() -> _Table:
    text = resources.files("radio.voices").joinpath("data/joints.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    roles = {words: frozenset(found.split()) for words, found in rows if found != "whole"}
    whole = (pair for words, found in rows if found == "whole" for pair in pairwise(words.lower().split()))
    return _Table(roles, frozenset(whole))


def _chopped(word: str, limit: int) -> Iterator[str]:
    return (word[at : at + limit] for at in range(0, len(word), limit))
