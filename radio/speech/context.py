"""Contexts: what must stand next to a written form for a row of a table to hold.

``_`` is the form's own place; what must stand next to it is written left and right of that, alternatives
parted by ``|``; whole contexts are parted by ``;``::

    phó|nguyên _            right after one of these words
    _ tỉnh|huyện            right before one of these
    số|ngày _ #             both
    ^ _ :                   at a line's start, before a colon

Besides words and marks (whose case and old or new place of the tone mark do not matter) there are signs:

======  ====================================================================================
``#``   a number: digits; on the left also a counting word
``IV``  on the right: a capital Roman numeral
``0``   on the right: a telephone number (it starts with 0, + or 1900)
``Aa``  on the right: a word with a capital first
``Aa2`` on the right: two words with a capital first, as names have and sentences have not
``aa``  on the right: a word in lower case
``^``   on the left: the line's start, whatever marks stand in between
``$``   on the right: the line's end, likewise
``!``   before a whole side: it must *not* fit
======  ====================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from radio.speech.place import BLANKS, REACH, opens_with_name

_ROMAN = re.compile(r"[IVX]+(?![^\W_])")
_TELEPHONE = re.compile(r"\(?0\d|\+\d|1[89]00")
_OPENING = BLANKS + "([{'\"“‘«-–—•*/"
_CLOSING = BLANKS + ".,;:!?…)]}'\"”’»/"
_COUNTING = frozenset(
    "nghìn ngàn triệu tỷ tỉ trăm mươi mười chục vạn vài mấy mỗi một hai ba bốn năm sáu bảy tám chín".split()
)
_TONE_PLACES = tuple(
    pair.split("=")
    for pair in (
        "oà=òa oá=óa oả=ỏa oã=õa oạ=ọa oè=òe oé=óe oẻ=ỏe oẽ=õe oẹ=ọe uỳ=ùy uý=úy uỷ=ủy uỹ=ũy uỵ=ụy".split()
    )
)


# What must hold for the text on the right, by its sign.
_RIGHT_SIGNS: dict[str, Callable[[str], bool]] = {
    "#": lambda right: right[:1].isdecimal(),
    "IV": lambda right: _ROMAN.match(right) is not None,
    "0": lambda right: _TELEPHONE.match(right) is not None,
    "Aa": lambda right: right[:1].isupper(),
    "Aa2": opens_with_name,
    "aa": lambda right: right[:1].islower(),
    "$": lambda right: not right.strip(_CLOSING) and len(right) < REACH - 1,
}


class Side(NamedTuple):
    """What may stand on one side: any of the signs; nothing asked if there are none."""

    signs: tuple[str, ...]
    negated: bool


def fits(context: str, text: str, start: int, end: int) -> bool:
    """Whether one of the contexts fits around ``text[start:end]``."""
    left = text[max(0, start - REACH) : start]
    left = left[left.rfind("\n") + 1 :]
    right = text[end : end + REACH].partition("\n")[0]
    return any(_left_fits(before, left) and _right_fits(after, right) for before, after in parse(context))


@lru_cache(maxsize=4096)
def parse(context: str) -> tuple[tuple[Side, Side], ...]:
    """Alternatives of (left, right). Raises ValueError, holding the alternative, if it has not one ``_``."""
    alternatives = []
    for alternative in context.split(";"):
        sides = f" {alternative} ".split(" _ ")
        if len(sides) != 2:
            raise ValueError(alternative.strip())
        alternatives.append((_side(sides[0]), _side(sides[1])))
    return tuple(alternatives)


def _side(written: str) -> Side:
    written = written.strip()
    negated = written.startswith("!")
    signs = (sign.strip() for sign in written.removeprefix("!").split("|"))
    return Side(tuple(s if s in _RIGHT_SIGNS else _fold(s) for s in signs if s), negated)


def _fold(text: str) -> str:
    """Lower case, the tone mark where the newer spelling has it: both places are one spelling."""
    text = text.lower()
    for old, new in _TONE_PLACES:
        text = text.replace(old, new)
    return text


def _left_fits(side: Side, left: str) -> bool:
    if not side.signs:
        return True
    folded = _fold(left.rstrip(BLANKS))
    return side.negated != any(_left_sign(sign, left, folded) for sign in side.signs)


def _left_sign(sign: str, left: str, folded: str) -> bool:
    if sign == "^":
        return not left.strip(_OPENING) and len(left) < REACH
    if sign == "#":
        return (
            folded[-1:].isnumeric() or folded[-1:] in ("%", "‰") or (folded.split() or [""])[-1] in _COUNTING
        )
    return folded.endswith(sign) and not (sign[0].isalpha() and folded[: -len(sign)][-1:].isalpha())


def _right_fits(side: Side, right: str) -> bool:
    if not side.signs:
        return True
    stripped = right.lstrip(BLANKS)
    folded = _fold(stripped)
    return side.negated != any(_right_sign(sign, stripped, folded) for sign in side.signs)


def _right_sign(sign: str, right: str, folded: str) -> bool:
    if holds := _RIGHT_SIGNS.get(sign):
        return holds(right)
    return folded.startswith(sign) and not (
        sign[-1].isalpha() and folded[len(sign) : len(sign) + 1].isalnum()
    )
