"""Cues: words around a number that tell what it is. They stand in data/cues.tsv: class, words."""

from __future__ import annotations

import re
from functools import cache

from radio.speech.place import BLANKS, Place
from radio.speech.terms import rows

_CLAUSE_END = re.compile(r"[;!?]|\. ")
_MARK = re.compile(r"[^\w]")
_OPENING = BLANKS + "([\"“‘':"


@cache
def _cues(name: str) -> tuple[str, ...]:
    """All cue words of one class, lower case."""
    return tuple(word for cls, words, *_ in rows("cues.tsv") if cls == name for word in words.split("|"))


@cache
def _right_after(name: str) -> tuple[str, ...]:
    return tuple(" " + word for word in _cues(name))


@cache
def _whole(name: str) -> tuple[str, ...]:
    return tuple(f" {word} " for word in _cues(name))


@cache
def _right_before(name: str) -> tuple[str, ...]:
    return tuple(word + " " for word in _cues(name))


def precede(name: str, at: Place) -> bool:
    """Whether a cue of this class stands right before the place, a bracket or colon between at most."""
    return (" " + _spaced(at.before().rstrip(_OPENING))).endswith(_right_after(name))


def near(name: str, at: Place) -> bool:
    """Whether a cue of this class stands anywhere left of the place in its clause, within reach."""
    clause = _CLAUSE_END.split(at.before())[-1]
    left = f" {_spaced(clause)} "
    return any(cue in left for cue in _whole(name))


def follow(name: str, at: Place, end: int) -> bool:
    """Whether a cue of this class stands right after ``end``."""
    right = at.after(end).lstrip(BLANKS).lower()
    return (_spaced(right) + " ").startswith(_right_before(name))


def _spaced(text: str) -> str:
    """Marks as blanks, so that a cue before a comma is a whole word."""
    return _MARK.sub(" ", text)
