"""Quotation marks: which stretches of the paragraphs stand in them.

Writers mix the marks, turn them round and forget them, so a mark opens or closes by what stands beside it,
and by its shape only where that does not tell. A quotation nested in another is part of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from radio.segment.asked import kept

# Every way to begin is a character: the engine skips what has none; what stands before is looked at then.
_MARK = re.compile('""|["“”„‟«»‹›〝〞＂]|\'\'|``|‘(?<![^\\s(\\[“"«].)|’(?=$|[\\s,.;:!?)…])')
_OPENING = frozenset("“„«‹〝‘")
_CLOSING = frozenset("”»›〞’")
_MINUTES = re.compile(r"\d['’′]\s?\d{0,2}$")
_AFTER_OPENING = frozenset('“"«„‘(…-–')
_BEFORE_OPENING = frozenset(' \t([{-–—:/;,“"«‘')
_LONGEST = 12  # paragraphs that one quotation may run through


@dataclass(frozen=True, slots=True)
class Piece:
    """A quotation's part in one paragraph."""

    paragraph: int  # its number in the body, from 0
    start: int  # of the opening mark, or of the text where the mark is on an earlier paragraph
    inner_start: int  # of the words
    inner_end: int  # after the words
    end: int  # after the closing mark


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation, in one piece or several paragraphs' pieces."""

    pieces: tuple[Piece, ...]
    closed: bool = True  # False: the closing mark was forgotten


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    opens: bool
    closes: bool


def _marks(text: str) -> list[_Mark]:
    found = []
    for match in _MARK.finditer(text):
        start, end, mark = match.start(), match.end(), match[0]
        if mark in "\"”'’" and _MINUTES.search(text, max(0, start - 6), start):
            continue  # 1'20" is a time
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        may_open = before in _BEFORE_OPENING and (
            after.isalnum() or after in _AFTER_OPENING or text.startswith("...", end)
        )
        may_close = not before.isspace() and before not in "([" and start > 0 and not after.isalnum()
        if may_open == may_close:
            may_open, may_close = mark in _OPENING, mark in _CLOSING
            if not (may_open or may_close):
                may_open = may_close = True
        found.append(_Mark(start, end, may_open, may_close))
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    """One paragraph's marks, paired."""

    closed: tuple[tuple[_Mark, _Mark], ...]  # outermost pairs
    open_from: _Mark | None  # the outermost mark that nothing closes
    stray: _Mark | None  # the first mark that closes nothing opened here
    last_close: _Mark | None  # inside ``open_from``, the last mark that closed something


@kept
def _pair(text: str) -> _Reading:
    stack: list[_Mark] = []
    closed: list[tuple[_Mark, _Mark]] = []
    stray: _Mark | None = None
    last_close: _Mark | None = None
    for mark in _marks(text):
        if mark.opens and not (mark.closes and stack):
            stack.append(mark)
            last_close = last_close if len(stack) > 1 else None
        elif stack:
            opening = stack.pop()
            last_close = mark
            if not stack:
                closed.append((opening, mark))
        elif stray is None and not closed:
            stray = mark
    return _Reading(tuple(closed), stack[0] if stack else None, stray, last_close)


def quotations(texts: Sequence[str], walls: Collection[int] = ()) -> tuple[Quotation, ...]:
    """The outermost quotations in a body's paragraphs, in order; none runs on into one of ``walls``."""
    readings = [_pair(text) if _MARK.search(text) else None for text in texts]
    found: list[Quotation] = []
    taken = -1  # paragraphs up to this one are inside a quotation already
    for number, reading in enumerate(readings):
        if reading is None or number < taken:
            continue
        floor = 0
        if number == taken:
            floor = found[-1].pieces[-1].end
        if reading.stray is not None and (start := _after_colon(texts[number], reading.stray)) is not None:
            found.append(Quotation((Piece(number, start, start, reading.stray.start, reading.stray.end),)))
            floor = max(floor, reading.stray.end)
        for opening, closing in reading.closed:
            if opening.start >= floor:
                piece = Piece(number, opening.start, opening.end, closing.start, closing.end)
                found.append(Quotation((piece,)))
        if reading.open_from is not None and reading.open_from.start >= floor:
            quotation = _running_on(texts, readings, number, reading.open_from, walls)
            found.append(quotation)
            taken = quotation.pieces[-1].paragraph
    return tuple(found)


def _running_on(
    texts: Sequence[str],
    readings: Sequence[_Reading | None],
    number: int,
    opening: _Mark,
    walls: Collection[int],
) -> Quotation:
    """The quotation that paragraph ``number`` opens and does not close."""
    text, reading = texts[number], readings[number]
    first = Piece(number, opening.start, opening.end, len(text), len(text))
    between: list[Piece] = []
    for n in range(number + 1, min(len(texts), number + _LONGEST)):
        if n in walls:
            break
        after, whole = readings[n], texts[n]
        if after is None:
            between.append(Piece(n, 0, 0, len(whole), len(whole)))
            continue
        if after.stray is not None and _after_colon(whole, after.stray) is None:
            last = Piece(n, 0, 0, after.stray.start, after.stray.end)
            return Quotation((first, *between, last))
        reopened = _reopened(after)
        if reopened is None or any(piece.start == piece.inner_start for piece in between):
            break  # a mark opens each of its paragraphs or none but the first: this one is another's
        start, inner, inner_end, end = reopened
        if inner_end < 0:
            between.append(Piece(n, start, inner, len(whole), len(whole)))
            continue
        return Quotation((first, *between, Piece(n, start, inner, inner_end, end)))
    if reading is not None and reading.last_close is not None:  # the inner quotation's mark closed both
        close = reading.last_close
        return Quotation((Piece(number, opening.start, opening.end, close.start, close.end),))
    return Quotation((first,), closed=False)


_COLON = re.compile(r":\s+(?=\S)")


def _after_colon(text: str, stray: _Mark) -> int | None:
    """Where the words begin that a lone closing mark ends: after the paragraph's last colon before it."""
    colons = list(_COLON.finditer(text, 0, stray.start))
    return colons[-1].end() if colons else None


def _reopened(reading: _Reading) -> tuple[int, int, int, int] | None:
    """Where a following paragraph opens the quotation anew, at its beginning; inner end -1: not closed."""
    if reading.closed and reading.closed[0][0].start == 0:
        opening, closing = reading.closed[0]
        return 0, opening.end, closing.start, closing.end
    if reading.open_from is not None and reading.open_from.start == 0:
        return 0, reading.open_from.end, -1, -1
    return None
