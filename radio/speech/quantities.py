"""Quantities: a figure with what is counted or measured stuck to it: ``12.500``, ``5kg``, ``4B``."""

from __future__ import annotations

import re
from functools import cache

from radio.speech import cues, figures
from radio.speech.letters import spell
from radio.speech.numbers import cardinal, digit_by_digit, ordinal
from radio.speech.place import BLANKS, WORD, Piece, Place
from radio.speech.terms import Index, Term, rows

# "2tr5", "1m65": what follows a unit without a blank is a part of the next smaller one.
_MORE = re.compile(r"\d{1,2}(?![^\W_]|[.,]\d)")
_DIGITS = re.compile(r"\d+")
_NEAR_WORDS = 4  # how far a number may stand from the slash that divides what it counts
_UNCOUNTED = ("phone", "abbreviation", "foreign", "letters", "symbol", "lexicon", "web", "code")


@cache
def _units() -> Index:
    """Units, currencies and magnitudes, a blank between or not."""
    return Index(_terms("units.tsv"), before_digits=True)


@cache
def _suffixes() -> Index:
    """Letters that are units only where they stick to the figure: ``5k``, ``15p``."""
    return Index(_suffix_terms(), before_digits=True)


@cache
def _per_nouns() -> frozenset[str]:
    """Words that a rate may be counted by: ``tháng``, ``hộ``."""
    return frozenset(noun for (nouns, *_) in rows("per.tsv") for noun in nouns.split())


def _terms(name: str) -> tuple[Term, ...]:
    return tuple(
        Term(written, spoken, "", cls, f"{name}:{written}", any_case=False)
        for written, spoken, cls, *_ in rows(name)
    )


@cache
def _unless_near() -> dict[str, str]:
    """Rows of units that hold only near a cue → the cue's class."""
    return {f"units.tsv:{row[0]}": row[4] for row in rows("units.tsv") if row[4:5] > ("",)}


@cache
def _scales() -> dict[str, Term]:
    return {term.written: term for term in _suffix_terms() if term.kind == "magnitude"}


@cache
def _suffix_terms() -> tuple[Term, ...]:
    return tuple(
        Term(written, spoken, context, cls, f"suffixes.tsv:{written}", any_case=False)
        for written, spoken, cls, context, *_ in ((*row, "") for row in rows("suffixes.tsv"))
    )


def lone_units() -> tuple[Term, ...]:
    """Units that are read as such without a figure too, where their row's context says so ("*": anywhere)."""
    return tuple(
        Term(written, spoken, context.replace("*", ""), cls, f"units.tsv:{written}", any_case=False)
        for written, spoken, cls, context, *_ in ((*row, "", "") for row in rows("units.tsv"))
        if context
    )


def unit_at(at: Place, end: int) -> tuple[int, Term] | None:
    """Where the unit after a figure's ``end`` ends, and its row."""
    text = at.text
    start = end
    while at.char(start) in BLANKS and start < min(end + 2, len(text)):
        start += 1
    head = WORD.match(text, start)
    sign = head[0] if head else at.char(start)
    if not sign or not sign.strip():
        return None
    found = _units().find(text, start, sign)
    if found is not None and not _is_meant(found, at):
        found = None
    if found is None and start == end:
        found = _suffixes().find(text, start, sign)
    if found is None:
        return None
    end = start + len(found.written)
    return None if at.char(end).isdecimal() and not _MORE.match(text, end) else (end, found)


def _is_meant(unit: Term, at: Place) -> bool:
    """Whether a letter that is a unit only in some company has that: 5A of a current, not of a school."""
    company = _unless_near().get(unit.row)
    return company is None or cues.near(company, at)


def scale_at(at: Place, end: int) -> tuple[int, Term] | None:
    """The letter that multiplies an amount of money, where it sticks to the figure: ``$50M``."""
    letters = WORD.match(at.text, end)
    scale = _scales().get(letters[0]) if letters else None
    return (end + len(scale.written), scale) if scale is not None else None


def quantity(at: Place) -> Piece | None:
    """Any figure: the last rule, which takes every number that no other did."""
    match = figures.FIGURE.match(at.text, at.start)
    if match is not None and " " in match[0] and cues.precede("numbered", at):
        match = _DIGITS.match(at.text, at.start)  # "ấp 3 250 hộ": the blank parts two numbers
    if match is None:
        return None
    written, end = match[0], match.end()
    if written.isdigit() and at.word_before() == "thứ":
        return Piece(end, ordinal(written, at.reading), "ordinal", "ordinal")
    if figures.is_identity(written):
        return Piece(end, digit_by_digit(written), "identity", "long digits")
    unit = unit_at(at, end)
    figure = figures.parse(written)
    words = figures.say(figure, at.reading, _point(figure, unit, at))
    if unit is None:
        return _lettered(at, end, words)
    end, row = unit
    spoken = f"{words} {row.spoken}"
    if more := _MORE.match(at.text, end):
        end, spoken = more.end(), f"{spoken} {cardinal(more[0], at.reading)}"
    return Piece(end, spoken, row.kind, "figure and unit", row.row)


def _point(figure: figures.Figure, unit: tuple[int, Term] | None, at: Place) -> str:
    """``phẩy``, but a version's dot is a dot: công nghiệp 4.0, iOS 17.2."""
    if figure.mark == "." and unit is None and (figure.fraction == "0" or cues.precede("version", at)):
        return "chấm"
    return "phẩy"


def _lettered(at: Place, end: int, words: str) -> Piece:
    """A figure without a unit; a capital or single letter that sticks to it is spelled: ``4B``, ``12a``."""
    letters = WORD.match(at.text, end)
    if letters is None or not letters[0].isalpha():
        return Piece(end, words, "number", "figure")
    name, after = letters[0], letters.end()
    times = name in ("x", "X") and at.char(after).isdigit()
    if times or not (name.isupper() or len(name) == 1):
        return Piece(end, words, "number", "figure")
    return Piece(after, f"{words} {spell(name)}", "code", "figure and letters")


def denominator_at(at: Place, start: int) -> tuple[int, str, str] | None:
    """What a slash measures by: where it ends, its words, its row; None if nothing is measured there."""
    head = WORD.match(at.text, start)
    if head is None:
        return None
    measured = is_measured(at)
    if not (measured or at.word_before() in _per_nouns()):
        return None
    found = _units().find(at.text, start, head[0]) or _suffixes().find(at.text, start, head[0])
    if found is not None and not at.char(start + len(found.written)).isdecimal():
        return start + len(found.written), found.spoken, found.row
    of_money = head[0].islower() and (at.touches(("money",)) or (measured and at.word_before() == "đồng"))
    known = head[0] in _per_nouns() or of_money
    return (head.end(), head[0], f"per.tsv:{head[0]}" if not of_money else "") if known else None


def is_measured(at: Place) -> bool:
    """Whether a number stands at most a few words left of the place, without a pause between."""
    gap = at.gap()
    if gap is None or at.last is None or at.last.kind in _UNCOUNTED:
        return False
    return gap.count(" ") <= _NEAR_WORDS and all(char.isalpha() or char in BLANKS for char in gap)
