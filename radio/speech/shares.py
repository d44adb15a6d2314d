"""Two figures with a slash that are no date: ``2/3 số hộ``, ``19/19 tiêu chí``, ``số 12/3``, ``24/7``."""

from __future__ import annotations

import re

from radio.speech import cues
from radio.speech.dates import is_day
from radio.speech.numbers import cardinal
from radio.speech.place import Piece, Place

_SHARE = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d+)/(\d{1,3}(?:\.\d{3})+|\d+)(?![^\W_]|[.,]\d)")


def share(at: Place) -> Piece | None:
    """``hai phần ba`` of a mass, ``mười chín trên mười chín`` of what is counted; None for a day."""
    match = _SHARE.match(at.text, at.start)
    if match is None:
        return None
    over, under = match[1].replace(".", ""), match[2].replace(".", "")
    if _is_date(at, over, under, match.end()):
        return None
    joint = _joint(at, int(over), int(under), match.end())
    spoken = f"{cardinal(over, at.reading)} {joint} {cardinal(under, at.reading)}"
    return Piece(match.end(), spoken, "fraction", "share" if joint == "phần" else "out of")


def _joint(at: Place, over: int, under: int, end: int) -> str:
    """``phần`` in a proper fraction of something whole, else ``trên``."""
    if cues.precede("address", at) or cues.follow("counted", at, end):
        return "trên"
    whole = cues.follow("mass", at, end) or cues.precede("share", at)
    return "phần" if over < under and (under <= 10 or not whole) and over <= 10 else "trên"


def _is_date(at: Place, over: str, under: str, end: int) -> bool:
    """Whether the two are a day and month, or a month and year: so they are in news, unless words deny it."""
    if at.char(end) == "/" or (len(under) == 4 and int(over) <= 12 and "1900" <= under < "2100"):
        return True
    if len(over) > 2 or len(under) > 2 or not is_day(over, under):
        return False
    if cues.precede("address", at):
        return False
    if cues.precede("day", at):
        return True
    if cues.follow("counted", at, end) or cues.follow("mass", at, end) or cues.precede("share", at):
        return False
    usual_share = int(over) < int(under) <= 5
    return not usual_share or not at.word_after(end).islower() or cues.follow("date tail", at, end)
