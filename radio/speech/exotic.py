"""Numerals of other kinds: superscripts, fractions in one character, circled and Chinese numbers."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from radio.speech.numbers import cardinal
from radio.speech.place import Piece, Place
from radio.speech.reading import Reading

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_LONGEST = 6


def exotic(at: Place) -> Piece:
    """The numeral at the place, which is one character, or a run of super- or subscript digits."""
    for small, prefix in ((_SUPERSCRIPTS, "mũ "), (_SUBSCRIPTS, "")):
        end = at.start
        while end < at.start + _LONGEST and ord(at.char(end) or " ") in small:
            end += 1
        if end > at.start:
            before = at.char(at.start - 1)
            power = prefix if before.isalnum() or before == ")" else ""
            digits = at.text[at.start : end].translate(small)
            return Piece(end, power + cardinal(digits, at.reading), "number", "small digits")
    return Piece(at.start + 1, say(at.char(at.start), at.reading), "number", "numeral in one character")


def say(numeral: str, reading: Reading) -> str:
    """The value of one character that is a number: ``½`` → một phần hai, ``Ⅷ`` → tám."""
    value = Fraction(unicodedata.numeric(numeral, 0.0)).limit_denominator(1000)
    words = cardinal(str(abs(value.numerator)), reading)
    return words if value.denominator == 1 else f"{words} phần {cardinal(str(value.denominator), reading)}"
