"""Composing: letters and the marks on them put together, as all text is within the house."""

from __future__ import annotations

import re
import unicodedata

_MARKS = 30  # on one letter at most: the Stream-Safe Text Format of Unicode (UAX #15, 13)
_UNUSUAL = re.compile(rf"[^\0-\u02ff\u1e00-\u20cf\u2100-\u2fff]{{{_MARKS + 1},}}")  # where many marks may be


def composed(text: str) -> str:
    """``text`` in NFC, no letter with more marks than any has.

    Sorting the marks of one letter takes time that grows with the square of their number: a stranger's file
    with a hundred thousand of them would take minutes.
    """
    return unicodedata.normalize("NFC", bounded(text))


def bounded(text: str) -> str:
    """``text`` with at most `_MARKS` marks on a letter; for what is taken apart by other means."""
    return text if len(text) <= _MARKS or text.isascii() else _UNUSUAL.sub(_fewer, text)


def _fewer(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MARKS:
            kept.append(character)
    return "".join(kept)
