"""Marks: slashes, and all symbols that a table knows or nobody says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

from radio.speech import cues
from radio.speech.echoes import echo
from radio.speech.money import money
from radio.speech.phones import phone, service
from radio.speech.place import BLANKS, Piece, Place
from radio.speech.quantities import denominator_at, is_measured, lone_units
from radio.speech.ranges import DASHES, dash, to
from radio.speech.sums import operator
from radio.speech.terms import Index, table

# Symbols that no table knows: pictures, modifiers, mathematics, currencies, private and unassigned ones.
_DROPPED = ("So", "Sk", "Sm", "Sc", "Co", "Cn", "Cs")
# What joins and colours pictures; it is no symbol by its own class.
_JOINERS = "\u200d\ufe0e\ufe0f\u20e3"
_BLANK = tuple(BLANKS)
_SPANS_OF_YEAR = ("tháng", "quý", "kỳ", "vụ", "đợt", "tuần")  # "9 tháng/2024"
_YEAR = re.compile(r"(?:19|20)\d\d(?![^\W_])")


@cache
def _symbols() -> Index:
    return Index((*table("symbols.tsv", "symbol"), *lone_units()))


def mark(at: Place, sign: str) -> Piece | None:
    """What the mark at the place becomes; None if it stays, as punctuation does."""
    rule = _RULES.get(sign)
    return rule(at) if rule else money(at, sign) or _symbol(at, sign)


def _symbol(at: Place, sign: str) -> Piece | None:
    """A symbol's own words; those that have none are dropped, and what is no symbol stays."""
    term = _symbols().find(at.text, at.start, sign)
    if term is not None:
        return Piece(at.start + len(term.written), term.spoken, term.kind, "table", term.row)
    dropped = unicodedata.category(sign) in _DROPPED or sign in _JOINERS
    return Piece(at.start + 1, " ", "symbol", "dropped") if dropped else None


def _slash(at: Place) -> Piece | None:
    """``/`` is a rate before what can be measured by; the news's closing mark; else it is silent."""
    after = at.start + 1
    if at.char(after) == ".":
        # "./." closes a printed story: one full stop is heard.
        return Piece(after + (at.char(at.start - 1) == "."), "", "symbol", "closing mark")
    if at.char(after) in _BLANK:
        if at.char(at.start - 1).isalnum():
            return Piece(after, ",", "symbol", "list mark")  # "1/ Mục tiêu"
        after += 1
    if at.char(after).isdigit():
        return Piece(after, _before_figure(at, after), "symbol", "slash before a figure")
    found = denominator_at(at, after)
    if found is None:
        return Piece(at.start + 1, " ", "symbol", "silent slash")
    end, words, row = found
    return Piece(end, f" {_per(at)} {words}", "rate", "per", row)


def _before_figure(at: Place, after: int) -> str:
    """``Quý III/2023`` names a year, ``50mm/24h`` a rate, ``12/3A`` a house; between words it is silent."""
    kind = at.last.kind if at.last is not None and at.gap() == "" else ""
    if kind in ("roman", "code", "abbreviation") and _YEAR.match(at.text, after):
        return " năm "
    if at.word_before() in _SPANS_OF_YEAR and _YEAR.match(at.text, after):
        return " năm "
    return " trên " if at.char(at.start - 1).isdigit() or is_measured(at) else " "


def _per(at: Place) -> str:
    """Money and shares go ``một`` a month or head, and so does what they are divided by next."""
    counted = at.last is not None and any(map(str.isdigit, at.last.written))  # USD/VND is no price
    paid = (counted and at.touches(("money", "percent"))) or cues.precede("money", at)
    again = at.touches(("rate",)) and at.last is not None and at.last.spoken.split()[0] == "một"
    return "một" if paid or again else "trên"


# Marks that need more than a table's context.
_RULES: dict[str, Callable[[Place], Piece | None]] = {
    "/": lambda at: operator(at) or _slash(at),
    ":": operator,
    "÷": lambda at: operator(at) or to(at) or _symbol(at, "÷"),
    "~": lambda at: to(at) or _symbol(at, "~"),
    "*": lambda at: service(at) or _symbol(at, "*"),
    "+": lambda at: phone(at) or _symbol(at, "+"),
    "(": lambda at: phone(at) or echo(at),
    **dict.fromkeys(DASHES, lambda at: operator(at) or dash(at)),
}
