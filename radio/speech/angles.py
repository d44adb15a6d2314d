"""Angles and places on the globe: ``10°45' Bắc``, ``105°38'30"E``, ``21,03°N``."""

from __future__ import annotations

import re

from radio.speech import figures
from radio.speech.numbers import cardinal
from radio.speech.place import Piece, Place

_ANGLE = re.compile(
    r"(\d{1,3}(?:[.,]\d{1,8})?)[ \u00a0]?[°º]"
    r"(?:[ \u00a0]?(\d{1,2}(?:[.,]\d{1,4})?)['′’](?:[ \u00a0]?(\d{1,2}(?:[.,]\d{1,4})?)(?:[\"″”]|''))?)?"
    r"(?:[ \u00a0]?([NSEWBĐT])(?![^\W_]))?"
)
# N is the north of English, as on every screen; whoever writes B, Đ or T means the Vietnamese words.
_COMPASS = {"N": "Bắc", "S": "Nam", "E": "Đông", "W": "Tây", "B": "Bắc", "Đ": "Đông", "T": "Tây"}


def angle(at: Place) -> Piece | None:
    """Degrees with their minutes, or with a quarter of the sky; bare degrees may be of heat."""
    match = _ANGLE.match(at.text, at.start)
    if match is None or not (match[2] or match[4]):
        return None
    named = ((match[1], "độ"), (match[2], "phút"), (match[3], "giây"))
    words = [f"{_say(figure, at)} {unit}" for figure, unit in named if figure]
    if match[4]:
        words.append(_COMPASS[match[4]])
    return Piece(match.end(), " ".join(words), "measure", "angle")


def _say(figure: str, at: Place) -> str:
    return (
        cardinal(figure, at.reading) if figure.isdigit() else figures.say(figures.parse(figure), at.reading)
    )
