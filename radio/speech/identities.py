"""Identities: numbers of cards, accounts, books and people, digit by digit."""

from __future__ import annotations

import re

from radio.speech import cues
from radio.speech.numbers import digit_by_digit
from radio.speech.place import Piece, Place
from radio.speech.quantities import unit_at

_GROUPED = re.compile(r"\d{1,20}(?:[ \u00a0\-–.]\d{1,20}){0,9}(?!\d|[^\W_]|[,/:%]\d|[ \u00a0]?%)")
_DIGITS = re.compile(r"\d+")
_FEWEST_DIGITS = 6  # a shorter one is as easily said as a number
_PLAINLY_ONE = 9  # so many digits without thousands' dots count nothing


def identity(at: Place) -> Piece | None:
    """The number of a thing that the words before it name: ``số thẻ``, ``CCCD``, ``ISBN``."""
    match = _GROUPED.match(at.text, at.start)
    if match is None:
        return None
    groups = _DIGITS.findall(match[0])
    count = sum(map(len, groups))
    named = (
        cues.precede("identity", at) if "." in match[0] or count < _PLAINLY_ONE else cues.near("identity", at)
    )
    if count < _FEWEST_DIGITS or not named or _is_paid(at, match.end()):
        return None
    return Piece(match.end(), ", ".join(map(digit_by_digit, groups)), "identity", "digit by digit")


def _is_paid(at: Place, end: int) -> bool:
    """Whether it is an amount after all: ``tài khoản 500000 đồng``."""
    unit = unit_at(at, end)
    return (unit is not None and unit[1].kind in ("money", "magnitude")) or cues.follow("money", at, end)
