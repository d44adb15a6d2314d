"""Names: which runs of capital words a person may bear, and which part of them is the name.

A name is known by what stands before it or by its first word, a surname; both are tables. A foreigner's is
known by words that no Vietnamese syllable is made like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from radio.segment.tables import phrases
from radio.segment.words import UPPER, Words
from radio.slug import plain

_WORD_REST = rf"[^\W\d_]*(?:['’ʼ][^\W\d_]+)?(?:-(?![{UPPER}])[^\W\d_]+)?"


_NAME_WORD = rf"[{UPPER}]{_WORD_REST}"


_POINTS = rf"(?:(?:\.[{UPPER}])*\.|(?:\.[{UPPER}])+)(?= |,|$|\)|:)(?! [{UPPER}][^\W\d_])"


_INITIALS = rf"[{UPPER}]{_POINTS}"


# Capital words, or initials with their points at the end. It opens with the capital, and looks behind it only
# then: that is how the engine finds its beginnings fastest.
RUN = re.compile(
    rf"[{UPPER}](?<![\w’'].)(?:{_POINTS}|{_WORD_REST}(?: (?!{_INITIALS}){_NAME_WORD})*(?: {_INITIALS})?)"
)


# Ê Đê, Jrai and M'Nông names whose first word says so: "H’Yam Bkrông" is called "H’Yam".
_GIVEN_FIRST = re.compile(r"[HK]['’ʼ]\w")


_FULL = 3  # words of a name that follows a place's


_MOST = 5  # words in a name found by its surname alone


def may_name(text: str, run: re.Match[str]) -> bool:
    """Whether a glance finds what a person's name has: a surname, or a word that announces a name."""
    name, start = run[0], run.start()
    if " " in name:
        parts = name.split()
        if parts[0].lower() in _announcing() or any(map(_may_open, parts[:-1])):
            return True
        if _is_introduced(text, run, parts):
            return True
    elif "." in name and len(name) < _INITIALED:
        return True
    if start < 2 or text[start - 1] != " ":
        return False  # it opens the text, or stands in brackets or marks
    near = text.rfind(" ", max(0, start - _BEFORE), start - 1) + 1
    if text[near : start - 1].strip(".").lower() not in _announcing():
        return False
    before = text[max(0, start - _BEFORE) : start].lower().split()
    honorifics = phrases("honorifics")
    return any(
        " ".join(before[n:]).rstrip(".") in honorifics for n in range(max(0, len(before) - 5), len(before))
    )


def _is_introduced(text: str, run: re.Match[str], parts: list[str]) -> bool:
    """Whether a run without a surname stands as a name does: it labels a line, or a role tells whose."""
    start, end = run.span()
    if parts[0].lower() in phrases("nations").by_first and text[start - 2 : start - 1].islower():
        return True  # "thợ gốm người Pháp Claire Moreau", "du khách Ireland Sarah O'Connell"
    if start == 0 and LABELLED.match(text, end):
        return True
    follows = text[start - 2 : start - 1].islower() and text[start - 1 : start] == " "
    if follows and any("-" in part or is_foreign(part.lower()) for part in parts):  # "giám đốc Park Ji-hoon"
        return True
    if not text.startswith(", ", end):
        return False
    opens = text.endswith(("là ", ", "), 0, start) or opens_sentence(text, start)
    return opens or all(is_foreign(p.lower()) for p in parts)


_INITIALED = 12  # characters of a name in initials


_BEFORE = 40  # characters before a name in which its honorific stands


@cache
def _announcing() -> frozenset[str]:
    """The last words of honorifics."""
    return frozenset(phrases("honorifics").by_last)


@cache
def surnames() -> frozenset[str]:
    return phrases("surnames").all


ALIAS = 140  # characters in which another name may stand


_CALLED = re.compile(
    r"(?:,[^.;:,]{0,50}){0,3}?,[^,.;:]{0,30}?(?:thường|quen|hay|vẫn|còn|trìu mến|thân mật) (?:được )?gọi "
    r"(?:(?:với|bằng) tên )?(?:là )?(?:(?:ông|bà|anh|chị|cô|chú|bác|má|mẹ|dì|thím|mợ|cậu|tía|thầy|cụ) )?"
    rf"[“\"]?((?:{_NAME_WORD} ?){{1,3}})"
)


_OTHER = re.compile(
    r"\s*\((tên thật|tên khai sinh)?(?:(?:hay|thường|còn|vẫn) (?:được )?gọi|tức|biệt danh|tên thường gọi)?"
    rf"(?: là)?\s*((?:{_NAME_WORD} ?){{1,4}})\)"
)


