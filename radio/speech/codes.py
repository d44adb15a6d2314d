"""Codes: documents (``749/QĐ-TTg``), number plates, and capitals with a number (``B-52``, ``H5N1``)."""

from __future__ import annotations

import re
from functools import cache

from radio.speech import cues
from radio.speech.letters import spell
from radio.speech.numbers import cardinal, digit_by_digit, year
from radio.speech.place import Piece, Place
from radio.speech.reading import Reading
from radio.speech.terms import rows

_PART = r"[A-ZĐƯ][A-ZĐƯÔa-zđư&]{0,11}\d{0,2}"
_TAIL = rf"{_PART}(?:[-/–]{_PART}){{0,5}}"
_DOCUMENT = re.compile(rf"(\d+[a-z]?)(?:/((?:1[89]|20)\d\d))?[-/–]({_TAIL})(?![^\W_])")
_UNNUMBERED = re.compile(rf"{_PART}(?:[-/]{_PART}){{1,5}}(?![^\W_])")
_IN_YEAR = re.compile(r"(\d+)/((?:1[89]|20)\d\d)(?!\d|[/.,-]\d)")
_PLATE = re.compile(r"(\d\d)-?([A-ZĐ]{1,2}\d?)[ -]{0,2}(\d{3}\.\d\d|\d{4,5})(?!\d)")
_SPLIT = re.compile(r"[-/–&]+")
_PART_NUMBER = re.compile(r"([^\W\d_]+)(\d*)")


@cache
def _meanings() -> dict[str, tuple[str, str]]:
    """Part of a code → its words and class: "type" of document, "issuer" whose organ it tells, or "part"."""
    return {part: (words, cls) for part, words, cls, *_ in rows("codes.tsv")}


def document(at: Place) -> Piece | None:
    """A document's number with its letters, or with its year after a document's name."""
    match = _DOCUMENT.match(at.text, at.start)
    if match is None:
        return _numbered_in_year(at)
    number, in_year, tail = match.groups()
    parts = _SPLIT.split(tail)
    if parts[0] not in _meanings() and not cues.near("document", at):
        return None
    words = _number(number, at.reading)
    if in_year:
        words += f" năm {year(in_year, at.reading)}"
    words = f"{words} {_tail(at, parts, match.end())}"
    return Piece(match.end(), words, "document", "document code", f"codes.tsv:{parts[0]}")


def unnumbered(at: Place) -> Piece | None:
    """A code's letters alone, if every part is known: ``NQ-CP``."""
    match = _UNNUMBERED.match(at.text, at.start)
    if match is None:
        return None
    parts = _SPLIT.split(match[0])
    if not all(part in _meanings() for part in parts) or _meanings()[parts[0]][1] != "type":
        return None
    return Piece(
        match.end(), _words(parts, at.reading), "document", "document letters", f"codes.tsv:{parts[0]}"
    )


def plate(at: Place) -> Piece | None:
    """A vehicle's number plate."""
    match = _PLATE.match(at.text, at.start)
    if match is None or not ("." in match[3] or cues.near("plate", at)):
        return None
    province, series, number = match.groups()
    letters, digit = series.rstrip("0123456789"), series[-1]
    words = f"{cardinal(province, at.reading)} {spell(letters)}"
    if digit.isdigit():
        words += f" {cardinal(digit, at.reading)}"
    return Piece(match.end(), f"{words}, {digit_by_digit(number.replace('.', ''))}", "code", "number plate")


def _numbered_in_year(at: Place) -> Piece | None:
    match = _IN_YEAR.match(at.text, at.start)
    if match is None or not (cues.precede("document", at) or cues.precede("number", at)):
        return None
    words = f"{_number(match[1], at.reading)} năm {year(match[2], at.reading)}"
    return Piece(match.end(), words, "document", "number and year")


def _number(number: str, reading: Reading) -> str:
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    words = cardinal(digits, reading)
    return words if digits == number else f"{words} {spell(number[len(digits) :])}"


def _tail(at: Place, parts: list[str], end: int) -> str:
    """A code's letters: by whom, where the sentence names the type already; else what each part means."""
    meanings = _meanings()
    words, cls = meanings.get(parts[-1], ("", ""))
    if at.after(end).lstrip().startswith("của "):
        return " ".join(spell(part) for part in parts)
    own_type = meanings.get(parts[0], ("?", ""))[0].lower()
    before = at.before()
    named = own_type in before or f" {parts[0].lower()} " in f" {before} "
    return f"của {words}" if cls == "issuer" and len(parts) == 2 and named else _words(parts, at.reading)


def _words(parts: list[str], reading: Reading) -> str:
    return " ".join(_part(part, reading) for part in parts)


def _part(part: str, reading: Reading) -> str:
    known = _meanings().get(part)
    if known:
        return known[0]
    match = _PART_NUMBER.fullmatch(part)
    if match is None:
        return spell(part)
    letters, digits = match.groups()
    words = _meanings().get(letters, (spell(letters), ""))[0]
    return f"{words} {cardinal(digits, reading)}" if digits else words
