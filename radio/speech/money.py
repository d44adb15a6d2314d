"""Money whose currency is written first: ``$1.5 tỷ``, ``€20``, ``USD 100``; it is said after its figure."""

from __future__ import annotations

from functools import cache

from radio.speech import cues, figures
from radio.speech.place import BLANKS, WORD, Piece, Place
from radio.speech.quantities import scale_at, unit_at
from radio.speech.terms import rows


@cache
def _currencies() -> dict[str, str]:
    return {sign: words for sign, words, *_ in rows("currencies.tsv")}


def money(at: Place, sign: str) -> Piece | None:
    """The amount behind the currency's sign or code at the place."""
    sign = "US$" if sign == "US" else sign
    currency = _currencies().get(sign)
    if currency is None or not at.text.startswith(sign, at.start):
        return None
    start = _past_blank(at, at.start + len(sign))
    match = figures.FIGURE.match(at.text, start)
    if match is None:
        return None
    end, words = match.end(), figures.say(figures.parse(match[0]), at.reading)
    unit = scale_at(at, end) or unit_at(at, end)
    if unit is not None and unit[1].kind == "magnitude":
        end, words = unit[0], f"{words} {unit[1].spoken}"
    elif cues.follow("magnitude", at, end):
        magnitude = WORD.match(at.text, _past_blank(at, end))
        if magnitude is not None:
            end, words = magnitude.end(), f"{words} {magnitude[0]}"
    if cues.follow("currency", at, end):
        return None  # "USD 25.400 đồng" is what a dollar costs
    return Piece(end, f"{words} {currency}", "money", "currency first", f"currencies.tsv:{sign}")


def _past_blank(at: Place, index: int) -> int:
    return index + (at.char(index) in tuple(BLANKS))
