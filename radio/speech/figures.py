"""Figures: digits with their dots and commas, and what those mean.

In Vietnamese a comma parts the decimals and a dot the thousands; writers of English habits do the reverse.
A figure shows which it is by its shape:

===========  ===========================  ====================================================
3.500        groups of three              thousands
3.5, 0.125   anything else after one dot  decimals
98,76        one comma                    decimals
1,500,000    groups of three after two    thousands
12,500       three digits ending in 0     thousands: nobody writes an idle zero after a comma
1.234,5      both marks                   the last is the decimal one
2.0.1        other than threes            a version or section, dot by dot
===========  ===========================  ====================================================
"""

from __future__ import annotations

import re
from typing import NamedTuple

from radio.speech.numbers import LONGEST_CARDINAL, cardinal, decimal, digit_by_digit
from radio.speech.reading import Reading

FIGURE = re.compile(r"[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3}){1,8}(?![\d.,/:-]?\d)|\d+(?:[.,]\d+)*")

# Without dots, nobody writes a quantity this long: it is a number of something (an account, a card).
_LONGEST_UNMARKED = 9


class Figure(NamedTuple):
    """What the digits say."""

    whole: str  # digits before the decimals
    fraction: str = ""  # digits after them, "" if there are none
    sequence: tuple[str, ...] = ()  # the parts of a version or list, which is neither
    mark: str = ""  # the written mark before the fraction, or between the parts


def parse(written: str) -> Figure:
    """The figure that FIGURE matched."""
    marks = [c for c in written if c in ".,"]
    if not marks:
        return Figure("".join(written.split()))
    last = marks[-1]
    head, tail = written.rsplit(last, 1)
    other = "," if last == "." else "."
    if last not in head and other in head and _grouped(head, other):
        return Figure(head.replace(other, ""), tail, mark=last)
    if len(set(marks)) == 2:
        return Figure("", sequence=tuple(re.split(r"[.,]", written)), mark=",")
    if len(marks) == 1 and not _thousands(head, tail, last):
        return Figure(head, tail, mark=last)
    if _grouped(written, last):
        return Figure(written.replace(last, ""))
    return Figure("", sequence=tuple(written.split(last)), mark=last)


def _grouped(written: str, mark: str) -> bool:
    first, *groups = written.split(mark)
    return 1 <= len(first) <= 3 and first[0] != "0" and all(len(group) == 3 for group in groups)


def _thousands(head: str, tail: str, mark: str) -> bool:
    return _grouped(f"{head}{mark}{tail}", mark) and (mark == "." or tail[-1] == "0")


def say(figure: Figure, reading: Reading, point: str = "phẩy") -> str:
    """The figure in words; ``point`` is said before decimals.

    A whole number that starts with two zeros, or is too long for a quantity, is read digit by digit.
    """
    if figure.sequence:
        joint = " chấm " if figure.mark == "." else ", "
        return joint.join(_whole(part, reading) for part in figure.sequence)
    if figure.fraction:
        return decimal(figure.whole, figure.fraction, reading, point)
    return _whole(figure.whole, reading)


def _whole(digits: str, reading: Reading) -> str:
    if digits == "00" or len(digits) > (2 if digits.startswith("0") else LONGEST_CARDINAL):
        return digit_by_digit(digits)
    return cardinal(digits, reading)


def is_identity(written: str) -> bool:
    """Whether plain digits are too long for a quantity: the number of an account, a card, a file."""
    return written.isdigit() and len(written) > _LONGEST_UNMARKED and not written.endswith("000")
