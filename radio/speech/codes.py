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

_PART = r"[A-ZĐƯ][A-ZĐƯÔa-zđư&]{0,11}\d{0,2}(?:\.[A-ZĐ]{1,6})?"
_TAIL = rf"{_PART}(?:[-/–]{_PART}){{0,5}}"
_DOCUMENT = re.compile(rf"(\d+[a-z]?)(?:/((?:1[89]|20)\d\d))?[-/–]({_TAIL})(?![^\W_])")
_UNNUMBERED = re.compile(rf"{_PART}(?:[-/]{_PART}){{1,5}}(?![^\W_])")
_IN_YEAR = re.compile(r"(\d+)([/-])((?:1[89]|20)\d\d)(?!\d|[/.,-]\d)")
_PLATE = re.compile(r"(\d\d)-?([A-ZĐ]{1,2}\d?)[ –-]{0,3}(\d{3}\.\d\d|\d{4,5})(?!\d)")
_SPLIT = re.compile(r"[-/–&.]+")
_RUN = re.compile(r"[^\W\d_]+|\d+")


@cache
def _meanings() -> dict[str, tuple[str, str]]:
    """Part of a code → its words and class: "type" of document, "issuer" whose organ it tells, or "part".

    Words of several meanings are parted by ``|``.
    """
    return {part: (words, cls) for part, words, cls, *_ in rows("codes.tsv")}


def document(at: Place) -> Piece | None:
    """A document's number with its letters, or with its year after a document's name."""
    match = _DOCUMENT.match(at.text, at.start)
    if match is None:
        return _numbered_in_year(at)
    number, in_year, tail = match.groups()
    parts = _SPLIT.split(tail)
    if not _class(parts[0]) and not cues.near("document", at):
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
    if not all(map(_class, parts)) or _class(parts[0]) != "type" or _class(parts[-1]) == "type":
        return None
    return Piece(match.end(), _words(parts, at), "document", "document letters", f"codes.tsv:{parts[0]}")


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
    if match is None:
        return None
    counted = len(match[1]) <= 2 and cues.precede("part of a year", at)
    if not counted and (match[2] == "-" or not (cues.precede("document", at) or cues.precede("number", at))):
        return None
    words = f"{_number(match[1], at.reading)} năm {year(match[3], at.reading)}"
    return Piece(match.end(), words, "date" if counted else "document", "number and year")


def _number(number: str, reading: Reading) -> str:
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyz")
    words = cardinal(digits, reading)
    return words if digits == number else f"{words} {spell(number[len(digits) :])}"


def _tail(at: Place, parts: list[str], end: int) -> str:
    """A code's letters: by whom, where the sentence names the type already; else what each part means."""
    if at.after(end).lstrip().startswith("của "):
        return " ".join(_letter_by_letter(part, at.reading) for part in parts)
    own_type = _known(parts[0], at)
    named = own_type in _heading(at) or parts[0].lower() in at.words_before(4)
    if named and len(parts) == 2 and _class(parts[1]) == "issuer":
        return f"của {_known(parts[1], at)}"
    return _words(parts, at)


def _words(parts: list[str], at: Place) -> str:
    """What each part means; a document has one type, so further on its letters mean something else."""
    first, *others = parts
    return " ".join((_part(first, at), *(spell(p) if _class(p) == "type" else _part(p, at) for p in others)))


def _part(part: str, at: Place) -> str:
    return _known(part, at) or _spelled(part, at)


def _known(part: str, at: Place) -> str:
    """The words of a known part: of several, those that the text has named; "" if it is unknown."""
    choices = _meanings().get(part, ("", ""))[0].split("|")
    heading = _heading(at)
    return next((words for words in choices if words.lower() in heading), choices[0])


def _heading(at: Place) -> str:
    """The words right before a code, where its type is named: ``Quyết định số``."""
    return " ".join(at.words_before(4))


def _class(part: str) -> str:
    return _meanings().get(part, ("", ""))[1]


def _spelled(part: str, at: Place) -> str:
    """A part that is not known as a whole: ``QH15`` → Quốc hội mười lăm."""
    runs = _RUN.findall(part)
    return " ".join(
        cardinal(run, at.reading) if run.isdigit() else _known(run, at) or spell(run) for run in runs
    )


def _letter_by_letter(part: str, reading: Reading) -> str:
    return " ".join(cardinal(run, reading) if run.isdigit() else spell(run) for run in _RUN.findall(part))
