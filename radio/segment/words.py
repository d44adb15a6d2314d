"""Words and sentences of a paragraph, with their places; phrases of a table found among them."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from radio.segment.asked import kept
from radio.segment.tables import Phrases

# Capitals of Vietnamese, of Vietnam's other languages (Ƀ, Č, Ŭ) and of Europe's; no others, for each pattern
# that has a set of them takes its time at every start.
UPPER = "".join(
    c for r in ((0x41, 0x5B), (0xC0, 0x180), (0x1EA0, 0x1F00)) for c in map(chr, range(*r)) if c.isupper()
)
UPPER += "ƠƯɃȘȚ"
_WORD = re.compile(r"(\w+(?:['’.\-/]\w+)*)")
_PLAIN = re.compile(r"[^\W_]+")


def bag(text: str) -> list[str]:
    """Runs of letters and digits in lower case: what "no word is lost" counts."""
    return _PLAIN.findall(text.lower())


def has_words(text: str) -> bool:
    """Whether there is anything to say in ``text``."""
    return any(map(str.isalnum, text))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a stretch of text."""

    text: str
    starts: tuple[int, ...]  # where each word begins in ``text``
    ends: tuple[int, ...]  # first place after it
    folded: tuple[str, ...]  # lower case

    def from_place(self, place: int) -> int:
        """Number of the first word that begins at or after ``place``."""
        return bisect_left(self.starts, place)

    def phrase_at(self, i: int, table: Phrases) -> int:
        """How many words, from word ``i`` on, make the longest phrase of ``table``; 0 for none."""
        if i >= len(self.folded):
            return 0
        longest = table.by_first.get(self.folded[i], 0)
        for n in range(min(longest, len(self.folded) - i), 0, -1):
            if " ".join(self.folded[i : i + n]) in table.all and self.adjoin(i, i + n - 1):
                return n
        return 0

    def openings(self, table: Phrases) -> list[int]:
        """Numbers of the words that may open a phrase of ``table``: where `phrase_at` is worth asking."""
        return [i for i, word in enumerate(self.folded) if word in table.by_first]

    def phrase_before(self, i: int, table: Phrases) -> int:
        """How many words, up to word ``i`` and without it, make the longest phrase of ``table``."""
        if i <= 0:
            return 0
        longest = table.by_last.get(self.folded[i - 1], 0)
        for n in range(min(longest, i), 0, -1):
            if " ".join(self.folded[i - n : i]) in table.all and self.adjoin(i - n, i - 1):
                return n
        return 0

    def adjoin(self, first: int, last: int) -> bool:
        """Whether nothing but one blank, or an abbreviation's point and a blank, stands between the words."""
        for k in range(first, last):
            if self.starts[k + 1] - self.ends[k] != 1 and not self._shortened(k):
                return False
        return True

    def _shortened(self, i: int) -> bool:
        """Whether word ``i`` is an abbreviation with its point, and the next word follows."""
        gap = self.text[self.ends[i] : self.starts[i + 1]]
        return gap == ". " and is_abbreviation(self.text[self.starts[i] : self.ends[i] + 1])

    def gap(self, i: int) -> str:
        """What stands between word ``i`` and the next; an abbreviation's point counts as a blank."""
        if i + 1 >= len(self.starts):
            return ""
        return " " if self._shortened(i) else self.text[self.ends[i] : self.starts[i + 1]]


@kept
def words(text: str) -> Words:
    """The words of ``text``; "K’Duyên", "Hang-seo" and "7/7" are one each."""
    lower = text.lower()
    # A letter outside Vietnamese that grows when lowered moves the words after it.
    parts = _WORD.split(lower if len(lower) == len(text) else text)  # gap, word, gap, …, word, gap
    places = tuple(accumulate(map(len, parts)))
    folded = tuple(parts[1::2])
    if len(lower) != len(text):
        folded = tuple(map(str.lower, folded))
    return Words(text, places[0:-1:2], places[1::2], folded)


_SHORT = frozenset(
    "tp tx tt ts ths th.s bs bscki bsckii gs pgs ks kts ls ds nxb q p h tr mr mrs ms dr no hlv".split()
)


def is_abbreviation(word: str) -> bool:
    """Whether the point after ``word`` belongs to it: ``TP.``, ``ThS.``, ``H.``"""
    bare = word[:-1]
    return (len(bare) == 1 and bare.isupper()) or bare.lower() in _SHORT or ("." in bare and bare.isupper())


# A sentence ends at . ! ? … and whatever closes after them, before a blank and a word that may begin one.
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]‟]*(?=\s+[^\s])")


@kept
def sentence_ends(text: str) -> tuple[int, ...]:
    """Places just after each sentence's last mark, in order; the end of ``text`` is not among them."""
    ends = []
    for match in _SENTENCE_END.finditer(text):
        start, end = match.span()
        following = text[end : end + 9].lstrip()[:1]
        if following.islower():
            continue
        if match[0] == "." and _ends_short(text, start):
            continue
        ends.append(end)
    return tuple(ends)


def _ends_short(text: str, point: int) -> bool:
    """Whether the word before ``point`` is one that keeps its point inside a sentence."""
    near = max(0, point - 12)
    start = max(text.rfind(" ", near, point), text.rfind("(", near, point), near - 1) + 1
    word = text[start : point + 1]
    return is_abbreviation(word) or (word[:-1].isdigit() and start == 0)


_REACH = 1200  # characters to look back for a sentence's beginning


def last_sentence(text: str, start: int, end: int) -> int:
    """Where the sentence begins that reaches up to ``end``, looking back to ``start`` at the most."""
    start = max(start, end - _REACH)
    stretch = text[start:end]
    ends = sentence_ends(stretch)
    place = start + (ends[-1] if ends else 0)
    while place < end and text[place].isspace():
        place += 1
    return place
