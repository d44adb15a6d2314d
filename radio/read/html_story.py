"""A page's story, line by line: what of its column is told, as what, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from radio.article import Dropped, Paragraph, Style
from radio.read.html_bylines import label_and_name
from radio.read.html_flow import Flow, Line
from radio.read.html_names import Role
from radio.read.html_place import Place, column_of, place
from radio.read.html_title import BACK_LINK, Head, title
from radio.segment.credits import credits_of
from radio.slug import key

_LEAD = 12  # words of a line above the story that is its lead; half of them with a full stop
_NOTES = {"meta", "dateline"}
_NOTE = 20  # words of what is said about the story
_HEADLINE = 6  # words of a line that leads to another story, at least
_CAPTION = (5, 60)  # words
_HEADING = 20  # words
_NAME = 8  # words
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "…")


@dataclass(frozen=True, slots=True)
class Story:
    """What a page tells."""

    title: str  # "" if it names none
    paragraphs: tuple[Paragraph, ...]
    dropped: tuple[Dropped, ...]  # what else the page says


def story(flow: Flow, head: Head) -> Story:
    """The story of a page that has lines; no paragraphs if it has none."""
    where = place(flow, head)
    able = [n for n in range(where.first_prose) if not where.furniture[n]]
    text, title_at = title(flow, head, able, where.first_prose)
    column = _Column(flow, where, text, title_at)
    pieces = [p for p in column.pieces() if p.text]
    at = _numbering(flow, pieces)
    told = (Paragraph(p.text, at(p.line), p.style) for p in pieces if not p.reason)
    left = (Dropped(p.text, at(p.line), p.reason) for p in pieces if p.reason)
    above = _apart(flow, where.furniture, range(column.first), at)
    below = _apart(flow, where.furniture, range(column.end, len(flow.lines)), at)
    return Story(text, tuple(told), (*above, *left, *below))


def _apart(flow: Flow, furniture: Sequence[str], lines: range, at: Callable[[int], int]) -> Iterator[Dropped]:
    """What stands outside the story's column: neighbours of one kind together, for a page has many menus."""
    for reason, group in groupby(lines, key=lambda n: furniture[n] or "outside the story"):
        numbers = list(group)
        yield Dropped(" ".join(flow.lines[n].text for n in numbers), at(numbers[0]), reason)


class _Piece(NamedTuple):
    """A line of the page, or a part of it."""

    line: int  # its number
    text: str
    reason: str  # why it is not told; "" if it is
    style: Style = Style.BODY


def _numbering(flow: Flow, pieces: list[_Piece]) -> Callable[[int], int]:
    """From a line's number to one for people: of the source's line; by counting, where lines share those."""
    told = [flow.lines[p.line].source_line for p in pieces if not p.reason]
    if 2 * len(set(told)) >= len(told):
        return lambda n: flow.lines[n].source_line
    first = pieces[0].line
    return lambda n: max(n - first + 1, 1)


class _Column:
    """The lines from the title to the end of the box around title and story."""

    def __init__(self, flow: Flow, where: Place, title: str, title_at: int) -> None:
        self.flow = flow
        self.furniture = where.furniture
        self.box = flow.boxes[where.box]
        self.title = title
        self.title_at = title_at
        self.first, self.end = column_of(flow, where.box, title_at)

    def pieces(self) -> Iterator[_Piece]:
        """The column's pieces in order, but for the title's line."""
        below = False
        for n in range(self.first, self.end):
            line, role = self.flow.lines[n], self._role(n)
            if n == self.title_at:
                yield _Piece(n, line.text.removesuffix(self.title).strip(), "back link")
                continue
            below = below or (n >= self.box.end and self._begins_another(n))
            reason = self._known(n) or self._misplaced(n, below=below)
            label, told = "", line.text
            outside = not self.box.first <= n < self.box.end
            if outside and not reason and role is not None and role.kind == "author":
                label, told = label_and_name(line.text)
            yield _Piece(n, label, "label" if told else "account")
            yield _Piece(n, told, reason, self._style(n))

    def _role(self, n: int) -> Role | None:
        """What the innermost named box around the line is."""
        return self.flow.boxes[self.flow.lines[n].box].within

    def _above(self, n: int) -> bool:
        """Whether the line stands between the title and the story's box."""
        return self.title_at >= 0 and n < self.box.first

    def _begins_another(self, n: int) -> bool:
        """Whether a line below the story begins something else: a box, a list or what announces one."""
        line = self.flow.lines[n]
        return bool(self.furniture[n] or line.linked or line.level or line.text.endswith(":"))

    def _known(self, n: int) -> str:
        """Why line ``n`` is not told wherever it stands; "" if it may be."""
        line, role = self.flow.lines[n], self._role(n)
        if self.furniture[n]:
            return self.furniture[n]
        if len(line.text) < 2 * len(self.title) and key(line.text.removeprefix(BACK_LINK)) == key(self.title):
            return "title again"
        return role.reason if role is not None and role.kind in _NOTES and line.size < _NOTE else ""

    def _misplaced(self, n: int, *, below: bool) -> str:
        """Why line ``n`` is not told where it stands; "" if it is."""
        line, role = self.flow.lines[n], self._role(n)
        kind = role.kind if role else ""
        aside = line.align == "right"  # as bylines stand
        if kind == "author":
            return ""
        if line.linked and not aside and (line.item or line.size >= _HEADLINE):
            return "related story"
        if self._above(n) and kind != "lead" and not _is_lead(line) and not credits_of(line.text):
            return "above the story"
        return "below the story" if below and not (aside and line.size <= _NAME) else ""

    def _style(self, n: int) -> Style:
        line, role = self.flow.lines[n], self._role(n)
        kind = role.kind if role else ""
        if kind == "author":
            return Style.BODY
        if kind == "lead" or (self._above(n) and _is_lead(line)):
            return Style.LEAD
        if _is_caption(line, named=kind == "caption"):
            return Style.CAPTION
        if line.level and line.size <= _HEADING and line.align != "right":
            return Style.BODY if line.text.endswith(_SENTENCE_ENDS) else Style.HEADING
        return Style.ITEM if line.item else Style.BODY


def _is_lead(line: Line) -> bool:
    """Whether a line between the title and the story reads on, be it marked as a heading."""
    full_stop = line.size >= _LEAD // 2 and line.text.endswith(".")
    return not line.linked and (line.size >= _LEAD or full_stop)


def _is_caption(line: Line, *, named: bool) -> bool:
    """Whether the line stands under a picture: by its name, or centred, or in italics beside it.

    A few words that only look so may be a byline.
    """
    if named:
        return line.pictured or line.size >= _CAPTION[0]
    if not line.pictured or not _CAPTION[0] <= line.size <= _CAPTION[1] or line.text.endswith(":"):
        return False
    return line.align == "center" or (line.italic and line.with_picture)
