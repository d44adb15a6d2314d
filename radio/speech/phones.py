"""Telephone numbers, hotlines and emergency numbers: digit by digit, a pause where the writing has one."""

from __future__ import annotations

import re

from radio.speech import cues, figures
from radio.speech.numbers import digit_by_digit
from radio.speech.place import Piece, Place

_GAP = r"(?:\. |[ \u00a0.\-–])?"
_GROUPS = re.compile(rf"(?:\(\+?\d+\){_GAP}\d+|\+?\d+)(?:{_GAP}\d+){{0,6}}")
_FREE = re.compile(r"1[89]00(?:[ \u00a0.\-–]?\d{2,6}){1,3}(?!\d)")
# What a telephone answers: *101# tells what is left to spend.
_SERVICE = re.compile(r"\*\d{2,4}(?:\*\d{1,16}){0,4}#")
_SHORT = re.compile(r"\d{3,5}(?![.,/:%-]?\d)(?![^\W_])")
_LISTED = 24  # how far the next short number of a list may stand from the one before: "113 (công an), 114"
_EMERGENCY = ("111", "112", "113", "114", "115", "116", "117", "118", "119")
_DIGITS = re.compile(r"\d+")


def phone(at: Place) -> Piece | None:
    """A number that one dials: long ones by their shape, short ones by the words around them."""
    return _hotline(at) or _long(at) or _short(at)


def service(at: Place) -> Piece | None:
    """A service code, with its star and its hash key."""
    match = _SERVICE.match(at.text, at.start)
    if match is None:
        return None
    words = "".join(f" sao {digit_by_digit(digits)}" for digits in _DIGITS.findall(match[0]))
    return Piece(match.end(), f"{words.strip()} thăng", "phone", "service code")


def _hotline(at: Place) -> Piece | None:
    match = _FREE.match(at.text, at.start)
    if match is None or (len(match[0]) > 8 and match[0].isdigit() and not cues.near("call", at)):
        return None
    return Piece(match.end(), _say(match[0]), "phone", "hotline")


def _long(at: Place) -> Piece | None:
    match = _GROUPS.match(at.text, at.start)
    if match is None:
        return None
    written, first = match[0], _DIGITS.findall(match[0])[0]
    count = sum(char.isdigit() for char in written)
    abroad = written.startswith(("+", "(+"))
    abroad = abroad or (first == "84" and count in (11, 12) and cues.near("call", at))
    national = first.startswith("0") and 9 <= count <= 11 and (len(first) > 2 or cues.near("call", at))
    local = 7 <= count <= 8 and cues.near("call", at) and _is_no_quantity(written)
    if not (national or local or (abroad and 8 <= count <= 15)):
        return None
    prefix = "cộng " if "+" in written else ""
    return Piece(match.end(), prefix + _say(written), "phone", "telephone")


def _short(at: Place) -> Piece | None:
    match = _SHORT.match(at.text, at.start)
    if match is None:
        return None
    emergency = match[0] in _EMERGENCY
    if not (_is_called(at) if emergency else _is_switchboard(at)) or _counts(at, match.end()):
        return None
    return Piece(match.end(), digit_by_digit(match[0]), "phone", "short number")


def _is_called(at: Place) -> bool:
    """Whether an emergency number is dialled here: called by name, or next in a list of such."""
    another = at.last is not None and at.last.kind == "phone" and at.start - at.last.end < _LISTED
    return another or cues.precede("call", at) or cues.near("switchboard", at)


def _is_switchboard(at: Place) -> bool:
    """Whether any other short number is dialled here, or a message goes to it."""
    return cues.precede("switchboard", at) or (cues.precede("to a number", at) and cues.near("message", at))


def _counts(at: Place, end: int) -> bool:
    """Whether a noun follows, so that the number counts: ``gọi 115 hộ dân``."""
    word = at.word_after(end)
    return word.islower() and not cues.follow("function", at, end)


def _is_no_quantity(written: str) -> bool:
    return not (figures.FIGURE.fullmatch(written) and figures.parse(written).whole)


def _say(written: str) -> str:
    return ", ".join(digit_by_digit(group) for group in _DIGITS.findall(written))
