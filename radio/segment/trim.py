"""What stands inside a story's paragraphs and is not heard: the end mark, a dateline, a byline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from radio.article import Dropped, Paragraph
from radio.script import Credit
from radio.segment.credits import closing_credit, credits_of, signature
from radio.segment.words import UPPER

_END_MARK = re.compile(r"\s*\./\.?(?=\s|$)|(?<=[.!?”\"])\s*/\.$")
_PAPER = rf"[{UPPER}]{{2,10}}(?:\.[{UPPER}]{{2,3}})?"
_PLACE = rf"[{UPPER}][\w ]{{1,20}}, \d{{1,2}}/\d{{1,2}}"
_SITE = r"[A-Za-z][\w-]{2,24}\.(?:vn|com|net|org)(?:\.vn)?"  # VOV.VN, Baonghean.vn
_OUTLET = rf"{_PAPER}(?: [Oo]nline)?|{_PLACE}|{_SITE}"
_BRACKETED = rf"(?:[{UPPER}]\w* ){{0,4}}\([{UPPER}]\w[\w .,/-]{{1,30}}\)"  # (Dân trí), Hà Nội (TTXVN 12/4)
_DATELINE = re.compile(
    rf"(?:(?:{_OUTLET})\s+[-–—]\s+|{_BRACKETED}\s*[-–—]\s*|\({_PAPER}\)\s+)(?=[^\w\s]|[\d{UPPER}])"
)
_OPENING = 3  # paragraphs among which the dateline stands: a lead and captions may come before it


def trimmed(
    body: Sequence[Paragraph], credits: tuple[Credit, ...]
) -> tuple[tuple[Paragraph, ...], tuple[Credit, ...], tuple[Dropped, ...]]:
    """(paragraphs to be heard, all bylines, what was taken off)."""
    paragraphs = list(body)
    dropped: list[Dropped] = []
    for n, paragraph in enumerate(paragraphs[:_OPENING]):
        if dateline := _DATELINE.match(paragraph.text):
            dropped.append(Dropped(dateline[0].strip(), paragraph.line, "dateline"))
            paragraphs[n] = replace(paragraph, text=paragraph.text[dateline.end() :])
            break
    if paragraphs and (start := closing_credit(paragraphs[-1].text)) is not None:
        last = paragraphs[-1]
        printed = re.sub(r"\s*\./\.?\s*$", "", last.text[start:])
        credits = (*(credits_of(printed) or signature(printed)), *credits)
        paragraphs[-1] = replace(last, text=last.text[:start].rstrip())
    for n, paragraph in enumerate(paragraphs):
        if "/." in paragraph.text and (marks := _END_MARK.findall(paragraph.text)):
            dropped += [Dropped(mark.strip(), paragraph.line, "end mark") for mark in marks]
            text = _END_MARK.sub(_full_stop, paragraph.text).strip()
            paragraphs[n] = replace(paragraph, text=text)
    return tuple(p for p in paragraphs if p.text), credits, tuple(dropped)


def _full_stop(mark: re.Match[str]) -> str:
    """``./.`` stood for the sentence's own full stop."""
    before = mark.string[max(0, mark.start() - 9) : mark.start()].rstrip()
    return "" if before.endswith((".", "!", "?", "…")) or not before else "."
