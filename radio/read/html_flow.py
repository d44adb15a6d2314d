"""A page as it is read down the screen: lines of text, and the boxes that they stand in.

The tree is walked once, without recursion. A box is an element that begins a line of its own, or one that
its page names. Boxes are numbered in order: each holds a run of lines, inner boxes' numbers follow its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from lxml import etree

from radio.composing import composed
from radio.read.html_looks import BOXED, PICTURES, Manner, manner_of, own_of
from radio.read.html_names import Role

# Blanks of no width, marks of direction, signs of the page's own fonts.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\ue000-\uf8ff]+")
_WORDED = re.compile(r"[^\W_]")
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "”", '"', "»", "…")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page, as wide as it likes to be."""

    text: str  # blanks folded; never empty
    source_line: int  # of the page's source, from 1
    box: int  # number of the innermost box it is in
    linked: bool = False  # all of its words lead elsewhere
    level: int = 0  # of a heading, 1 to 6; 0 for other text
    item: bool = False  # of a list
    bold: bool = False
    italic: bool = False
    align: str = ""  # "center", "right", "justify", ...
    pictured: bool = False  # no words stand between a picture and it
    with_picture: bool = False  # the picture is in its own box

    @property
    def size(self) -> int:
        """Its words."""
        return self.text.count(" ") + 1


@dataclass(slots=True)
class Box:
    """An element and the lines in it: numbers ``first`` to ``end``, without the last."""

    parent: int  # number of the box around it; -1 for the page
    tag: str
    role: Role | None  # by its own name
    within: Role | None  # by the innermost name around it, its own included; in a caption all is caption
    first: int = 0
    end: int = 0

    @property
    def kind(self) -> str:
        """Its role's kind; "" if its page does not name it."""
        return self.role.kind if self.role else ""


@dataclass(frozen=True, slots=True)
class Flow:
    """The page's lines in order and its boxes, each after the one around it."""

    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]

    def around(self, box: int) -> Iterator[int]:
        """The box itself and those around it, from the inside."""
        while box >= 0:
            yield box
            box = self.boxes[box].parent


class _Run(NamedTuple):
    """A piece of a line."""

    text: str
    manner: Manner
    picture: bool = False  # a picture and no text
    worded: bool = False  # there is something to be said in it


def flow(root: etree._Element) -> Flow:
    """The lines and boxes of a page's tree."""
    walk = _Walk()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if walk.enter(element):
                walk.text(element.text)
            else:
                events.skip_subtree()
        else:
            walk.leave()
            walk.text(element.tail)
    walk.end_block()
    _number(walk.lines, walk.boxes)
    return Flow(tuple(walk.lines), tuple(walk.boxes))


def _number(lines: list[Line], boxes: list[Box]) -> None:
    """Tell each box which lines it holds."""
    for box in boxes:
        box.first = len(lines)
    for number, line in enumerate(lines):
        boxes[line.box].first = min(boxes[line.box].first, number)
        boxes[line.box].end = number + 1
    for box in reversed(boxes):  # inner boxes come after the one around them
        if box.parent >= 0:
            around = boxes[box.parent]
            around.first, around.end = min(around.first, box.first), max(around.end, box.end)


