"""A page's line by itself: whether it reads on as prose, is furniture or a byline, and what it is worth."""

from __future__ import annotations

from dataclasses import dataclass

from radio.article import Paragraph
from radio.script import Credit
from radio.segment.credits import credits_of
from radio.segment.furniture import Furniture, footer, furniture
from radio.segment.markup import cue_kind, label_of
from radio.segment.tables import phrases
from radio.segment.words import bag, sentence_ends

_SHORT = 400  # characters: a longer line is prose and nothing else
PROSE = 12  # words of a sentence that reads on
LONG = 28  # words of a line that reads on whatever it ends in
_WORTH = 60  # the most words a line is worth
_COST = {"": 8, "line": 10, "box": 14, "end": 40}  # of a line that is no prose, by its furniture's scope
ENDS = (".", "!", "?", "…", ":", "”", '"', "»", "/.", ";", "’", ")")
_FULL_ENDS = (".", "…", ":", ";")
_MARKS = '“"«„”‘'
BULLETS = tuple("-–+•*·➢❖✓✔►▪●○◦■□‣⁃→")
_COMPARED = 40  # words of a line that may be printed again


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page."""

    paragraph: Paragraph
    key: str  # its words in lower case, for comparing; "" for long prose
    size: int  # words
    script: bool  # a script's label or cue opens it
    kind: Furniture | None
    byline: tuple[Credit, ...]  # by a role; a bare name is asked for only where a story ends
    prose: bool  # reads as sentences rather than as a heading or a menu

    @property
    def text(self) -> str:
        return self.paragraph.text

    @property
    def headings(self) -> bool:
        """Whether its words begin as a row of sections' names do: most are capital, not all letters."""
        parts = self.text.split()
        return not self.text.isupper() and 2 * sum(part[:1].isupper() for part in parts) >= len(parts)

    @property
    def surname(self) -> bool:
        """Whether its first word is a surname."""
        return self.text.split(maxsplit=1)[0].capitalize() in phrases("surnames")

    @property
    def worth(self) -> int:
        """What the line adds to a story it would be part of."""
        if self.kind is not None and not self.script:
            return -_COST[self.kind.scope]
        if self.script:
            return max(self.size, PROSE)
        if self.prose or (self.text.endswith(ENDS) and (self.size >= 5 or self.thanks)):
            return min(self.size, _WORTH)
        return 2 if self.text.startswith(BULLETS) or self.byline else -_COST[""]

    @property
    def thanks(self) -> bool:
        """Whether it thanks who was asked, as the last line of a dialogue does."""
        return self.text.lower().startswith(tuple(phrases("dialogue", "thanks")))

    @property
    def ends(self) -> bool:
        """Whether nothing of a story follows: comments, a footer."""
        return self.kind is not None and self.kind.scope == "end" and not self.script

    @property
    def reason(self) -> str:
        """Why the line is furniture by itself, "" if it is not."""
        return self.kind.reason if self.kind is not None and not self.script else ""


def line_of(paragraph: Paragraph) -> Line:
    """What can be said of a line without its neighbours."""
    text = paragraph.text
    if len(text) > _SHORT:
        script, kind = label_of(text) is not None, footer(text)
        return Line(paragraph, "", text.count(" ") + 1, script, kind, (), prose=kind is None)
    size = text.count(" ") + 1
    found = bag(text) if size <= _COMPARED else []
    size = len(found) or size
    script = bool(cue_kind(text)) or label_of(text) is not None
    kind = Furniture("line", "portal widget") if found[:1] == ["null"] else furniture(text)
    byline = credits_of(text)
    if byline and kind is not None and kind.reason in ("menu", "breadcrumb"):
        kind = None  # "Bài: Hải Thịnh | Ảnh: Đồng Giao | Trình bày: Cẩm Lệ"
    return Line(paragraph, " ".join(found), size, script, kind, byline, _reads_on(text, size))


def _reads_on(text: str, size: int) -> bool:
    if size < PROSE:
        return False
    if text.endswith(_FULL_ENDS) or (text.endswith(ENDS) and text.startswith(tuple(_MARKS))):
        return True
    return bool(sentence_ends(text)) or "./." in text or (size >= LONG and not _is_menu(text, size))


def _is_menu(text: str, size: int) -> bool:
    """Whether a long line is a row of headings: no mark parts it, or most of its words are capital."""
    capitals = sum(word[:1].isupper() for word in text.split())
    return not any(mark in text for mark in ",.;:!?") or capitals > 0.5 * size
