"""Echoes: abbreviations in brackets right behind their own words, ``Ủy ban nhân dân (UBND)``, heard once."""

from __future__ import annotations

import re

from radio.slug import plain
from radio.speech.place import WORD, Piece, Place

_BRACKETED = re.compile(r"\(([^\W\d_][^\s()]{1,15})\)")
_SKIPPED = ("và", "của", "cho")  # words that abbreviations pass over


def echo(at: Place) -> Piece | None:
    """Nothing, where the letters in brackets are the initials of the words before them."""
    match = _BRACKETED.match(at.text, at.start)
    if match is None:
        return None
    letters = "".join(char for char in plain(match[1]).upper() if char.isalpha())
    words = [word for word in WORD.findall(at.before()) if word not in _SKIPPED]
    initials = "".join(plain(word)[0].upper() for word in words[-len(letters) :])
    if match[1].islower() or initials != letters:
        return None
    return Piece(match.end(), "", "abbreviation", "said already")
