"""Sentences of a written text: the pieces that a voice is given one at a time."""

from __future__ import annotations

import re

# A sentence's end: its mark, closing quotation marks or brackets, and a blank.
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+")
# Short forms whose dot ends no sentence, lower case.
_SHORT = frozenset(
    "tp tx tt q p h x đ ths ts pgs gs bs ks ls cn đ/c đc tr nxb st ttg"
    " mr mrs ms dr no vd v.v".split()
)
_WORD_BEFORE = re.compile(r"([^\s(\[“\"'«]+)$")
_OPENS = "\"'“‘«([-–—•"


def split(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of ``text``, half-open, in order; together they cover it, blanks included.

    No sentence ends behind a short form (TP. Sa Đéc), an initial (bà H. kể), a number (1. Mở đầu) or before
    a lower-case letter.
    """
    spans, start = [], 0
    for end in _END.finditer(text):
        if _is_end(text, start, end):
            spans.append((start, end.end()))
            start = end.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


def _is_end(text: str, start: int, end: re.Match[str]) -> bool:
    following = text[end.end() : end.end() + 2].lstrip(_OPENS)[:1]
    if following.islower():
        return False
    if end[0].strip() != ".":
        return True
    word = _WORD_BEFORE.search(text, max(start, end.start() - 20), end.start())
    before = word[1] if word else ""
    initial = len(before) == 1 and before.isupper()
    numbered = before.isdecimal() and end.start() - len(before) == start
    return not (initial or numbered or before.lower() in _SHORT)