@dataclass(slots=True)
class _Walk:
    """What is known half-way down the page."""

    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    manners: list[Manner] = field(default_factory=lambda: [Manner()])
    runs: list[_Run] = field(default_factory=list)  # of the line at hand
    waiting: list[tuple[list[_Run], int]] = field(default_factory=list)  # lines of the block at hand
    source_line: int = 1
    starts_at: int = 0  # source line of the line at hand; 0 before its first word
    picture: int = -1  # box of the last picture; -1 where words have followed it

    def enter(self, element: etree._Element) -> bool:
        """Begin an element; False if what is in it is no text of the page."""
        # libxml2 counts lines to 65,535 only; line ends in texts are counted here.
        self.source_line = max(self.source_line, element.sourceline or 1)
        own, outer = own_of(element), self.manners[-1]
        if element.tag in PICTURES:
            self.runs.append(_Run("", outer, picture=True))
            self.starts_at = self.starts_at or self.source_line
        if own.flow == "skip":
            self.manners.append(outer._replace(block=False))
            return False
        manner, role = manner_of(element, own, outer), own.role
        if outer.row:
            if own.flow:
                self.runs.append(_Run(" ", outer))
        else:
            if manner.block:
                self.end_block()
            elif own.flow == "break":
                self.end_line()
            if role is None and manner.in_picture_box and element.tag in BOXED:
                role = Role("caption")
            if manner.block or role is not None:
                manner = self._boxed(manner, outer, str(element.tag), role)
        self.manners.append(manner)
        return True

    def _boxed(self, manner: Manner, outer: Manner, tag: str, role: Role | None) -> Manner:
        """The manner in a new box."""
        around = self.boxes[outer.box].within if outer.box >= 0 else None
        within = around if around is not None and around.kind == "caption" else role or around
        self.boxes.append(Box(outer.box, tag, role, within))
        box = len(self.boxes) - 1
        if manner.block:
            return manner.within(box, box, -1)
        return manner.within(box, manner.line_box, box if outer.piece_box < 0 else outer.piece_box)

    def leave(self) -> None:
        """End the innermost element."""
        manner, outer = self.manners.pop(), self.manners[-1]
        if manner.block and not outer.row:
            self.end_block()
        elif manner.block:
            self.runs.append(_Run(" ", outer))

    def text(self, text: str | None) -> None:
        """Add a piece of text to the line at hand."""
        if not text:
            return
        manner = self.manners[-1]
        if not manner.kept_lines and text.isspace():  # as between a page's elements
            self.source_line += text.count("\n")
            self.runs.append(_Run(" ", manner))
            return
        parts = text.split("\n") if manner.kept_lines else [text]
        for number, part in enumerate(parts):
            if number:
                self.end_line()
                self.source_line += 1
            if not self.starts_at and (bare := part.lstrip()):
                self.starts_at = self.source_line + part.count("\n", 0, len(part) - len(bare))
            self.source_line += part.count("\n")
            self.runs.append(_Run(part, manner, worded=_WORDED.search(part) is not None))

    def end_line(self) -> None:
        """A line is broken within its block."""
        if self.starts_at:
            self.waiting.append((self.runs, self.starts_at))
        self.runs, self.starts_at = [], 0

    def end_block(self) -> None:
        """A block ends: its lines are known, and which of them were broken within a sentence."""
        self.end_line()
        if not self.waiting:
            return
        merged: list[tuple[list[_Run], int]] = []
        for runs, at in self.waiting:
            if merged and _runs_on(merged[-1][0], runs):
                merged[-1][0].extend((_Run(" ", runs[0].manner), *runs))
            else:
                merged.append((runs, at))
        self.waiting = []
        for runs, at in merged:
            for group in _groups(runs):
                self._add(group, at)

    def _add(self, runs: list[_Run], at: int) -> None:
        """Add a line, if there are words in it; note a picture that stands in it."""
        worded = [r.manner for r in runs if r.worded]
        above = -1
        for run in runs:
            if run.picture:
                self.picture = run.manner.line_box
            elif run.worded:
                above, self.picture = max(above, self.picture), -1
        if not worded:
            return
        first, box = worded[0], _common_box(worded)
        self.lines.append(
            Line(
                _text(runs),
                at,
                box,
                linked=all(m.link for m in worded),
                level=first.level,
                item=first.item,
                bold=all(m.bold for m in worded),
                italic=all(m.italic for m in worded),
                align=first.align,
                pictured=above >= 0,
                with_picture=above == first.line_box or (above >= 0 and first.in_picture_box),
            )
        )


def _runs_on(above: list[_Run], below: list[_Run]) -> bool:
    """Whether a line was broken within a heading or a sentence."""
    if above[0].manner.level:
        return True
    end = "".join(r.text for r in above[-8:]).rstrip()
    start = "".join(r.text for r in below[:8]).lstrip()
    return start[:1].islower() and not end.endswith(_SENTENCE_ENDS)


def _groups(runs: list[_Run]) -> list[list[_Run]]:
    """A line cut where the page names its pieces, if it names all of them."""
    pieces = [r for r in runs if r.worded or r.picture]
    if len({r.manner.box for r in pieces}) < 2:
        return [runs]
    if any(r.manner.box == r.manner.line_box for r in pieces if r.worded):
        return [runs]
    return [list(group) for _, group in groupby(pieces, key=lambda r: r.manner.piece_box)]


def _common_box(manners: list[Manner]) -> int:
    """The innermost known box that all of a line's pieces are in."""
    if len({m.box for m in manners}) == 1:
        return manners[0].box
    piece = manners[0].piece_box
    return piece if piece >= 0 and all(m.piece_box == piece for m in manners) else manners[0].line_box


def _text(runs: list[_Run]) -> str:
    """A line's text in NFC, blanks folded; what only the page's design keeps apart is parted by a blank."""
    text = ""
    parts: list[str] = []
    for run in runs:
        if text and text[-1].islower() and run.text[:1].isupper():
            parts.append(" ")
        text = run.text or text
        parts.append(run.text)
    # Character references may hold what only now is composed.
    return " ".join(_INVISIBLE.sub("", composed("".join(parts))).split())
