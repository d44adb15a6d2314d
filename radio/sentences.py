"""Sentences: where a written Vietnamese text may be parted so that a voice breathes in the right places."""

from __future__ import annotations

import re

# A sentence's closing marks, with the quotation marks and brackets behind them; or a line's end.
_CLOSE = re.compile(r"[.!?…]+[\"'”’»‟)\]]*\s*|\n\s*")
# A quotation this short is one breath, whatever stands in it.
_QUOTED = re.compile(r"[“„«\"][^“”„‟«»\"\n]{1,120}[”‟»\"]")
_REACH = 24  # far enough for an abbreviation and the word before it

# What is written with a dot that ends no sentence. Capitals count; single capitals are initials.
_DOTTED = frozenset(
    "TP Tp tp TX Tx tx TT Tt KP Kp TDP QL TL HL ĐT ĐH Km Tr tr Th.S ThS Ths Th.s TS Ts TSKH PGS "
    "GS Gs BS Bs BSCKI BSCKII CKI CKII DS Ds KS Ks LS Ls CN NSND NSƯT NGND NGƯT TTND TTƯT v.v vv Mr Mrs Ms "
    "Dr St No Nr Jr Sr Co Ltd Inc Corp Cty Vol vs".split()
)
# After these a capital is a name for a thing, not a person's initial.
_LETTERED = frozenset(
    "vitamin khu lô khối nhóm loại hạng gan cúm tuyến dãy hệ mẫu điểm bảng đội tòa nhà".split()
)


def split(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of ``text`` as (start, end) in code points, end exclusive.

    They follow each other without a gap and cover all of the text; blanks belong to the sentence before
    them. A sentence ends at a closing mark before a blank, unless a small letter follows, or the mark
    belongs to an abbreviation, an initial, a list's number or a short quotation; and at every line's end.
    Long sentences stay whole: a voice parts those by its own rules.
    """
    quoted = iter(_QUOTED.finditer(text))
    quote = next(quoted, None)
    spans: list[tuple[int, int]] = []
    start = 0
    for close in _CLOSE.finditer(text):
        while quote is not None and quote.end() <= close.start():
            quote = next(quoted, None)
        inside = quote is not None and quote.start() < close.start() and close.end() < quote.end()
        if not inside and _ends(text, start, close):
            spans.append((start, close.end()))
            start = close.end()
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


def _ends(text: str, start: int, close: re.Match[str]) -> bool:
    """Whether the marks close the sentence that began at ``start``."""
    if "\n" in close[0] or close.end() == len(text):
        return True
    if not close[0][-1].isspace() or text[close.end()].islower():
        return False
    return close[0].rstrip() != "." or not _is_dotted(text, start, close.start())


def _is_dotted(text: str, start: int, dot: int) -> bool:
    """Whether the dot belongs to the word before it."""
    words = text[max(start, dot - _REACH) : dot].split()
    word = words[-1].lstrip("([\"“„«'‘,;:") if words else ""
    last = word.rpartition(".")[2]
    if word in _DOTTED or last in _DOTTED:
        return True
    if len(last) == 1 and last.isupper():
        return words[-2:-1] == [] or words[-2] not in _LETTERED
    return word.isdecimal() and not text[start : dot - len(word)].strip()
