"""People in a text: where each is named, how, and with which office.

A name is known by what stands before it (an honorific, an office) or by its first word (a surname); all are
tables. A role is the apposition after a name, or the office before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from radio.segment.roles import (
    apposition,
    dashed_before,
    is_age,
    is_office,
    office_before,
    office_that_is,
    trade_before,
)
from radio.segment.tables import Phrases, mapping, phrases
from radio.segment.words import UPPER, Words, sentence_ends, words
from radio.slug import plain

_WORD_REST = rf"[^\W\d_]*(?:['’ʼ][^\W\d_]+)?(?:-(?![{UPPER}])[^\W\d_]+)?"
_NAME_WORD = rf"[{UPPER}]{_WORD_REST}"
_POINTS = rf"(?:(?:\.[{UPPER}])*\.|(?:\.[{UPPER}])+)(?= |,|$|\)|:)(?! [{UPPER}][^\W\d_])"
_INITIALS = rf"[{UPPER}]{_POINTS}"
# Capital words, or initials with their points at the end. It opens with the capital, and looks behind it only
# then: that is how the engine finds its beginnings fastest.
_RUN = re.compile(
    rf"[{UPPER}](?<![\w’'].)(?:{_POINTS}|{_WORD_REST}(?: (?!{_INITIALS}){_NAME_WORD})*(?: {_INITIALS})?)"
)
_LONGEST = 12  # capital words that can hold an office and a name: more are a heading
_MOST = 5  # words in a name found by its surname alone


# Forms of address that stand for a person already named.
PRONOUNS = frozenset(
    "ông bà anh chị cô chú bác cụ em cháu cậu thầy bạn "
    "ngài mệ mế dì thím mợ má lão cha sơ ké dượng nội ngoại".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named at a place."""

    paragraph: int
    start: int  # of the honorific or the office before the name
    end: int  # after the name and its apposition
    name: str
    gender: str  # "m", "f" or ""
    honorific: str  # lower case; "" if none
    role: str  # as printed here; "" if none
    alias: str = ""  # what else the person is called: "(thường gọi là Hai Lúa)"


def place_of(mention: Mention) -> tuple[int, int]:
    """What mentions are sorted by."""
    return mention.paragraph, mention.start


def mentions(texts: Sequence[str]) -> tuple[Mention, ...]:
    """Everybody named in a body's paragraphs, in order."""
    found: list[Mention] = []
    others: list[tuple[int, int, str]] = []
    for number, text in enumerate(texts):
        named, unknown = _in_paragraph(number, text)
        found += _couples(text, named)
        others += [(number, run.start(), run[0]) for run in unknown]
    found = [_told_afterwards(texts, m) if not m.role or is_age(m.role) else m for m in found]
    known = {tail for m in found if " " in m.name for tail in (m.name, *tails(m.name))}
    bare = [
        _bare(number, texts[number], start, name)
        for number, start, name in others
        if name in known and _stands_alone(texts[number], start)
    ]
    return tuple(sorted(found + bare, key=place_of))


def _bare(number: int, text: str, start: int, name: str) -> Mention:
    """Somebody known, named without a honorific: ``Yến, giờ là Giám đốc công ty, nhớ lại``."""
    end = start + len(name)
    if not text.startswith((",", " -", " –", " ("), end):
        return Mention(number, start, end, name, "", "", "")
    window = text[start : end + _NEXT]
    known = words(window)
    after = apposition(window, known, known.from_place(len(name)))
    return Mention(
        number, start, max(start + after.end, end) if after.role else end, name, "", "", after.role
    )


def _told_afterwards(texts: Sequence[str], mention: Mention) -> Mention:
    """With the role that the next sentence gives: ``Ông ở ấp Cà Hom``, ``Chị là Trưởng thôn``."""
    text = texts[mention.paragraph][mention.end : mention.end + _NEXT]
    ends = sentence_ends(text)
    if not ends or " " not in mention.name:
        return mention
    sentence = text[ends[0] :].lstrip()
    known = words(sentence)
    gender = mapping("honorifics").get(known.folded[0], ("",))[0] if known.folded else ""
    if gender not in ("m", "f", "-") or mention.gender not in ("", gender) or known.folded[0] not in PRONOUNS:
        return mention
    told = apposition(sentence, known, 1).role
    return mention if not told or (is_age(told) and mention.role) else replace(mention, role=told)


_NEXT = 600  # characters in which the next sentence begins


def _stands_alone(text: str, start: int) -> bool:
    """Whether a bare name at ``start`` can be a subject: no word governs it but "theo" and its like."""
    before = text[max(0, start - 12) : start].rstrip()
    if not before or not before[-1].isalnum():
        return True
    return before[before.rfind(" ") + 1 :].lower() in ("theo", "và", "của", "nhưng", "rồi", "khi")


