"""What stands inside a story's paragraphs and is not heard: the end mark, a dateline, a byline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from radio.article import Dropped, Paragraph
from radio.script import Credit
from radio.segment.credits import closing_credit, credits_of, name_alone
from radio.segment.words import UPPER

_END_MARK = re.compile(r"\s*\./\.?(?=\s|$)|(?<=[.!?”\"])\s*/\.$")
_PAPER = rf"[{UPPER}]{{2,10}}(?:\.[{UPPER}]{{2,3}})?"
_PLACE = rf"[{UPPER}][\w ]{{1,20}}, \d{{1,2}}/\d{{1,2}}"
_DATELINE = re.compile(rf"^\(?(?:{_PAPER}|{_PLACE})\)?\s*[-–—]\s+(?=\S)")


def trimmed(
    body: Sequence[Paragraph], credits: tuple[Credit, ...]
) -> tuple[tuple[Paragraph, ...], tuple[Credit, ...], tuple[Dropped, ...]]:
    """(paragraphs to be heard, all bylines, what was taken off)."""
    paragraphs = list(body)
    dropped: list[Dropped] = []
    if paragraphs and (dateline := _DATELINE.match(paragraphs[0].text)):
        first = paragraphs[0]
        dropped.append(Dropped(dateline[0].strip(), first.line, "dateline"))
        paragraphs[0] = replace(first, text=first.text[dateline.end() :])
    if paragraphs and (start := closing_credit(paragraphs[-1].text)) is not None:
        last = paragraphs[-1]
        printed = re.sub(r"\s*\./\.?\s*$", "", last.text[start:])
        credits = (*(credits_of(printed) or name_alone(printed)), *credits)
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