def other_name(name: str, after: str) -> tuple[str, str]:
    """(the real name, the other one), where brackets after a name give another."""
    other = _OTHER.match(after)
    if other is None:
        called = _CALLED.match(after)
        return name, called[1].strip() if called else ""
    real = other[1] or (has_surname(other[2]) and not has_surname(name))
    return (other[2], name) if real else (name, other[2])


def has_surname(name: str) -> bool:
    return " " in name and _may_open(name.split(maxsplit=1)[0])


def is_called_first(name: str) -> bool:
    """Whether a name's first word is what its bearer is called by."""
    return _GIVEN_FIRST.match(name) is not None


def _may_open(word: str) -> bool:
    """Whether a name may open with ``word``: a surname, or a given name that says so itself."""
    return word in surnames() or _GIVEN_FIRST.match(word) is not None


def within_a_name(known: Words, at: int) -> bool:
    """Whether a capital honorific is part of a name: "tỉnh Bà Rịa", "núi Bà Đen"."""
    if at == 0 or not known.adjoin(at - 1, at) or not known.text[known.starts[at]].isupper():
        return False
    return known.text[known.starts[at - 1]].islower()


def is_acronym(name: str) -> bool:
    """ "UBND", "BTV HU"; not "H." and not "NGUYỄN VĂN A"."""
    first = name.split(maxsplit=1)[0]
    return (
        len(name) > 1 and "." not in name and name.isupper() and first.capitalize() not in phrases("surnames")
    )


DESCRIBED = frozenset(("chàng", "cậu", "nhóm", "những"))  # "chàng sinh viên Bách khoa": nobody's name


# An initial, up to three vowels and a final, marks off: what a Vietnamese word is made of.
_SYLLABLE = re.compile(
    "(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu?|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)


@lru_cache(maxsize=1024)
def is_foreign(word: str) -> bool:
    return word.replace("'", "").isalpha() and not _SYLLABLE.fullmatch(plain(word))


def opens_sentence(text: str, place: int) -> bool:
    """Whether a sentence begins at ``place``."""
    before = text[max(0, place - 3) : place].rstrip()
    return not before or before[-1] in '.!?…:”"»'


# What follows a name that labels what its bearer says: ``Emma Larsson (du khách Thụy Điển): "…"``
LABELLED = re.compile(r"\s*(?:\([^()]{1,80}\))?\s*:\s*[“\"«„]")


def surname_at(known: Words, text: str, first: int, last: int) -> int | None:
    """First word of the name that ends the run: its longest tail of 2 to 5 words led by a surname."""
    placed = after_place(known, first)
    fits = [
        i
        for i in range(max(first + placed, last - _MOST), last - 1)
        if _may_open(text[known.starts[i] : known.ends[i]])
        and (last - i < _MOST or i == first)
        and (
            is_called_first(text[known.starts[i] : known.ends[i]])
            or not (placed and last - i < _FULL and i - first < 2)  # "huyện Nam Trà My"
        )
    ]
    if placed and len(fits) > 1 and fits[0] == first + 1:
        return fits[1]  # a place has two words more often than one
    if (
        placed
        and not fits
        and last - first in (3, 4)
        and text[known.starts[first] : known.ends[first]] in surnames()
    ):
        return first  # "Chủ tịch UBND tỉnh Trần Anh Dũng": the province is the station's own
    if fits and fits[0] > first and known.folded[fits[0]] in _MIDDLE:
        return fits[0] - 1  # "khu vực Lành Văn Thuyên": a surname that no table knows
    return fits[0] if fits else None


_MIDDLE = frozenset(("văn", "thị"))  # surnames seldom, middle names mostly


def after_place(known: Words, first: int) -> bool:
    """Whether "xã", "tỉnh" or their like stands directly before word ``first``."""
    if first == 0 or not known.adjoin(first - 1, first):
        return False
    return known.phrase_before(first, phrases("places", "place")) > 0


def gender_of(honorific: str, name: str) -> str:
    """ "m", "f" or "": by the honorific, else by a middle name only one of them bears."""
    if honorific in ("m", "f"):
        return honorific
    middle = name.split()[1:-1]
    return "f" if "Thị" in middle else "m" if "Văn" in middle else ""


def tails(name: str) -> Iterator[str]:
    """The forms a bearer may be called by later: "Lan", "Thị Lan"; and a foreign first name."""
    parts = name.split()
    if len(parts) == 1 and "." in name:  # "T.V.Q" is "anh Q."
        last = name.rstrip(".").rpartition(".")[2]
        yield from (last, f"{last}.")
    for i in range(1, len(parts)):
        yield " ".join(parts[i:])
    # "Y Moan Ênuôl" is "Y Moan", "Marc Dubois" is "Marc".
    if not has_surname(name) or len(parts[0]) == 1 or is_called_first(name):
        yield from (" ".join(parts[:i]) for i in range(2 if len(parts[0]) == 1 else 1, len(parts)))
