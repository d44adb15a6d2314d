"""The page around the story: its title, its bylines, what is furniture and what is left to be heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from radio.article import Article, Dropped, Paragraph, Style
from radio.script import Credit
from radio.segment.credits import credits_of, name_alone
from radio.segment.furniture import furniture, is_caption
from radio.segment.markup import cue_kind, label_of
from radio.segment.words import bag

_PROSE = 14  # words of a line that reads on
_TITLE = (3, 40)  # words in a title
_SENTENCE = (".", "!", "?", "…", ":", "”", '"', "»", "/.", ";", "’", ")")
_TAIL = 0.3  # share of the words that may follow a byline that ends the story


@dataclass(frozen=True, slots=True)
class Page:
    """An article's lines, sorted."""

    title: str
    body: tuple[Paragraph, ...]
    credits: tuple[Credit, ...]
    dropped: tuple[Dropped, ...]


def layout(article: Article) -> Page:
    """Sort the lines of ``article`` into title, bylines, story and furniture."""
    return _Sorter(article).page()


@dataclass(frozen=True, slots=True)
class _Line:
    paragraph: Paragraph
    key: str  # words in lower case, for comparing
    size: int  # words
    script: bool  # a script's label or cue opens it

    @property
    def text(self) -> str:
        return self.paragraph.text

    @property
    def prose(self) -> bool:
        """Whether it reads as sentences rather than as a heading or a menu."""
        return (
            self.script or (self.size >= _PROSE and self.text.endswith(_SENTENCE)) or self.size >= 2 * _PROSE
        )


