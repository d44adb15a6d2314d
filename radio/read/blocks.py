"""Blocks: paragraphs as a word processor shows them, and the article that they make.

What Word and OpenDocument have in common once their XML is walked: which block is the title, a heading, a
caption or a list's item is judged here by role and look.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from radio.article import Article, Dropped, Paragraph, Style
from radio.composing import composed
from radio.errors import ArticleError
from radio.read import fonts
from radio.read.looks import Look
from radio.read.mending import mended

_GLANCE = 1000  # characters
_PROSE = 25  # words: more is never a heading
_SENTENCE = 12  # words: as many, ending in a full stop, read on
_TITLE = 40  # words in a title; a long one at that
_CAPTION = 60  # words under a picture
_TABLE_CELL = 12  # words in a cell of figures
_WIDE = 8  # blanks in a line that may be broken for its width
_STOPS = (".", ":", ";", ",", "”", '"', "»")
_OPENERS = ("(", "[", "“", '"', "-", "–", "•", "+", "*")
_REPEATED = ("header", "footer")  # printed on every page
_DROPPED = dict.fromkeys(
    (
        *(0x061C, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
        *range(0xFFF9, 0xFFFE),
        *range(0xE000, 0xF900),
    )
)  # marks of no width, objects' places and signs of fonts unknown


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one look."""

    text: str
    look: Look


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph as shown."""

    text: str  # a line break is "\n"; blanks as typed
    look: Look  # the paragraph's own: role, level, centred, item
    bold: bool = False  # bold, italic: all its letters are
    italic: bool = False
    size: float = 0.0  # of its largest letters, points; 0 if unknown
    picture: bool = False  # one stands in it
    reason: str = ""  # why it is not heard wherever it stands: "footnote"; "" if it may be

    @property
    def words(self) -> int:
        """How many there are, among its first characters: enough to tell a line from prose."""
        return len(self.text[:_GLANCE].split())

    @property
    def role(self) -> str:
        """What its style makes of it; "" for body text."""
        return self.look.get("role", "")

    @property
    def reads_on(self) -> bool:
        """Whether it is prose, not a heading, whatever its style."""
        words = self.words
        return words > _PROSE or (words >= _SENTENCE and self.text.rstrip().endswith("."))


@dataclass(slots=True)
class Line:
    """A paragraph being read: what stands in its line, and the text boxes anchored there."""

    picture: bool = False
    _runs: list[Run] = field(default_factory=list)
    _told: bool = False  # whether a word stands in it
    _above: list[Block] = field(default_factory=list)  # of text boxes anchored before its first word
    _below: list[Block] = field(default_factory=list)  # of the others
    _notes: list[Block] = field(default_factory=list)
    _hidden: list[Run] = field(default_factory=list)

    def add(self, text: str, look: Look) -> None:
        """Add text in one look."""
        if look.get("hidden"):
            self._hidden.append(Run(text, look))
            return
        self._runs.append(Run(text, look))
        self._told = self._told or bool(text.strip())

    def note(self, note: Iterable[Block]) -> None:
        """Add the blocks of a note that the line refers to."""
        self._notes.extend(note)

    def anchor(self, box: Iterable[Block]) -> None:
        """Add the blocks of a text box, and a picture that stands in one."""
        for each in box:
            self.picture = self.picture or each.picture
            if each.text.strip():
                (self._below if self._told else self._above).append(each)

    def blocks(self, look: Look) -> list[Block]:
        """What was read, of a paragraph that looks like ``look``; old fonts' letters put right."""
        lettered = [run.look for run in self._runs if run.text.strip()]
        own = Block(
            _letters(self._runs),
            look,
            bold=bool(lettered) and all(each.get("bold") for each in lettered),
            italic=bool(lettered) and all(each.get("italic") for each in lettered),
            size=max((each.get("size", 0.0) for each in lettered), default=0.0),
            picture=self.picture,
        )
        hidden = unheard([Block(_letters(self._hidden), look)], "hidden text") if self._hidden else []
        return [*self._above, own, *self._below, *hidden, *self._notes]


def unheard(shown: Iterable[Block], reason: str) -> list[Block]:
    """Of the blocks ``shown`` those that tell something, marked as not to be heard."""
    return [replace(b, reason=b.reason or reason) for b in shown if b.text.strip()]


def _letters(runs: Iterable[Run]) -> str:
    """What stands in ``runs``, whatever their fonts."""
    text = fonts.unicode_of((run.text, run.look.get("font", "")) for run in runs)
    return text.translate(_DROPPED).replace("\u2011", "-")


def table(rows: Sequence[Sequence[Sequence[Block]]]) -> list[Block]:
    """A table's blocks row by row, each row's cells in order; a row of figures is one block.

    A small table around a picture holds its caption.
    """
    notes = [b for row in rows for cell in row for b in cell if b.reason]
    if notes:
        rows = [[[b for b in cell if not b.reason] for cell in row] for row in rows]
        return [*table(rows), *notes]
    cells = [cell for row in rows for cell in row]
    blocks = [each for cell in cells for each in cell]
    if any(b.picture for b in blocks) and sum(b.words for b in blocks) <= _CAPTION:
        return [_as_caption(b) if _may_be_caption(b) else b for b in blocks]
    if len(rows) >= 3 and min(map(len, rows)) >= 2 and all(_is_figure(cell) for cell in cells):
        return [_joined(row) for row in rows]
    return blocks


def _is_figure(cell: Sequence[Block]) -> bool:
    return len(cell) <= 1 and all(b.words <= _TABLE_CELL and not b.picture for b in cell)


