"""Roman numerals, where they are numerals: Đại hội XIII, quý III, khu vực I, II và III; not vitamin C."""

from __future__ import annotations

import re

from radio.speech import cues
from radio.speech.numbers import cardinal, ordinal
from radio.speech.place import REACH, Piece, Place, opens_with_name

ROMAN = re.compile(r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![^\W_])")
_LISTED = re.compile(r"(?:,| và| hoặc|-| -| –|–|/)[ \u00a0]?(?=[IVX])")
_JOINTS = (",", "và", "hoặc", "-", "–", "/")
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def value(numeral: str) -> int:
    """``XIV`` → 14, for a well-formed numeral."""
    numbers = [_VALUES[letter] for letter in numeral]
    pairs = zip(numbers, [*numbers[1:], 0], strict=True)
    return sum(-one if one < following else one for one, following in pairs)


def roman(at: Place) -> Piece | None:
    """A numeral of two or more of I, V and X; any other only where the words around ask for a number."""
    match = ROMAN.match(at.text, at.start)
    if match is None or not match[0] or not _is_numeral(at, match[0], match.end()):
        return None
    digits = str(value(match[0]))
    if at.word_before() == "thứ":
        return Piece(match.end(), ordinal(digits, at.reading), "roman", "ordinal numeral")
    if digits == "1" and cues.precede("medal class", at):
        return Piece(match.end(), "nhất", "roman", "first class")
    return Piece(match.end(), cardinal(digits, at.reading), "roman", "numeral")


def _is_numeral(at: Place, numeral: str, end: int) -> bool:
    plain = set(numeral) <= set("IVX")
    if (len(numeral) > 1 and plain) or (cues.precede("numeral", at) and (plain or len(numeral) > 1)):
        return True
    heading = not at.before() and at.char(end) in tuple("./)-") and not _names_place(at, end)
    return plain and (heading or _is_listed(at, end) or (numeral == "I" and _after_name(at)))


def _names_place(at: Place, end: int) -> bool:
    """``X. Tân Phú`` is a commune, no tenth heading."""
    return opens_with_name(at.after(end + 1).lstrip())


def _is_listed(at: Place, end: int) -> bool:
    """Whether another numeral stands next to this one: ``I, II và III``, ``IV - V``."""
    gap, kind = at.gap(), at.last.kind if at.last is not None else ""
    if gap is not None and (kind == "range" or (kind == "roman" and gap.strip() in _JOINTS)):
        return True
    following = _LISTED.match(at.text, end)
    return following is not None and len(_numeral_at(at.text, following.end())) > 1


def _after_name(at: Place) -> bool:
    """``Trường Tiểu học Mỹ An I``: a name's number, for no word and hardly an initial is an I."""
    name = at.text[max(0, at.start - REACH) : at.start].split()[-1:]
    return bool(name) and name[0].istitle() and name[0].isalpha() and at.char(at.start - 1) == " "


def _numeral_at(text: str, start: int) -> str:
    match = ROMAN.match(text, start)
    return match[0] if match else ""
