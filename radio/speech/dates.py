"""Dates in all their written shapes: ``15/6``, ``24-27/6``, ``22-12-1944``, ``6/2023``, ``2024-06-15``."""

from __future__ import annotations

import re

from radio.speech import cues
from radio.speech.numbers import cardinal, year
from radio.speech.place import Piece, Place
from radio.speech.reading import Reading

_DASH = r"[ \u00a0]?[-–—][ \u00a0]?"
_END = r"(?![^\W_]|[/.,]\d)"
_DAY = re.compile(
    rf"(\d{{1,2}})(?:{_DASH}(\d{{1,2}})(?=[/.]))?([/.-])(\d{{1,2}})(?:\3(\d{{4}}|\d{{2}}))?{_END}"
)
_MONTH = re.compile(rf"(\d{{1,2}})([/-])((?:1[89]|20|21)\d\d){_END}")
_ISO = re.compile(rf"((?:1[89]|20|21)\d\d)-(\d{{1,2}})-(\d{{1,2}}){_END}")
_JOINTS = ("và", ",", "hoặc")
_CLAUSE_ENDS = tuple(".,;)")
_DAYS_IN_MONTH = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def date(at: Place) -> Piece | None:
    """A day, several days of a month, or a month with its year."""
    return _iso(at) or _day(at) or _month(at)


def is_day(day: str, month: str) -> bool:
    """Whether the calendar has this day."""
    return 1 <= int(month) <= 12 and 1 <= int(day) <= _DAYS_IN_MONTH[int(month)]


def _iso(at: Place) -> Piece | None:
    match = _ISO.match(at.text, at.start)
    if match is None or not is_day(match[3], match[2]):
        return None
    spoken = _say(at, match[3], match[2], match[1])
    return Piece(match.end(), spoken, "date", "year first")


def _day(at: Place) -> Piece | None:
    match = _DAY.match(at.text, at.start)
    if match is None or at.char(at.start - 1) == "/":
        return None
    first, last, _mark, month, in_year = match.groups()
    if not is_day(last or first, month) or (last and not is_day(first, month)):
        return None
    if in_year is None and not _is_bare_day(at, match):
        return None
    spoken = _say(at, last or first, month, in_year, from_day=first if last else "")
    return Piece(match.end(), spoken, "date", "days" if last else "day")


def _is_bare_day(at: Place, match: re.Match[str]) -> bool:
    """Whether a day and month without a year are meant as such; only a slash says so by itself."""
    if match[3] == "/":
        return True
    if match[2] is not None or at.char(match.end()) == match[3]:
        return False
    if cues.precede("day noun", at) or _follows_day(at):
        return True
    return match[3] == "-" and cues.precede("day limit", at) and _ends_limit(at, match.end())


def _ends_limit(at: Place, end: int) -> bool:
    """Whether nothing is counted behind ``từ 1-7``: then it was the first of July."""
    rest = at.after(end).strip()
    return not rest or rest[0] in _CLAUSE_ENDS or cues.follow("day limit", at, end)


def _follows_day(at: Place) -> bool:
    """``ngày 20-11 và 8-3``: a day stands right before."""
    gap = at.gap()
    return at.last is not None and at.last.kind == "date" and gap is not None and gap.strip() in _JOINTS


def _month(at: Place) -> Piece | None:
    match = _MONTH.match(at.text, at.start)
    if match is None or not 1 <= int(match[1]) <= 12:
        return None
    if match[2] == "-" and match[1][0] != "0" and not cues.precede("month", at):
        return None
    if cues.precede("document", at) or cues.precede("number", at):
        return None
    if cues.precede("part of a year", at):
        return None
    name = "" if cues.precede("month", at) else "tháng "
    spoken = f"{name}{_month_name(match[1], at.reading)} năm {year(match[3], at.reading)}"
    return Piece(match.end(), spoken, "date", "month and year")


def _say(at: Place, day: str, month: str, in_year: str | None, from_day: str = "") -> str:
    reading = at.reading
    named = cues.precede("named day", at)
    words = "" if named or (from_day and cues.precede("part of a day", at)) else "ngày "
    if from_day:
        words += f"{_day_name(from_day, reading)} {reading.to} ngày "
    words += f"{_day_name(day, reading)} tháng {_month_name(month, reading)}"
    return f"{words} năm {year(in_year, reading)}" if in_year else words


def _day_name(day: str, reading: Reading) -> str:
    early = f"{reading.early_day} " if reading.early_day and int(day) <= 10 else ""
    return early + cardinal(day, reading)


def _month_name(month: str, reading: Reading) -> str:
    return "tư" if int(month) == 4 else cardinal(month, reading)