def _joined(row: Sequence[Sequence[Block]]) -> Block:
    told = [b for cell in row for b in cell if b.text.strip()]
    if not told:
        return Block("", {})
    return replace(told[0], text=", ".join(b.text.strip() for b in told), bold=all(b.bold for b in told))


def _may_be_caption(block: Block) -> bool:
    """Whether a line near a picture may belong to it; bold and capitals are a title's under a letterhead."""
    told = bool(block.text.strip())
    return told and not block.role and not block.bold and not block.text.isupper() and block.words <= _CAPTION


def _as_caption(block: Block) -> Block:
    return replace(block, look=block.look | Look(role="caption"))


def article(blocks: Iterable[Block], source: str) -> Article:
    """The article that ``blocks`` show, each a paragraph, numbered from 1 as they stand.

    Its title is what the document's title style or its first heading says, or else the one line above the
    story that stands out; a document's properties are not asked, they are a template's. Raises ArticleError
    where there is nothing to say.
    """
    lines = [line for each in _captioned(blocks) for line in _lines(each)]
    lines = _readable([replace(b, reason="contents") if b.role == "contents" else b for b in lines])
    shown = [b for b in lines if not b.reason]
    if not any(c.isalpha() for b in shown for c in b.text):
        remedy = "open it, check that the article is there as text, and save it again"
        raise ArticleError(source, "has no words in it", remedy)
    title = _title(shown)
    paragraphs = (Paragraph(b.text, n, _style(b, title)) for n, b in enumerate(shown, 1))
    return Article(tuple(paragraphs), source, title.text if title else "", tuple(_dropped(lines)))


def _dropped(lines: Iterable[Block]) -> Iterator[Dropped]:
    """What is not heard, with the number of the paragraph before it; a page's head and foot once."""
    number, told = 0, set()
    for each in lines:
        if not each.reason:
            number += 1
        elif (each.reason, each.text) not in told:
            if each.reason in _REPEATED:
                told.add((each.reason, each.text))
            yield Dropped(each.text, max(number, 1), each.reason)


def _captioned(blocks: Iterable[Block]) -> Iterator[Block]:
    """A short centred or italic paragraph under a picture, or beside it, is its caption."""
    under = False
    for each in blocks:
        if each.reason:
            yield each
            continue
        told = bool(each.text.strip())
        set_apart = each.look.get("centred") or each.italic
        if (under or each.picture) and set_apart and _may_be_caption(each):
            yield _as_caption(each)
        else:
            yield each
        if told or each.picture:
            under = not told


def _lines(block: Block) -> Iterator[Block]:
    """``block`` cut at its line breaks, but where a line is broken for its width alone; blanks folded."""
    parts: list[str] = []
    for part in filter(None, map(_folded, block.text.split("\n"))):
        if parts and _goes_on(block, parts[-1], part):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    for part in parts:
        yield replace(block, text=composed(part))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _goes_on(block: Block, line: str, following: str) -> bool:
    """Whether ``line`` ends for want of width: in a heading, or inside a sentence."""
    if block.role == "heading":
        return True
    unfinished = line.endswith(",") or (following[0].islower() and line[-1].isalnum())
    return unfinished and (block.bold or line.count(" ") >= _WIDE)


def _readable(blocks: list[Block]) -> list[Block]:
    """The letters put right where they were typed in an old font that the file no longer names."""
    whole = "\n".join(b.text for b in blocks)
    readable = composed(mended(whole)).replace("\u00ad", "")  # a letter of old fonts
    if readable == whole:
        return blocks
    texts = map(_folded, readable.split("\n"))
    return [replace(b, text=text) for b, text in zip(blocks, texts, strict=True) if text]


def _title(blocks: Sequence[Block]) -> Block | None:
    """The block that is the title, None if its look does not tell."""
    above = list(takewhile(lambda b: b.role == "heading" or not b.reads_on, blocks))
    headings = [b for b in above if b.role == "heading" and b.words <= _TITLE]
    if headings:
        highest = min(b.look.get("level", 9) for b in headings)
        return _only([b for b in headings if b.look.get("level", 9) == highest])
    able = [b for b in above if _may_be_title(b)]
    body = _usual_size(blocks)
    striking = [b for b in able if b.bold or b.size > body + 1]
    largest = max((b.size for b in striking), default=0.0)
    found = _only([b for b in striking if b.size == largest])
    if found is not None and found.text.isupper() and not able[-1].text.isupper():
        return None  # a station's or a programme's name may be printed larger than the title below it
    return found


def _only(blocks: Sequence[Block]) -> Block | None:
    """The one that they all print; None where they differ."""
    return blocks[0] if blocks and len({b.text.casefold() for b in blocks}) == 1 else None


def _may_be_title(block: Block) -> bool:
    """Whether a line above the story reads like a title, whatever it looks like."""
    if block.role or block.words < 3 or block.look.get("item"):
        return False
    return not block.text.endswith((".", ":", ";", ",")) and not block.text.startswith(_OPENERS)


def _usual_size(blocks: Iterable[Block]) -> float:
    """The size of most letters, points."""
    sizes: Counter[float] = Counter()
    for each in blocks:
        sizes[each.size] += len(each.text)
    return max(sizes, key=lambda size: sizes[size])


def _style(block: Block, title: Block | None) -> Style:
    """What the format says of a block; one that reads on is no heading, whatever its style."""
    if block is title:
        return Style.HEADING
    if block.look.get("item"):
        return Style.ITEM
    if block.role == "heading":
        return Style.BODY if block.reads_on or block.text.endswith(_STOPS) else Style.HEADING
    return _STYLES.get(block.role, Style.BODY)


_STYLES = {"lead": Style.LEAD, "caption": Style.CAPTION, "item": Style.ITEM}
