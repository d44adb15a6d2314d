"""Times of day and lengths of time: ``5h30``, ``17g``, ``8:00``, ``14:30:15``, ``1h30'``, ``0'45"``."""

from __future__ import annotations

import re

from radio.speech import cues
from radio.speech.numbers import cardinal
from radio.speech.place import Piece, Place

_HOUR = re.compile(
    r"(\d{1,2}) ?[hH](?: ?([0-5]?\d)(?!\d|[.,]\d)(?: ?(?:'|′|phút|ph|p|m)(?![^\W_]))?)?(?![^\W_])"
)
_SOUTHERN_HOUR = re.compile(r"(\d{1,2})[gG]([0-5]\d)(?![^\W_])'?")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?:[ ]?[hH](?![^\W_]))?(?!\d|[.,:/]\d)")
_LENGTH = re.compile(r"(\d{1,3})['′’](?:([0-5]?\d)(?:[\"″”]|''|’’))?(?![^\W_])")


def time(at: Place) -> Piece | None:
    """A time of day, or a length in minutes and seconds."""
    for pattern in (_HOUR, _SOUTHERN_HOUR, _CLOCK):
        match = pattern.match(at.text, at.start)
        if match is not None and int(match[1]) <= 24 and not (pattern is _CLOCK and cues.near("ratio", at)):
            return Piece(match.end(), _say(at, *match.groups()), "time", "clock")
    match = _LENGTH.match(at.text, at.start)
    if match is not None:
        return Piece(match.end(), _length(at, *match.groups()), "time", "minutes")
    return None


def _say(at: Place, hour: str, minute: str | None, second: str | None = None) -> str:
    words = f"{cardinal(hour, at.reading)} giờ"
    if minute and (int(minute) or second):
        words += f" {cardinal(minute, at.reading)} phút"
    return f"{words} {cardinal(second, at.reading)} giây" if second else words


def _length(at: Place, minute: str, second: str | None) -> str:
    words = f"{cardinal(minute, at.reading)} phút"
    return f"{words} {cardinal(second, at.reading)} giây" if second else words
