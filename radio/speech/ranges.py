"""Dashes between figures: ``15-20%``, ``2020 – 2025``, ``7 giờ - 8 giờ``; scores, chains, minus signs."""

from __future__ import annotations

import re

from radio.speech import cues
from radio.speech.figures import FIGURE
from radio.speech.place import BLANKS, Piece, Place
from radio.speech.roman import ROMAN

DASHES = "-–—−‐‑‒"
# Kinds of spans that can be an end of a range.
_ENDS = ("number", "measure", "money", "percent", "time", "date", "magnitude", "roman", "ordinal")
_FIGURE_AHEAD = re.compile(r"[$€£¥]?\d")
_CODE_AHEAD = re.compile(r"[A-ZĐ][A-Za-zĐđ]{0,3}\.? ?\d")
_NOUN = re.compile(r"[ \u00a0]?([^\W\d_]+)[ \u00a0]?")
_GOALS = re.compile(r"\d{1,2}(?![\d.,/:]?\d|[^\W_]|[ \u00a0]?%)")
_DIGITS = re.compile(r"\d+")
_CHAIN_AHEAD = re.compile(rf"\d+[{DASHES}]\d")


def to(at: Place) -> Piece | None:
    """What a mark between two figures becomes; None elsewhere."""
    after = at.start + 1
    if at.char(after) and at.char(after) in BLANKS:
        after += 1
    if not _is_between_ends(at, after):
        return None
    silent = _is_score(at, after) or _is_chain(at, after)
    weekday = at.last is not None and at.last.kind == "ordinal" and at.char(after).isdigit()
    spoken = " " if silent else f" {at.reading.to} {'thứ ' if weekday else ''}"
    return Piece(after, spoken, "range", "silent dash" if silent else "range")


def dash(at: Place) -> Piece | None:
    """What a dash becomes; None where it is a pause or a hyphen, and stays."""
    if found := to(at):
        return found
    if not at.char(at.start + 1).isdigit():
        return None
    before = at.char(at.start - 1)
    if before.isalnum():
        return Piece(at.start + 1, " ", "code", "dash in a code") if not before.isdigit() else None
    return None if _is_bullet(at) else Piece(at.start + 1, "âm ", "number", "minus")


def _is_between_ends(at: Place, after: int) -> bool:
    last, gap = at.last, at.gap()
    if last is None or gap is None or last.kind not in _ENDS:
        return False
    if not gap.strip(BLANKS):
        if last.kind == "roman":
            return ROMAN.match(at.text, after) is not None and at.char(after) in tuple("IVX")
        return bool(_FIGURE_AHEAD.match(at.text, after) or _CODE_AHEAD.match(at.text, after))
    noun = _NOUN.fullmatch(gap)
    figure = FIGURE.match(at.text, after)
    return noun is not None and figure is not None and at.word_after(figure.end()) == noun[1]


def _is_score(at: Place, after: int) -> bool:
    """``thắng 2-1``: both teams' goals, one after the other."""
    goals = _GOALS.match(at.text, after)
    if goals is None or at.last is None or not at.last.written.isdigit() or len(at.last.written) > 2:
        return False
    return cues.near("score", at) or (not at.word_after(goals.end()) and cues.near("match", at))


def _is_chain(at: Place, after: int) -> bool:
    """``4-4-2``, ``i7-12700``: more than two figures, or a figure behind a letter, are no range."""
    if at.last is None or not at.last.written.isdigit():
        return False
    first = at.last.start
    follows = (at.char(first - 1).isalpha() and at.char(after).isdigit()) or (
        at.char(first - 1) in tuple(DASHES) and at.char(first - 2).isdigit()
    )
    return follows or _CHAIN_AHEAD.match(at.text, after) is not None or _is_model(at, after)


def _is_model(at: Place, after: int) -> bool:
    """``Boeing 787-9``: a shorter and smaller figure that counts nothing, and no year cut short."""
    second = _DIGITS.match(at.text, after)
    if second is None or at.last is None or at.gap() or after != at.start + 1:
        return False
    shorter = len(second[0]) < len(at.last.written) != 4
    return (
        shorter and not at.word_after(second.end()).islower() and at.char(second.end()) not in tuple("%°$€")
    )


def _is_bullet(at: Place) -> bool:
    """A dash that opens a line and counts something: a list, unless degrees or nothing follow."""
    if at.before():
        return False
    figure = FIGURE.match(at.text, at.start + 1)
    noun = at.word_after(figure.end()) if figure else ""
    return bool(noun) and noun not in ("độ", "đ")
