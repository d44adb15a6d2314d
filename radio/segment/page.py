"""The page around the story: its title, its bylines, what is furniture and what is left to be heard.

A story is where a page reads on: each line is worth its words if it is made of sentences and costs something
if it is a menu's, and the stretch worth most is the story. Its title stands above it; bylines, a box of
related stories or comments end it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from radio.article import Article, Dropped, Paragraph, Style
from radio.script import Credit
from radio.segment.credits import credits_of, is_masthead, is_role, name_alone, signature, stamped
from radio.segment.furniture import SIGNATURE, is_caption
from radio.segment.inside import inside, lists
from radio.segment.lines import BULLETS, ENDS, LONG, PROSE, line_of
from radio.segment.markup import label_of
from radio.segment.words import bag

_GAP = 30  # the most that lines in a row cost: a box of headlines may stand in the middle of a story
_ROW = 1  # what a list's or a table's row is worth
_HEADINGS = 60  # lines above a story that are weighed as its title
_TITLE = (2, 40)  # words in a title
_SECTION = 5  # words of a line in capitals that is a section's name, where another line may be the title
_SECTIONS = 12  # words of a line that parts the names of sections by a stroke
_BUTTON = 5  # words of a line under the title that no table knows
_PART = re.compile(r"(?:bài|kỳ|phần|số)\s+(?:\d+|cuối)\b", re.IGNORECASE)  # "Bài 2: …" stands above a title
_BYLINES = 8  # lines after a story in which a byline may stand
_BARE_NAMES = 4  # lines after a story in which a name alone is a byline
_QUOTED = 24  # words of a title in quotation marks
_SENTENCE = 6  # words of a line above a date that is a title rather than a section
_PROGRAMME = re.compile(
    r"(?:chương trình|chuyên mục|bản tin|thời sự|tin tức|phát thanh)\b.*\b(?:ngày|số|phát)\b.*\d",
    re.IGNORECASE,
)
# Roles that captions name, and cues.
_ASIDE = frozenset(("ảnh", "hình", "hình ảnh", "video", "clip", "đồ họa", "phỏng vấn"))
_REPLY = 12  # words of a heading behind a byline, over what is still the story's
_KEYWORD = 4  # words of a line of keywords
_PLACES = ("huyện", "xã", "tỉnh", "thị xã", "thành phố", "thị trấn", "phường", "quận", "đảo", "núi", "sông")
_DUPLICATE = 4  # words of a line that may not be printed twice


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


class _Sorter:
    """The lines while they are sorted; thrown away after `page`."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.lines = [line_of(p) for p in article.paragraphs]
        self.reasons: dict[int, str] = {}  # line number in `lines` → why it is dropped
        self.credits: dict[int, tuple[Credit, ...]] = {}
        self.title_at = -1
        self.lists = lists(self.lines)

    def page(self) -> Page:
        title, start = self._title()
        start = self._under_title(start)
        end = self._end(start)
        self._bylines_inside(start, end)
        between = inside(self.lines, range(start, end), self.title_at, self._open, self.lists)
        self.reasons.update(between)
        self._bylines_again()
        body = [n for n in range(start, end) if self._open(n)]
        dropped = tuple(
            Dropped(line.text, line.paragraph.line, self.reasons[n])
            for n, line in enumerate(self.lines)
            if n in self.reasons
        )
        entries = tuple(c for n in sorted(self.credits) for c in self.credits[n])
        return Page(title, tuple(self.lines[n].paragraph for n in body), entries, dropped)

    def _open(self, n: int) -> bool:
        """Whether nothing has been decided about line ``n``."""
        return n not in self.reasons and n not in self.credits and n != self.title_at

    @cached_property
    def story(self) -> tuple[int, int]:
        """The stretch of lines worth most: number of its first line and of the line after it."""
        best = (0, 0, len(self.lines))
        total, start, gap = 0, 0, 0
        for n, line in enumerate(self.lines):
            if total <= 0:
                total, start = 0, n
            worth = _ROW if n in self.lists else line.worth
            if worth < 0 and not line.ends:
                worth = -min(-worth, _GAP - gap)
                gap -= worth
            else:
                gap = 0
            total += worth
            if total > best[0]:
                best = (total, start, n + 1)
        return best[1:]

    @cached_property
    def first_prose(self) -> int:
        """Number of the story's first line that reads on; its first line if none does."""
        start, end = self.story
        told = (n for n in range(start, end) if self.lines[n].prose or self.lines[n].script)
        return next((n for n in told if not self.lines[n].byline), start)

    # -- the title

    def _title(self) -> tuple[str, int]:
        """The title, and the number of the first line after it; all lines before are dropped but cues."""
        prints = self._prints()
        if not prints:
            return self.article.title, 0
        last = max((n for n in prints if n <= self.first_prose), default=prints[0])
        for n in range(last):
            if not self.lines[n].script and n not in prints and n != self.first_prose:
                self.reasons[n] = self.lines[n].reason or "before the title"
        for n in prints:
            if n != last:
                self.reasons[n] = "title again"
        first_kept = next((n for n in range(last) if n not in self.reasons), last)
        self.title_at = last
        return self.article.title or self.lines[last].text, first_kept

    def _prints(self) -> list[int]:
        """The lines that print the title, in order."""
        if self.article.title:
            key = " ".join(bag(self.article.title))
            return [n for n, line in enumerate(self.lines) if line.key == key]
        first = self.first_prose
        able = [n for n in range(min(first + 1, len(self.lines))) if self._may_be_title(n)]
        able = able[:1] + able[1:][-_HEADINGS:]
        if not able and first + 2 < len(self.lines) and self._may_be_title(first + 1):
            able = [first + 1]  # some sites print the lead above the title
        if not able:
            return []
        key = self.lines[max(able, key=self._likeness) if len(able) > 1 else able[0]].key
        return [n for n, line in enumerate(self.lines) if line.key and line.key == key]

    def _may_be_title(self, n: int) -> bool:
        line = self.lines[n]
        if (
            line.script
            or (line.prose and not self._is_quoted_title(n))
            or line.reason
            or line.byline
            or not _TITLE[0] <= line.size <= _TITLE[1]
        ):
            return False
        if line.text.endswith((".", ":", ";", ",")) and not line.text.endswith("..."):
            return False
        return not line.text.startswith(BULLETS)

    def _is_quoted_title(self, n: int) -> bool:
        """Whether the first line is a title that quotes somebody: all of it in marks, and one sentence."""
        line = self.lines[n]
        whole = (
            line.text[:1] in '“"«' and line.text[-1:] in '”"»' and not line.text.endswith((".”", '."', ".»"))
        )
        return n == 0 and whole and line.size <= _QUOTED and ". " not in line.text

    def _likeness(self, n: int) -> float:
        """How much line ``n`` is like the title: printed twice, in the story's words, near it."""
        line = self.lines[n]
        own = set(line.key.split())
        shared = len(own & self._story_words) / len(own) if own else 0.0
        length = min(line.size, 8) / 8
        between = sum(1 for m in range(n + 1, self.first_prose) if not self.lines[m].reason)
        upper = line.text.isupper()
        station = (
            1.0 if upper and between and (is_masthead(line.text) or (n == 0 and line.size < 12)) else 0.0
        )
        section = 1.0 if upper and between and line.size < _SECTION else 0.0
        long = max(0, line.size - 16) / 8
        opens = n == 0 and line.size >= _SECTION and not _PART.match(line.text)
        first = 0.6 if opens and not station else 0.0
        pictured = 1.0 if any(other.key == line.key for other in self.lines[self.first_prose + 1 :]) else 0.0
        dated = any(other.reason == "date line" for other in self.lines[n + 1 : n + 3])
        long += 1.0 if _PROGRAMME.match(line.text) else 0.0
        long += 0.8 if " | " in line.text and line.size <= _SECTIONS else 0.0
        menu = line.headings and line.size >= _SENTENCE and not any(mark in line.text for mark in ",:–?!")
        long += 1.2 if menu else 0.0
        long += pictured - (0.8 if dated and line.size >= _SENTENCE and not line.headings else 0.0)
        return shared + length + 0.5 / (1 + between) + 1.5 * self._again(n) + first - long - station - section

    @cached_property
    def _story_words(self) -> set[str]:
        first, (_, end) = self.first_prose, self.story
        stretch = self.lines[first : min(end, first + 8)]  # captions say again what captions say
        return {w for line in stretch if line.prose or line.script for w in bag(line.text)}

    def _again(self, n: int) -> bool:
        """Whether the line is printed again near it: as it stands, after "null", before the site's name."""
        key, size = self.lines[n].key, self.lines[n].size
        if size < _DUPLICATE:
            return False
        near = max(0, n - _HEADINGS)
        for m, other in enumerate(self.lines[near : min(n + 12, self.first_prose + 1)], near):
            if m == n or not other.key:
                continue
            if other.key in (key, f"null {key}"):
                return True
            before = other.text[: -len(self.lines[n].text)].rstrip()
            if (
                other.key.endswith(f" {key}")
                and other.size <= size + 4
                and before.endswith((")", "-", "–", "|", ":"))
            ):
                return True
            rest = other.text[len(self.lines[n].text) :].lstrip()
            if (
                other.key.startswith(f"{key} ")
                and other.size <= size + 8
                and rest.startswith(("-", "–", "|"))
            ):
                return True
        return False

    def _under_title(self, start: int) -> int:
        """A name, or a name and a date, between the title and the story."""
        for n in range(start, self.first_prose):
            line = self.lines[n]
            if not self._open(n) or (line.script and not line.byline):
                continue
            entries = stamped(line.text) or ((line.byline or signature(line.text)) if not line.reason else ())
            if entries:
                self.credits[n] = entries
            elif not line.reason and line.size >= PROSE:
                break  # a lead without a full stop
            elif self._is_button(n):
                self.reasons[n] = "under the title"
        return start

    def _is_button(self, n: int) -> bool:
        """Whether a line between the title and the story is too short for a lead and says nothing."""
        line = self.lines[n]
        plain = (
            line.paragraph.style is Style.BODY and line.text[:1].isalnum() and not line.text.endswith(ENDS)
        )
        return plain and n > self.title_at and line.size < _BUTTON and not line.reason

    # -- the end

    def _end(self, start: int) -> int:
        """Number of the first line after the story; bylines are read there, the rest is dropped."""
        first, story_end = self.story
        end, told = max(story_end, start), 0
        for n in range(max(start, first), end):
            line = self.lines[n]
            if not self._open(n):
                continue
            if self._ends_here(n, told):
                end = n
                break
            told += line.size
            if line.text.endswith("./.") and not self._goes_on(n + 1):
                end = n + 1
                break
        while end > start and self._is_tail(end - 1):
            end -= 1
        self._bylines_after(end)
        return end

    def _ends_here(self, n: int, told: int) -> bool:
        """Whether line ``n`` is the first that is not the story's, ``told`` words having been told."""
        line = self.lines[n]
        if line.script and not line.byline:
            return False
        if line.kind is not None:
            if line.ends:
                return told >= LONG
            return line.kind.scope == "box" and told >= LONG and not self._goes_on(n + 1, headlines=True)
        if line.byline:
            return told >= PROSE and not (self._goes_on(n + 1) or self._is_answered(n + 1))
        named = not line.prose and told >= LONG and bool(name_alone(line.text))
        return named and not self._goes_on(n + 1)

    def _goes_on(self, n: int, *, headlines: bool = False) -> bool:
        """Whether the story reads on at line ``n``, past furniture (and a box's headlines)."""
        for line in self.lines[n : n + 12]:
            if line.kind is not None and line.kind.scope != "line":
                return False
            if line.reason or line.byline:
                continue
            if line.prose or line.script:
                return not headlines or self._runs_on(n)
            if not headlines:
                return False
        return False

    def _is_answered(self, n: int) -> bool:
        """Whether a heading stands at line ``n``, and paragraphs under it: a reader's letter has a reply."""
        stretch = self.lines[n : n + 3]
        if len(stretch) < 3:
            return False
        heading, *under = stretch
        short = not (heading.prose or heading.kind or heading.byline) and heading.size <= _REPLY
        return short and all(line.prose or line.script for line in under)

    def _runs_on(self, n: int) -> bool:
        """Whether the first prose after a box's headlines is the story's: no headline follows it."""
        following = [line for line in self.lines[n : n + 20] if not (line.reason or is_caption(line.text))]
        first = next((i for i, line in enumerate(following) if line.prose or line.script), len(following))
        after = following[first + 1 : first + 2]
        return not after or after[0].prose or after[0].script or bool(after[0].byline)

    def _bylines_inside(self, start: int, end: int) -> None:
        """Read the bylines on lines of their own within the story: under its lead, before a reply to it."""
        for n in range(start, end):
            line = self.lines[n]
            if not line.byline or line.prose or line.reason or not self._open(n):
                continue
            label = label_of(line.text) if line.script else None
            if line.script and (label is None or label.kind != "answer"):
                continue  # "Bạn nghe Đài: Phan Văn Lên" answers nobody
            if any(c.role.lower() not in _ASIDE for c in line.byline):
                self.credits[n] = line.byline

    def _is_tail(self, n: int) -> bool:
        """Whether the last line ``n`` of the stretch is no part of the story."""
        line = self.lines[n]
        if line.script or not self._open(n):
            return n in self.reasons
        if line.reason or line.byline:
            return True
        return not line.prose and bool(name_alone(line.text))

    def _bylines_after(self, end: int) -> None:
        """Read the bylines that follow the story, past dates and counters; drop what else is there."""
        near = True  # nothing but bylines and furniture so far
        signed = False  # by a name alone: a second one without a surname is a keyword
        for n in range(end, len(self.lines)):
            line = self.lines[n]
            if not self._open(n):
                continue
            entries = line.byline if near and n < end + _BYLINES and not line.reason else ()
            if near and not (line.reason or entries) and n < end + _BARE_NAMES:
                entries = self._under_its_role(n)
            if near and not (line.reason or entries) and n < end + _BARE_NAMES and not self._is_topic(n):
                entries = name_alone(line.text) if not signed or line.surname else ()
                signed = signed or bool(entries)
            passed = line.kind is not None and line.kind.scope == "line" and line.reason != SIGNATURE
            near = near and bool(entries or passed)
            if entries:
                self.credits[n] = entries
            else:
                self.reasons[n] = line.reason or "after the story"

    def _under_its_role(self, n: int) -> tuple[Credit, ...]:
        """The entries of two lines, a role and below it its names; the second line is read with the first."""
        if n + 1 >= len(self.lines) or not self._open(n + 1) or not is_role(self.lines[n].text):
            return ()
        role = self.lines[n].text.strip(" :")
        entries = credits_of(f"{role}: {self.lines[n + 1].text}")
        if entries:
            self.credits[n + 1] = ()
        return entries

    def _is_topic(self, n: int) -> bool:
        """Whether a line of few words is a keyword: the story names such a place, or it is one of a list."""
        text = self.lines[n].text
        after = next((line.text for line in self.lines[n + 1 : n + 2] if not line.kind), "")
        listed = after[:1].islower() and len(after.split()) <= _KEYWORD
        return listed or any(f"{place} {text}" in story for story in self._told for place in _PLACES)

    @cached_property
    def _told(self) -> list[str]:
        start, end = self.story
        return [line.text for line in self.lines[start:end] if line.prose]

    def _bylines_again(self) -> None:
        """A byline printed twice is one byline; the one at the end is kept."""
        seen: set[str] = set()
        for n in sorted(self.credits, reverse=True):
            names = {c.name.lower() for c in self.credits[n]}
            if names and names <= seen:
                del self.credits[n]
                self.reasons[n] = "byline again"
            seen |= names
