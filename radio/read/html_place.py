"""Where a page tells its story: the box that holds it, and the boxes around it and in it that do not.

Prose counts: lines that read on. A name that says a box is furniture is believed unless most of the page's
prose, or its title, is in it, or it is but a paragraph; a box named as the story's is believed if enough of
the prose is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from radio.read.html_flow import Box, Flow, Line
from radio.read.html_title import Head

_PROSE = 12  # words of a line that reads on
_LONG = 28  # words of one that does so without a full stop
_SENTENCE = re.compile(r"[.:;…?!][”\"»’)]?(?:\s|$)|[”\"»]$")
_MOST = 0.66  # share of the prose that makes a box hold the story
_NAMED = 0.4  # the same for a box that its page calls the story's
_SOME = 0.15  # share of the prose that a second box for the story has
# Share of the prose that no piece of furniture has; readers may well write more than the reporter.
_TOO_MUCH = {"comments": 0.85}
_TOO_MUCH_ELSE = 0.5
_LIST = "related stories"
_LIST_TITLE = 8  # words
_OF_THE_STORY = {"title", "lead", "author", "caption"}  # boxes of these are no lists, whatever leads away
_TEXTS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "font", "strong", "b", "em", "i", "u", "a"}
_CERTAIN = {"hidden", "comments", _LIST}  # reasons that are believed of a paragraph, too
_CONTAINERS = {"html", "body", "main"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the story stands."""

    box: int  # number of the box that holds it
    furniture: tuple[str, ...]  # of each line of the page, why its box is no story's; "" if it may be
    first_prose: int  # number of the first line in the box that reads on; its first line if none does


def place(flow: Flow, head: Head) -> Place:
    """Find the story of a page that has lines."""
    furniture = _furniture(flow, head)
    free = [line if not why else None for line, why in zip(flow.lines, furniture, strict=True)]
    worth = [prose(line) if line else 0 for line in free]
    if not any(worth):  # a page without prose: its own words
        worth = [len(line.text) if line and not line.linked else 0 for line in free]
    box = _place(flow, _Sums(worth))
    own = [n for n in range(flow.boxes[box].first, flow.boxes[box].end) if free[n]]
    first = next((n for n in own if prose(flow.lines[n])), own[0] if own else flow.boxes[box].first)
    return Place(box, furniture, first)


def prose(line: Line) -> int:
    """Characters of a line that reads on; 0 for a short or linked one, or one that looks like a title."""
    if line.size < _PROSE or line.linked or line.level:
        return 0
    titled = (line.bold and line.align == "center") or not _SENTENCE.search(line.text)
    return 0 if titled and line.size < _LONG else len(line.text)


def column_of(flow: Flow, box: int, title_at: int) -> tuple[int, int]:
    """The lines from the title, or from what stands around the story, to the end of the box around both."""
    if title_at < 0:
        around = flow.boxes[max(flow.boxes[box].parent, 0)]
        return around.first, around.end
    boxes = (flow.boxes[n] for n in flow.around(box))
    return title_at, next(b.end for b in boxes if b.first <= title_at < b.end)


class _Sums:
    """What the lines of any box are worth together."""

    def __init__(self, worth: Iterable[int]) -> None:
        self._sums = [0, *accumulate(worth)]

    def __call__(self, box: Box) -> int:
        return self._sums[max(box.first, box.end)] - self._sums[box.first]

    def share(self, part: float) -> float:
        """A part of the whole page's."""
        return part * self._sums[-1]


def _place(flow: Flow, worth: _Sums) -> int:
    """The innermost box with most of the prose that its page calls the story's; else the densest."""
    named = [n for n, box in enumerate(flow.boxes) if box.kind == "content"]
    best = max((worth(flow.boxes[n]) for n in named), default=0)
    if best and best >= worth.share(_NAMED):
        return max(n for n in named if worth(flow.boxes[n]) >= _MOST * best)
    return _densest(flow, worth)


def _densest(flow: Flow, worth: _Sums) -> int:
    """Go inwards as long as one inner box has most of the prose, and more than a line."""
    heaviest: dict[int, int] = {}  # by the box around it
    for n, box in enumerate(flow.boxes):
        rival = heaviest.get(box.parent)
        if box.end - box.first > 1 and (rival is None or worth(box) > worth(flow.boxes[rival])):
            heaviest[box.parent] = n
    at = 0
    while at in heaviest and worth(flow.boxes[heaviest[at]]) > _MOST * worth(flow.boxes[at]):
        at = heaviest[at]
    return at


def _furniture(flow: Flow, head: Head) -> tuple[str, ...]:
    """Why each line is in a box that is no story's, "" if it is not."""
    worth = _Sums(prose(line) for line in flow.lines)
    linked = _Sums(line.linked for line in flow.lines)
    titles = [n for n, line in enumerate(flow.lines) if line.level == 1 and head.says(line.text)][:3]
    stories = [b for b in flow.boxes if b.kind == "content" and worth(b) > worth.share(_SOME)]
    reasons: list[str] = []
    doubted = 0  # boxes named as comments are, that were looked at
    for box in flow.boxes:
        around = reasons[box.parent] if box.parent >= 0 else ""
        reason = around or _reason(box, flow, linked(box))
        if reason and not around:
            most = 0.0 if _is_one_text(box, reason) else worth.share(_TOO_MUCH.get(reason, _TOO_MUCH_ELSE))
            apart = any(b.end <= box.first or b.first >= box.end for b in stories)
            if any(box.first <= n < box.end for n in titles) or (worth(box) > most and not apart):
                reason = ""
            if reason == "comments" and doubted < _MOST_DOUBTED:
                doubted += 1
                reason = "" if _is_told(box, flow) else reason
        reasons.append(reason)
    return tuple(reasons[line.box] for line in flow.lines)


def _is_told(box: Box, flow: Flow) -> bool:
    """Whether a box of readers' opinions stands between a story's own paragraphs: a vox pop, no comments."""

    def beside(first: int, end: int) -> int:
        lines = (line for line in flow.lines[first:end] if prose(line))
        return sum(box.parent in (line.box, flow.boxes[line.box].parent) for line in lines)

    if box.parent < 0:
        return False
    around = flow.boxes[box.parent]
    return beside(around.first, box.first) > 0 and beside(box.end, around.end) >= _AFTER


_MOST_DOUBTED = 20  # boxes named as comments are; a page of comments has one for each
_AFTER = 2  # paragraphs behind a box that stands within a story


def _is_one_text(box: Box, reason: str) -> bool:
    """Whether the box is a paragraph or less: prose in it is the story's, however its design is called."""
    return box.tag in _TEXTS and reason not in _CERTAIN


def _reason(box: Box, flow: Flow, linked: int) -> str:
    """What a box is by its name, or by where its lines lead."""
    if box.tag in _CONTAINERS:
        return ""
    if box.role is not None and box.kind == "furniture":
        return box.role.reason
    return _LIST if _is_list(box, flow, linked) else ""


def _is_list(box: Box, flow: Flow, linked: int) -> bool:
    """Whether the box lists other stories: headlines that lead there, each perhaps with its lead."""
    if box.within is not None and box.within.kind in _OF_THE_STORY:
        return False
    if linked < 2 or 3 * linked < box.end - box.first:
        return False
    first, second = flow.lines[box.first : box.first + 2]
    return first.linked or (second.linked and first.size <= _LIST_TITLE)
