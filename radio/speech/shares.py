"""Two figures with a slash or colon, not a date or time: ``2/3 số hộ``, ``19/19 tiêu chí``, ``1:500``."""

from __future__ import annotations

import re

from radio.speech import cues
from radio.speech.dates import is_day
from radio.speech.numbers import cardinal
from radio.speech.place import Piece, Place

_FIGURE = r"(\d{1,3}(?:\.\d{3}){1,3}|\d{1,9})"
_USUAL_SHARE = 5  # halves to fifths are as usual as days of the year's first months
_SHARE = re.compile(rf"{_FIGURE}([/:]){_FIGURE}(?![^\W_]|[.,:]\d)")


def share(at: Place) -> Piece | None:
    """``hai phần ba`` of a mass, ``mười chín trên mười chín`` of what is counted; None for a day or time."""
    match = _SHARE.match(at.text, at.start)
    if match is None or at.char(at.start - 1) in ("/", ":"):
        return None
    over, under, end = match[1].replace(".", ""), match[3].replace(".", ""), match.end()
    if match[2] == ":":
        return _ratio(at, over, under, end)
    if _is_date(at, over, under, end):
        return None
    words = f"{cardinal(over, at.reading)} {{}} {cardinal(under, at.reading)}"
    if len(over) == 4 and under in (following := str(int(over) + 1), following[2:]):
        return Piece(
            end,
            f"{cardinal(over, at.reading)} {at.reading.to} {cardinal(following, at.reading)}",
            "date",
            "season",
        )
    if not _is_part(at, int(over), int(under), end):
        return Piece(end, words.format("trên"), "fraction", "out of")
    mixed = at.touches(("number",)) and at.char(at.start - 1).isspace()
    return Piece(end, ("và " if mixed else "") + words.format("phần"), "fraction", "share")


def _ratio(at: Place, over: str, under: str, end: int) -> Piece | None:
    """A scale or a score; None where it can be a time of day."""
    clock = len(under) == 2 and int(under) < 60 and int(over) <= 24
    standard = len(over) > 2 and len(under) == 4  # ISO 9001:2015
    if standard or (clock and not cues.near("ratio", at)):
        return None
    joint = " " if cues.near("score", at) else " trên "
    words = cardinal(over, at.reading) + joint + cardinal(under, at.reading)
    return Piece(end, words, "fraction", "ratio")


def _is_part(at: Place, over: int, under: int, end: int) -> bool:
    """Whether it is a proper fraction of something whole."""
    if over >= under or over > 10 or cues.precede("address", at) or cues.follow("counted", at, end):
        return False
    return under <= 10 or not (cues.follow("mass", at, end) or cues.precede("share", at))


def _is_date(at: Place, over: str, under: str, end: int) -> bool:
    """Whether the two are a day and month, or a month and year: so they are in news, unless words deny it."""
    if at.char(end) == "/" or (len(under) == 4 and int(over) <= 12 and "1900" <= under < "2100"):
        return True
    if len(over) > 2 or len(under) > 2 or not is_day(over, under):
        return False
    if cues.precede("address", at) or cues.precede("number", at):
        return False
    return cues.precede("day", at) or int(over) > int(under) or not _is_share(at, int(over), int(under), end)


def _is_share(at: Place, over: int, under: int, end: int) -> bool:
    """Whether what could be a day is a share, by what stands around."""
    if cues.follow("counted", at, end) or cues.follow("mass", at, end) or cues.precede("share", at):
        return True
    if not over < under <= _USUAL_SHARE or cues.precede("day maybe", at):
        return False
    noun = at.word_after(end).islower() and not cues.follow("date tail", at, end)
    return noun or at.touches(("number",))