class _Sorter:
    """The lines while they are sorted; thrown away after `page`."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.lines = [_line(p) for p in article.paragraphs]
        self.reasons: dict[int, str] = {}  # line number in `lines` → why it is dropped
        self.credits: dict[int, tuple[Credit, ...]] = {}

    def page(self) -> Page:
        title, start = self._title()
        end = self._end(start)
        self._byline_under_title(start, end)
        self._inside(start, end)
        self._bylines_again()
        body = [n for n in range(start, end) if n not in self.reasons and n not in self.credits]
        dropped = [
            Dropped(line.text, line.paragraph.line, self.reasons[n])
            for n, line in enumerate(self.lines)
            if n in self.reasons
        ]
        entries = tuple(c for n in sorted(self.credits) for c in self.credits[n])
        return Page(title, tuple(self.lines[n].paragraph for n in body), entries, tuple(dropped))

    # -- the title

    def _title(self) -> tuple[str, int]:
        """The title and the number of the first line after its prints; all lines before it are dropped."""
        prints = self._prints()
        if not prints:
            return self.article.title, 0
        first_prose = self._first_prose()
        last = max((n for n in prints if n <= first_prose), default=prints[0])
        for n in range(last):
            if not self.lines[n].script:
                self.reasons[n] = self._reason(n) or "before the title"
        for n in prints:
            if n != last:
                self.reasons[n] = "title again"
        self._title_line = last
        return self.article.title or self.lines[last].text, last + 1

    def _prints(self) -> list[int]:
        """The lines that print the title, in order."""
        if self.article.title:
            key = " ".join(bag(self.article.title))
            return [n for n, line in enumerate(self.lines) if line.key == key]
        first_prose = self._first_prose()
        able = [n for n in range(first_prose + 1) if self._may_be_title(n)]
        if not able:
            return []
        repeated = [n for n in able if self._again(n)]
        chosen = repeated[-1] if repeated else max(able, key=lambda n: self._likeness(n, first_prose))
        key = self.lines[chosen].key
        return [n for n, line in enumerate(self.lines) if line.key == key]

    def _first_prose(self) -> int:
        """Number of the first line that reads on; of the last line if none does."""
        return next(
            (n for n, line in enumerate(self.lines) if line.prose and not self._reason(n)),
            len(self.lines) - 1,
        )

    def _may_be_title(self, n: int) -> bool:
        line = self.lines[n]
        if line.script or not _TITLE[0] <= line.size <= _TITLE[1] or self._reason(n):
            return False
        if line.text.endswith((".", ":", ";", ",")) and not line.text.endswith("..."):
            return False
        return not credits_of(line.text)

    def _again(self, n: int) -> bool:
        """Whether the line is printed again near the top, as it stands or after the portal's "null"."""
        key = self.lines[n].key
        near = self.lines[: n + 12]
        return any(m != n and other.key in (key, f"null {key}") for m, other in enumerate(near))

    def _likeness(self, n: int, first_prose: int) -> float:
        """How much line ``n`` is like the title: the story uses its words, and it stands near it."""
        line = self.lines[n]
        story = Counter(w for other in self.lines[first_prose : first_prose + 6] for w in other.key.split())
        shared = sum(w in story for w in set(line.key.split())) / max(1, len(set(line.key.split())))
        length = min(line.size, 8) / 8
        near = 1 / (1 + first_prose - n)
        station = 1.0 if line.text.isupper() and n == 0 and line.size < 12 else 0.0
        return shared + length + 0.5 * near - station

    # -- the end

    def _end(self, start: int) -> int:
        """Number of the first line after the story; bylines there are read, the rest is dropped."""
        lines = self.lines
        total = sum(line.size for line in lines[start:]) or 1
        end, passed = len(lines), 0
        for n in range(start, len(lines)):
            left = total - passed - lines[n].size
            passed += lines[n].size
            kind = furniture(lines[n].text)
            if kind is not None and kind.scope == "end" and passed > 0.3 * total:
                end = n
                break
            if left <= _TAIL * total and (credits_of(lines[n].text) or lines[n].text.endswith("./.")):
                end = n + (0 if credits_of(lines[n].text) else 1)
                break
        return self._bylines(start, end)

    def _bylines(self, start: int, end: int) -> int:
        """Read the bylines around the end; returns where the story ends without them."""
        n = end
        while n < len(self.lines) and n < end + 6:
            entries = credits_of(self.lines[n].text) or name_alone(self.lines[n].text)
            if not entries and not self._reason(n):
                break
            if entries and not self._reason(n):
                self.credits[n] = entries
            n += 1
        for m in range(end, len(self.lines)):
            if m not in self.credits:
                self.reasons[m] = self._reason(m) or "after the story"
        last = end - 1
        while last > start and not self.credits and (self._reason(last) or self._byline(last)):
            if entries := self._byline(last):
                self.credits[last] = entries
                break
            last -= 1
        return end

    def _byline(self, n: int) -> tuple[Credit, ...]:
        return credits_of(self.lines[n].text) or name_alone(self.lines[n].text)

    def _byline_under_title(self, start: int, end: int) -> None:
        """A name between the title and the story, where the story's end names nobody."""
        if self.credits:
            return
        for n in range(start, min(start + 4, end)):
            if self.lines[n].prose:
                return
            if not self._reason(n) and (entries := self._byline(n)):
                self.credits[n] = entries
                return

    def _bylines_again(self) -> None:
        """A byline printed twice is one byline."""
        seen: set[str] = set()
        for n in sorted(self.credits):
            if self.lines[n].text in seen:
                del self.credits[n]
                self.reasons[n] = "byline again"
            seen.add(self.lines[n].text)

    # -- between

    def _inside(self, start: int, end: int) -> None:
        """Furniture, captions and subheads within the story."""
        box = False
        for n in range(start, end):
            line = self.lines[n]
            if n in self.credits or n in self.reasons:
                continue
            kind = furniture(line.text)
            if line.prose:
                box = False
            if kind is not None and not line.script:
                self.reasons[n] = kind.reason
                box = kind.scope == "box"
            elif box and not line.prose:
                self.reasons[n] = "related stories"
            elif line.paragraph.style is Style.CAPTION or (not line.script and is_caption(line.text)):
                self.reasons[n] = "caption"
            elif self._is_subhead(n, start, end):
                self.reasons[n] = "subhead"

    def _is_subhead(self, n: int, start: int, end: int) -> bool:
        """A short line without a full stop that stands alone between paragraphs."""
        line = self.lines[n]
        if line.paragraph.style is Style.HEADING:
            return True
        if line.script or line.prose or line.size > 16 or line.text.endswith(_SENTENCE):
            return False
        if not line.text[:1].isalnum() or line.text[:1].islower() or line.paragraph.style is not Style.BODY:
            return False
        before = n > start and self.lines[n - 1].prose
        after = n + 1 < end and self.lines[n + 1].prose
        return after and (before or n == start or n - 1 in self.reasons)

    def _reason(self, n: int) -> str:
        """The furniture table's reason for line ``n``, "" if it has none."""
        if self.lines[n].script:
            return ""
        if self.lines[n].text.startswith("null ") or self.lines[n].key == "null":
            return "portal widget"
        kind = furniture(self.lines[n].text)
        return kind.reason if kind else ""


def _line(paragraph: Paragraph) -> _Line:
    found = bag(paragraph.text)
    script = bool(cue_kind(paragraph.text) or label_of(paragraph.text))
    return _Line(paragraph, " ".join(found), len(found), script)


def is_furniture_only(lines: Sequence[str]) -> bool:
    """Whether nothing but furniture is there."""
    return all(furniture(line) for line in lines)
