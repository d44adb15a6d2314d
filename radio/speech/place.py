"""Place: where the scanner stands in a text; Piece: what a rule makes of what stands there."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from radio.speech.reading import Reading
from radio.speech.spoken import Span

# Words of context never lie further off than this; it keeps every look around at a fixed price.
REACH = 48

BLANKS = " \t\u00a0\u202f"
# Latin letters with all their marks, Greek and Cyrillic ones, as a character class; no numeral is among them.
LETTERS = "A-Za-zµÀ-ÖØ-öø-ɏͰ-ͳͶͷͻ-ͽΆΈ-ҁҊ-ԯḀ-ỿ"
WORD = re.compile(f"[{LETTERS}]+")
_TWO_WORDS = re.compile(f"([{LETTERS}]{{1,20}}) ([{LETTERS}]{{1,20}})(?![{LETTERS}])")


def opens_with_name(text: str) -> bool:
    """Whether ``text`` opens with two words in title case, as names do and sentences hardly."""
    words = _TWO_WORDS.match(text)
    return words is not None and words[1].istitle() and words[2].istitle()


class Piece(NamedTuple):
    """A rewriting of the text from the place to ``end``."""

    end: int  # in code points of the text
    spoken: str
    kind: str  # class of token
    rule: str  # the rule's short name
    row: str = ""  # the table's row that decided
    unknown: str = ""  # the word that no table knew, if the rule had to guess


class Place(NamedTuple):
    """A position in a text. Its neighbours are looked up only when a rule asks."""

    text: str
    start: int
    reading: Reading
    last: Span | None  # the span rewritten last, anywhere before

    def char(self, index: int) -> str:
        """The character at ``index`` of the text; "" outside it."""
        return self.text[index] if 0 <= index < len(self.text) else ""

    def before(self) -> str:
        """What stands left on the same line, lower case, at most REACH characters, blanks folded."""
        left = self.text[max(0, self.start - REACH) : self.start].lower()
        return " ".join(left[left.rfind("\n") + 1 :].split())

    def words_before(self, count: int) -> list[str]:
        """The last ``count`` words left on the same line, lower case, nearest last."""
        return WORD.findall(self.before())[-count:]

    def word_before(self) -> str:
        """The word right before, lower case, if only blanks or an opening bracket stand between; else ""."""
        left = self.before().rstrip('(["“‘')
        words = left.rsplit(None, 1)
        return words[-1].lstrip('("“‘[') if words and words[-1][-1:].isalpha() else ""

    def after(self, end: int) -> str:
        """What stands right of ``end`` on the same line, as written, at most REACH characters."""
        return self.text[end : end + REACH].split("\n", 1)[0]

    def word_after(self, end: int) -> str:
        """The word after ``end``, as written, if only blanks stand between; else ""."""
        match = WORD.match(self.after(end).lstrip(BLANKS))
        return match[0] if match else ""

    def gap(self) -> str | None:
        """The text between the last span and here; None if there is no span within reach."""
        if self.last is None or self.start - self.last.end > REACH:
            return None
        return self.text[self.last.end : self.start]

    def touches(self, kinds: Collection[str]) -> bool:
        """Whether the last span is of one of these kinds and ends here, blanks between at most."""
        gap = self.gap()
        return self.last is not None and self.last.kind in kinds and gap is not None and not gap.strip(BLANKS)