def _couples(text: str, found: list[Mention]) -> Iterator[Mention]:
    """ "Vợ chồng ông A và bà B, xóm C": the role after the second is the first one's too."""
    for mention, following in zip_longest(found, found[1:]):
        together = following is not None and text[mention.end : following.start] == " và "
        if (
            together
            and following
            and not mention.role
            and text[: mention.start].lower().endswith("vợ chồng ")
        ):
            yield replace(mention, role=following.role)
        else:
            yield mention


def _in_paragraph(number: int, text: str) -> tuple[list[Mention], list[re.Match[str]]]:
    """(people, other runs of capital words: people too if they turn out to be known)."""
    named: list[Mention] = []
    others: list[re.Match[str]] = []
    known: Words | None = None
    for run in _RUN.finditer(text):
        floor = named[-1].end if named else 0
        if run.start() < floor:
            continue
        found = None
        if _may_name(text, run):
            known = known or words(text)
            found = _mention(number, text, known, run, floor)
        if found is not None:
            named.append(found)
        else:
            others.append(run)
    return named, others


def _may_name(text: str, run: re.Match[str]) -> bool:
    """Whether a glance finds what a person's name has: a surname, or a word that announces a name."""
    parts = run[0].split()
    if "." in run[0] and len(run[0]) < _INITIALED:
        return True
    if len(parts) > 1:
        if parts[0].lower() in _announcing() or not _surnames().isdisjoint(parts[:-1]):
            return True
        if run.start() == 0 and _LABELLED.match(text, run.end()):
            return True
        opens = text.endswith(("là ", ", "), 0, run.start()) or _opens_sentence(text, run.start())
        if text.startswith(", ", run.end()) and (opens or all(_is_foreign(p.lower()) for p in parts)):
            return True
    before = text[max(0, run.start() - _BEFORE) : run.start()].lower().split()
    if not before or before[-1].rstrip(".") not in _announcing():
        return False
    honorifics = phrases("honorifics")
    return any(
        " ".join(before[n:]).rstrip(".") in honorifics for n in range(max(0, len(before) - 5), len(before))
    )


_INITIALED = 12  # characters of a name in initials
_BEFORE = 40  # characters before a name in which its honorific stands


@cache
def _announcing() -> frozenset[str]:
    """The last words of honorifics."""
    return frozenset(phrases("honorifics").by_last)


@cache
def _surnames() -> frozenset[str]:
    return phrases("surnames").all


def _mention(number: int, text: str, known: Words, run: re.Match[str], floor: int) -> Mention | None:
    """The person in a run of capitalised words, if it is one."""
    first, last = known.from_place(run.start()), known.from_place(run.end())
    honorific_words, first = _honorific(known, first, last)
    if first == last:
        return None
    if last - first > _LONGEST:
        return None
    inner = _inner_office(known, first, last)
    if honorific_words == 0:
        return _without_honorific(number, text, known, first, inner, floor)
    if inner == first:
        return None  # "đồng chí Bí thư": an office, nobody's name
    at = first - honorific_words
    honorific = " ".join(known.folded[at:first])
    gender, kind = mapping("honorifics")[honorific][:2]
    end = run.end() if inner == last else known.ends[inner - 1]  # "H." keeps its point
    name = text[known.starts[first] : end]
    if (
        _is_acronym(name)
        or (kind == "rank" and _is_office(known, first) and not _has_surname(name))
        or (kind != "rank" and _within_a_name(known, at) and not _has_surname(name))
    ):
        return None
    if (
        kind == "rank"
        and (tail := _surname(known, text, first, inner))
        and tail - first > 1  # "già làng Lô Văn Thoong": a rare surname, not an office of one word
        and not name.startswith(tuple(_surnames()))
        and len(name.split(maxsplit=1)[0]) > 1  # "Cử nhân H Ngân Niê Kđăm"
    ):
        first, name = tail, text[known.starts[tail] : end]  # "Bộ trưởng Công Thương Nguyễn Hồng Diên"
    title = text[known.starts[at] : known.ends[first - 1]] if kind == "rank" else ""
    after = apposition(text, known, inner)
    more = after.role
    if not more or is_age(more):  # "Thuyền trưởng tàu PY 96271, anh Võ Trọng Hoài, 38 tuổi"
        more = (
            office_before(text, known, at, floor).role
            or office_that_is(text, known, at)
            or (trade_before(text, known, at, inner) if inner - first > 1 else "")
            or more
        )
    elif not is_office(more):  # "Giám đốc hợp tác xã là chị Neáng Thi, thạc sĩ nông học"
        more = office_that_is(text, known, at) or more
    role = title if title and is_age(more) else ", ".join(part for part in (title, more) if part)
    name, alias = _other_name(name, text[end : end + _ALIAS])
    gender = _gender(gender, name)
    return Mention(number, known.starts[at], max(after.end, end), name, gender, honorific, role, alias)


