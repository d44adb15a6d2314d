"""Times of day and lengths of time: ``5h30``, ``17g15``, ``8:00``, ``14:30:15``, ``1h30'``, ``0'45"``."""

from __future__ import annotations

import re

from radio.speech import cues
from radio.speech.numbers import cardinal
from radio.speech.place import Piece, Place
from radio.speech.reading import Reading

_END = r"(?![^\W_]|[.,:/]\d)"
_SECONDS = rf"(?:[0-5]?\d)(?:[\"″”]|''|’’|s){_END}"
_MINUTE_MARK = r"(?:['′’]|[ \u00a0]?(?:phút|ph|p|m)(?![^\W\d_]))"
_HOUR = re.compile(
    rf"(\d{{1,2}})[ \u00a0]?[hH](?:[ \u00a0]?([0-5]?\d)(?!\d|[.,]\d)(?:{_MINUTE_MARK}({_SECONDS})?)?)?{_END}"
)
_SOUTHERN_HOUR = re.compile(rf"(\d{{1,2}})[gG]([0-5]\d)['′’]?{_END}")
_WHOLE_SOUTHERN_HOUR = re.compile(rf"(\d{{1,2}})[ \u00a0]?[gG]{_END}")
_CLOCK = re.compile(rf"(\d{{1,2}}):([0-5]\d)(?::([0-5]\d))?(?:[ \u00a0]?[hH])?{_END}")
_HALF_OF_DAY = re.compile(r"[ \u00a0]?([AaPp])(?:\.[mM]\.|[mM](?![^\W_]))")
_WHOLE_HOUR = re.compile(r"(\d{1,2})(?=[ \u00a0]?(?:[AP]M|[ap]m)(?![^\W_]))")
_HOURS = 72  # "trong 48h qua" is a length of time, and told the same way
_LENGTH = re.compile(rf"(\d{{1,3}})['′’]({_SECONDS})?(?![^\W_])")


def time(at: Place) -> Piece | None:
    """A time of day, or a length in minutes and seconds."""
    return _of_day(at) or _length(at)


def _of_day(at: Place) -> Piece | None:
    match = _HOUR.match(at.text, at.start) or _SOUTHERN_HOUR.match(at.text, at.start)
    if match is None and not cues.near("ratio", at):
        match = _CLOCK.match(at.text, at.start)
    if match is None and cues.precede("clock", at):
        match = _WHOLE_SOUTHERN_HOUR.match(at.text, at.start)
    match = match or _WHOLE_HOUR.match(at.text, at.start)
    if match is None or int(match[1]) > _HOURS:
        return None
    minute, second = (*match.groups()[1:], None, None)[:2]
    words = f"{cardinal(match[1], at.reading)} giờ"
    if minute and (int(minute) or second):
        words += f" {cardinal(minute, at.reading)} phút"
    words += _seconds(second, at.reading)
    half = _HALF_OF_DAY.match(at.text, match.end()) if int(match[1]) <= 12 else None
    if half is None:
        return Piece(match.end(), words, "time", "clock")
    part = "sáng" if half[1] in "Aa" else _part_of_day(int(match[1]) % 12)
    return Piece(half.end(), f"{words} {part}", "time", "clock of twelve hours")


def _part_of_day(hours: int) -> str:
    """What a Vietnamese calls so many hours after noon."""
    return "trưa" if hours < 1 else "chiều" if hours < 6 else "tối" if hours < 10 else "đêm"


def _length(at: Place) -> Piece | None:
    match = _LENGTH.match(at.text, at.start)
    if match is None:
        return None
    words = f"{cardinal(match[1], at.reading)} phút{_seconds(match[2], at.reading)}"
    return Piece(match.end(), words, "time", "minutes")


def _seconds(written: str | None, reading: Reading) -> str:
    digits = "".join(char for char in written or "" if char.isdigit())
    return f" {cardinal(digits, reading)} giây" if digits else ""
