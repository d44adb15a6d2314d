"""What stands between a story's paragraphs and is not heard: captions, subheads, tables, second prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence

from radio.article import Style
from radio.segment.credits import name_alone
from radio.segment.furniture import is_caption
from radio.segment.lines import BULLETS, ENDS, Line

_LEADS = 4  # words of a line with a colon that leads a list
_BESIDE = 12  # lines to look for a neighbour in
_SUBHEAD = 16  # words
_LEAD = 10  # words of a line under the title that is a lead without a full stop
_CAPTION = 45  # words of a line with no stop that stands under a picture
_STOPPED = 0.6  # the share of a story's long lines that end in a mark: then one that does not is none of them
_DUPLICATE = 4  # words of a line that may not be printed twice
_FIGURES = re.compile(r"[+-]?\d[\d.,/%:–-]*")
_CELLS = 14  # words in a table's row


_NUMBERED = re.compile(r" - (?:ảnh )?\d{1,2}\.?$", re.IGNORECASE)  # a picture's name: the title and a number


def lists(lines: Sequence[Line]) -> frozenset[int]:
    """The lines of lists and tables: short ones, led by a sentence that ends in a colon."""
    found: set[int] = set()
    led = False
    for n, line in enumerate(lines):
        plain = line.kind is None and not (line.script or line.byline or line.prose)
        if led and plain and not name_alone(line.text):
            found.add(n)
        else:
            led = line.kind is None and line.size >= _LEADS and line.text.endswith(":")
    return frozenset(found)


def inside(
    lines: Sequence[Line],
    story: range,
    title_at: int,
    undecided: Callable[[int], bool],
    rows: Collection[int],
) -> dict[int, str]:
    """Line number → why it is not heard, for the lines of a story's stretch that are none of its paragraphs.

    title_at: the title's line. undecided: whether nothing has been decided about a line. rows: what `lists`
    found.
    """
    return _Between(lines, story, title_at, undecided, rows).reasons


class _Between:
    """The stretch while it is sorted; thrown away after."""

    def __init__(
        self,
        lines: Sequence[Line],
        story: range,
        title_at: int,
        undecided: Callable[[int], bool],
        rows: Collection[int],
    ) -> None:
        self.lines, self.story, self.title_at, self.rows = lines, story, title_at, rows
        self.reasons: dict[int, str] = {}
        self.undecided = undecided
        stretch = [lines[n] for n in story]
        self.twice = {text for text, times in Counter(line.text for line in stretch).items() if times > 1}
        prose = [line for line in stretch if line.prose]
        self.stopped = sum(line.text.endswith(ENDS) for line in prose) >= _STOPPED * len(prose) > 1
        self.tables = self._tables()
        self.pictures = self._pictures()
        self._sort()

    def _sort(self) -> None:
        box = False
        seen: set[str] = set()
        for n in self.story:
            line = self.lines[n]
            if not self.undecided(n) or line.script:
                continue
            box = (line.kind.scope == "box") if line.kind else box and not line.prose
            reason = (
                line.reason
                or ("related stories" if box else "")
                or ("printed again" if line.size >= _DUPLICATE and line.text in seen else "")
                or ("table" if n in self.tables else "")
                or ("caption" if self._is_caption(n) else "")
                or ("subhead" if self._is_subhead(n) else "")
            )
            seen.add(line.text)
            if reason:
                self.reasons[n] = reason

    def _open(self, n: int) -> bool:
        return self.undecided(n) and n not in self.reasons

    def _pictures(self) -> frozenset[int]:
        """The lines of a list of pictures: ``Một số hình ảnh của buổi lễ:``."""
        found: set[int] = set()
        shown = False
        for n in self.story:
            text = self.lines[n].text
            if n in self.rows:
                found |= {n} if shown else set()
            else:
                shown = text.endswith(":") and "hình ảnh" in text.lower()
        return frozenset(found)

    def _tables(self) -> frozenset[int]:
        """The rows of tables: two or more in a row that end in figures, and the heads above them."""
        found: set[int] = set()
        run: list[int] = []
        for n in (*self.story, self.story.stop):
            if n < self.story.stop and self._is_row(n):
                run.append(n)
                continue
            if sum(bool(_FIGURES.fullmatch(self.lines[m].text.split()[-1])) for m in run) > 1:
                found.update(run)
            run = []
        return frozenset(found)

    def _is_row(self, n: int) -> bool:
        """Whether line ``n`` could be a table's row: short, no mark at its end, figures or a head."""
        line = self.lines[n]
        if not self.undecided(n) or line.script or line.kind or line.prose or line.size > _CELLS:
            return False
        if line.text.startswith(BULLETS) or line.text.endswith((".", ";", ":", ",", "!", "?")):
            return False
        if ", " in line.text:
            return False  # a document's own table is told cell by cell
        figures = [bool(_FIGURES.fullmatch(word)) for word in line.text.split()]
        head = n in self.rows and not any(figures)
        return head or (figures[-1] and len(figures) > 1)

    def _is_caption(self, n: int) -> bool:
        line = self.lines[n]
        if line.paragraph.style is Style.CAPTION or is_caption(line.text):
            return True
        if line.size >= _DUPLICATE and line.text in self.twice and not line.prose:
            return True
        if _NUMBERED.search(line.text) or n in self.pictures:
            return True
        return self._photographer_follows(n) or self._told_again(n) or self._unstopped(n)

    def _told_again(self, n: int) -> bool:
        """Whether a line without a stop is told word for word in a paragraph."""
        line = self.lines[n]
        if not _SUBHEAD // 2 <= line.size <= _CAPTION or line.text.endswith(ENDS):
            return False
        return any(line.text in self.lines[m].text for m in self.story if m != n and self.lines[m].prose)

    def _photographer_follows(self, n: int) -> bool:
        """Whether the very next line names who took a picture, and nothing else: ``Ảnh: Thu Huyền``."""
        line = self.lines[n]
        if n + 1 >= len(self.lines) or line.size > _CAPTION or line.paragraph.style is not Style.BODY:
            return False
        after = self.lines[n + 1]
        pictured = after.text.lower().startswith(("ảnh:", "ảnh :", "(ảnh:", "ảnh minh họa", "ảnh tư liệu"))
        return pictured and after.paragraph.line - line.paragraph.line == 1 and not line.text.endswith(":")

    def _unstopped(self, n: int) -> bool:
        """Whether a single long line without a stop stands among paragraphs that have theirs."""
        line = self.lines[n]
        long = _SUBHEAD < line.size <= _CAPTION and not line.text.endswith((*ENDS, ","))
        if not long or not self.stopped or line.paragraph.style is not Style.BODY or n in self.rows:
            return False
        if not line.text[:1].isupper() or "./." in line.text or ". " in line.text:
            return False
        under = all(not self._open(m) or self.lines[m].reason for m in range(self.title_at + 1, n))
        return not under and self._prose_beside(n, -1) and self._prose_beside(n, 1)

    def _is_subhead(self, n: int) -> bool:
        """A short line without a full stop that stands alone between paragraphs."""
        line = self.lines[n]
        if line.paragraph.style is Style.HEADING:
            return True
        if (
            line.prose
            or line.size > _SUBHEAD
            or line.text.endswith(ENDS)
            or line.paragraph.style is not Style.BODY
        ):
            return False
        if not line.text[:1].isalnum() or line.text[:1].islower():
            return False
        if n in self.rows or (n == self.title_at + 1 and line.size >= _LEAD):
            return False
        return self._prose_beside(n, -1) and self._prose_beside(n, 1)

    def _prose_beside(self, n: int, step: int) -> bool:
        """Whether the nearest line before or after that is not dropped reads on; the title does for it."""
        for m in range(n + step, n + step * _BESIDE, step):
            if m not in self.story:
                return step < 0
            if m == self.title_at or (self._open(m) and not self.lines[m].reason):
                return self.lines[m].prose or self.lines[m].script or m == self.title_at
        return False