_ALIAS = 90  # characters in which another name may stand
_CALLED = re.compile(
    r",[^,.;:]{0,30}?(?:thường|quen|hay|vẫn|còn|trìu mến|thân mật) (?:được )?gọi (?:(?:với|bằng) tên )?"
    rf"(?:là )?(?:(?:ông|bà|anh|chị|cô|chú) )?[“\"]?((?:{_NAME_WORD} ?){{1,3}})"
)
_OTHER = re.compile(
    r"\s*\((tên thật|tên khai sinh)?(?:(?:hay|thường|còn|vẫn) (?:được )?gọi|tức|biệt danh|tên thường gọi)?"
    rf"(?: là)?\s*((?:{_NAME_WORD} ?){{1,4}})\)"
)


def _other_name(name: str, after: str) -> tuple[str, str]:
    """(the real name, the other one), where brackets after a name give another."""
    other = _OTHER.match(after)
    if other is None:
        called = _CALLED.match(after)
        return name, called[1].strip() if called else ""
    real = other[1] or (_has_surname(other[2]) and not _has_surname(name))
    return (other[2], name) if real else (name, other[2])


def _has_surname(name: str) -> bool:
    return " " in name and name.split(maxsplit=1)[0] in _surnames()


def _within_a_name(known: Words, at: int) -> bool:
    """Whether a capital honorific is part of a name: "tỉnh Bà Rịa", "núi Bà Đen"."""
    if at == 0 or not known.adjoin(at - 1, at) or not known.text[known.starts[at]].isupper():
        return False
    return known.text[known.starts[at - 1]].islower()


def _is_acronym(name: str) -> bool:
    """ "UBND", "BTV HU"; not "H." and not "NGUYỄN VĂN A"."""
    first = name.split(maxsplit=1)[0]
    return (
        len(name) > 1 and "." not in name and name.isupper() and first.capitalize() not in phrases("surnames")
    )


def _is_office(known: Words, i: int) -> bool:
    """Whether a board or a place begins at word ``i``: "học sinh Trường Tiểu học …"."""
    return any(known.phrase_at(i, phrases(table)) for table in ("offices", "places"))


def _honorific(known: Words, first: int, last: int) -> tuple[int, int]:
    """(words of the honorific, first word of the name): before the run, or its own beginning."""
    table = phrases("honorifics")
    for skip in range(min(3, last - first), -1, -1):
        at = first + skip
        length = known.phrase_before(at, table)
        if length >= max(skip, 1) and (at == last or known.adjoin(at - 1, at)):
            return length, at
    return 0, first


def _inner_office(known: Words, first: int, last: int) -> int:
    """Where an office begins inside the run ("Nguyễn Văn A Phó Chủ tịch"), else its end."""
    for i in range(first, last):
        if known.phrase_at(i, _offices()) and (i > first or known.folded[i] != "trưởng"):
            return i
    return last


@cache
def _offices() -> Phrases:
    """Offices of two words or more, and names of boards: what no name contains."""
    boards = ("ubnd", "hđnd", "htx", "mttq", "phó")
    return Phrases((*(p for p in phrases("roles", "strong") if " " in p), *boards))


def _without_honorific(
    number: int, text: str, known: Words, first: int, last: int, floor: int
) -> Mention | None:
    """A name by its surname, alone or at the end of an office."""
    start = _surname(known, text, first, last)
    if start is None:
        return _initialed(number, text, known, first, last) or _foreigner(number, text, known, first, last)
    if start == first and known.phrase_before(first, phrases("schools")):
        return None  # "Trường Đại học Y Dược Thái Nguyên"
    before = office_before(text, known, start, floor, trades=True)
    if not before.role and start == first:
        before = dashed_before(text, known, start, floor)
    if (start > first or _after_place(known, first)) and not before.role:
        return None
    end = known.ends[last - 1]
    after = apposition(text, known, last)
    name, alias = _other_name(text[known.starts[start] : end], text[end : end + _ALIAS])
    if last - start < 3 and not (before.role or after.role):
        return None  # two capital words: as likely a place
    role = before.role if before.adjoins else after.role or before.role
    if before.trade and after.role:
        role = f"{before.role}, {after.role}"
    begin = before.start if before.role else known.starts[start]
    return Mention(number, begin, max(after.end, end), name, _gender("-", name), "", role, alias)


