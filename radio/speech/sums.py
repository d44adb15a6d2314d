"""Sums: ``10 - 4 = 6``, ``20 : 4 = 5``, ``phép chia 10/2``: figures to reckon with."""

from __future__ import annotations

import re

from radio.speech import cues
from radio.speech.place import BLANKS, Piece, Place
from radio.speech.quantities import quantity

# Figures and signs up to the equals sign; a sum as it stands in news is no longer than this.
_UP_TO_EQUALS = re.compile(r"[\d.,()+\-−–x×*:/÷ \u00a0]{1,40}=")
_OPERATORS = {"-": "trừ", "−": "trừ", "–": "trừ", "/": "chia", ":": "chia", "÷": "chia"}


def operand(at: Place) -> Piece | None:
    """A figure of a sum: just its value."""
    return quantity(at) if _is_sum(at) else None


def operator(at: Place) -> Piece | None:
    """A sign between two figures of a sum; None elsewhere."""
    end = at.start + 1
    while at.char(end) and at.char(end) in BLANKS:
        end += 1
    words = _OPERATORS.get(at.char(at.start))
    between = at.touches(("number", "measure")) and (at.char(end).isdigit() or at.char(end) == "(")
    if words is None or not between or not _is_sum(at):
        return None
    return Piece(end, f" {words} ", "symbol", "sum")


def _is_sum(at: Place) -> bool:
    return _UP_TO_EQUALS.match(at.text, at.start) is not None or cues.near("sum", at)