def _initialed(number: int, text: str, known: Words, first: int, last: int) -> Mention | None:
    """A person whose name is kept back, after a trade or before a role: ``học viên S.A.H (31 tuổi)``."""
    if last - first != 1 or not _KEPT_BACK.fullmatch(text[known.starts[first] : known.ends[first]]):
        return None
    before = office_before(text, known, first, 0, trades=True)
    after = apposition(text, known, last)
    if not (before.role or after.role):
        return None
    end = known.ends[first]
    role = ", ".join(part for part in (before.role, after.role) if part and not is_age(part)) or after.role
    begin = before.start if before.role else known.starts[first]
    return Mention(number, begin, max(after.end, end), text[known.starts[first] : end], "", "", role)


_KEPT_BACK = re.compile(rf"[{UPPER}](?:\.[{UPPER}]){{1,4}}")
# An initial, up to three vowels and a final, marks off: what a Vietnamese word is made of.
_SYLLABLE = re.compile(
    "(?:b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu?|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?"
)


def _is_foreign(word: str) -> bool:
    return word.replace("'", "").isalpha() and not _SYLLABLE.fullmatch(plain(word))


def _opens_sentence(text: str, place: int) -> bool:
    """Whether a sentence begins at ``place``."""
    before = text[max(0, place - 3) : place].rstrip()
    return not before or before[-1] in '.!?…:”"»'


# What follows a name that labels what its bearer says: ``Emma Larsson (du khách Thụy Điển): "…"``
_LABELLED = re.compile(r"\s*(?:\([^()]{1,80}\))?\s*:\s*[“\"«„]")


def _foreigner(number: int, text: str, known: Words, first: int, last: int) -> Mention | None:
    """A name with no surname that we know, where a sentence or a clause opens with it and an office
    follows."""
    begin = known.starts[first]
    is_one = first > 0 and known.adjoin(first - 1, first) and known.folded[first - 1] == "là"
    foreign = any(_is_foreign(word) for word in known.folded[first:last])
    opens = _opens_sentence(text, begin) or (
        not foreign and last - first > 2 and text.endswith(", ", 0, begin)
    )
    opens = opens or (known.gap(last - 1) == ", " and all(_is_foreign(w) for w in known.folded[first:last]))
    if not (is_one or opens) or not 2 <= last - first <= 4 or not (is_one or foreign or last - first > 2):
        return None
    if _is_office(known, first):
        return None
    after = apposition(text, known, last)
    if foreign and begin == 0 and _LABELLED.match(text, max(after.end, known.ends[last - 1])):
        return Mention(number, begin, after.end, text[begin : known.ends[last - 1]], "", "", after.role)
    if (
        not after.role
        or "," not in known.gap(last - 1)
        or not words(after.role).phrase_at(0, phrases("roles"))
    ):
        return None
    return Mention(number, begin, after.end, text[begin : known.ends[last - 1]], "", "", after.role)


def _surname(known: Words, text: str, first: int, last: int) -> int | None:
    """First word of the name that ends the run: its longest tail of 2 to 5 words led by a surname."""
    surnames = phrases("surnames")
    after_place = _after_place(known, first)
    fits = [
        i
        for i in range(max(first + after_place, last - _MOST), last - 1)
        if text[known.starts[i] : known.ends[i]] in surnames and (last - i < _MOST or i == first)
    ]
    if after_place and len(fits) > 1 and fits[0] == first + 1:
        return fits[1]  # a place has two words more often than one
    if (
        after_place
        and not fits
        and last - first in (3, 4)
        and text[known.starts[first] : known.ends[first]] in surnames
    ):
        return first  # "Chủ tịch UBND tỉnh Trần Anh Dũng": the province is the station's own
    return fits[0] if fits else None


def _after_place(known: Words, first: int) -> bool:
    """Whether "xã", "tỉnh" or their like stands directly before word ``first``."""
    if first == 0 or not known.adjoin(first - 1, first):
        return False
    return known.phrase_before(first, phrases("places", "place")) > 0


def _gender(honorific: str, name: str) -> str:
    """ "m", "f" or "": by the honorific, else by a middle name only one of them bears."""
    if honorific in ("m", "f"):
        return honorific
    middle = name.split()[1:-1]
    return "f" if "Thị" in middle else "m" if "Văn" in middle else ""


def tails(name: str) -> Iterator[str]:
    """The forms a bearer may be called by later: "Lan", "Thị Lan"; and a foreign first name."""
    parts = name.split()
    for i in range(1, len(parts)):
        yield " ".join(parts[i:])
    if not _has_surname(name) or len(parts[0]) == 1:  # "Y Moan Ênuôl" is "Y Moan", "Marc Dubois" is "Marc"
        yield from (" ".join(parts[:i]) for i in range(2 if len(parts[0]) == 1 else 1, len(parts)))
