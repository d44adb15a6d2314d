"""People in a text: where each is named, how, and with which office.

A name is known by what stands before it (an honorific, an office) or by its first word (a surname); all are
tables. A role is the apposition after a name, or the office before it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from radio.segment.names import (
    ALIAS,
    DESCRIBED,
    LABELLED,
    RUN,
    after_place,
    gender_of,
    has_surname,
    is_acronym,
    is_called_first,
    is_foreign,
    may_name,
    opens_sentence,
    other_name,
    surname_at,
    surnames,
    tails,
    within_a_name,
)
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

_LONGEST = 12  # capital words that can hold an office and a name: more are a heading


# Forms of address that stand for a person already named.
PRONOUNS = frozenset(
    "ông bà anh chị cô chú bác cụ em cháu cậu thầy bạn "
    "già ngài mệ mế dì thím mợ má lão cha sơ ké dượng nội ngoại".split()
)


# Two forms of address that stand for people: "bà con", "anh em", "cô bác".
_MANY = Phrases(("bà con", "anh em", "chị em", "anh chị", "cô bác", "cô chú", "cha mẹ", "ông bà"))


def is_pronoun(known: Words, i: int) -> bool:
    """Whether word ``i`` may stand for one person already named."""
    if known.folded[i] not in PRONOUNS:
        return False
    return not (known.phrase_at(i, _MANY) or (i > 0 and known.phrase_at(i - 1, _MANY)))


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
    found = _without_places(texts, found)
    found = [_told_afterwards(texts, m) if not m.role or is_age(m.role) else m for m in found]
    found = [_told_before(texts, m) if not m.role else m for m in found]
    known = {tail for m in found if " " in m.name for tail in (m.name, *tails(m.name))}
    known |= {tail for m in found if " " not in m.name for tail in tails(m.name) if tail.endswith(".")}
    bare = [
        _bare(number, texts[number], start, name)
        for number, start, name in others
        if name in known and stands_alone(texts[number], start)
    ]
    return tuple(sorted(found + bare, key=place_of))


def _without_places(texts: Sequence[str], found: list[Mention]) -> list[Mention]:
    """With a place's name taken off a person's, where the person is named without it elsewhere."""
    full = {m.name for m in found if m.name.count(" ") > 1 and has_surname(m.name)}
    out = []
    for m in found:
        parts = m.name.split()
        tail = next((t for i in range(1, len(parts) - 2) if (t := " ".join(parts[i:])) in full), "")
        place = m.name.removesuffix(tail).strip() if tail else ""
        if place and m.role and texts[m.paragraph].find(f"{m.role} {place}", m.start) >= 0:
            out.append(replace(m, name=tail, role=f"{m.role} {place}"))
        else:
            out.append(replace(m, name=tail) if tail else m)
    return out


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


_TURNS_TO = ("còn với", "đối với", "riêng với")  # before whom the sentence is about
_OPENING_WORDS = frozenset("theo và của nhưng rồi khi còn".split())


def _told_before(texts: Sequence[str], mention: Mention) -> Mention:
    """With the address that opens the sentence: ``Tại bản Nủa, chị Lương Thị Xuyến nuôi vịt``."""
    text = texts[mention.paragraph]
    if not mention.honorific or " " not in mention.name or mention.honorific not in PRONOUNS:
        return mention
    opening = _WHERE.search(text, max(0, mention.start - _OPENS), mention.start)
    if opening is None or not opens_sentence(text, opening.start()):
        return mention
    known = words(opening[1])
    if not known.phrase_at(0, phrases("places", "place")) or known.folded[0] in _LARGE:
        return mention
    return replace(mention, role=opening[1].strip())


# A hamlet or a commune, without what is told of it: "Ở bản Hua Nhàn của đồng bào Mông, ông Lềnh …"
_WHERE = re.compile(
    r"(?:Ở|Tại) ([^\W\d_]+(?: [^\W_]+){1,5}?(?:, [^\W\d_]+(?: [^\W_]+){1,4}?){0,2})"
    r"(?: của [^,.;:]{1,40})? ?, (?:(?:gia đình|hộ|nhà|vợ chồng) )?$"
)
_OPENS = 120  # characters in which an address opens a sentence before its person
_LARGE = frozenset("tỉnh huyện thành đảo núi sông chợ đường cầu nước vùng khu".split())


_NEXT = 600  # characters in which the next sentence begins


def stands_alone(text: str, start: int, openers: Container[str] = _OPENING_WORDS) -> bool:
    """Whether a name at ``start`` can be a subject: no word governs it but one of ``openers``, "còn với"."""
    before = text[max(0, start - 12) : start].rstrip().lower()
    if not before or not before[-1].isalnum() or before.endswith(_TURNS_TO):
        return True
    return before[before.rfind(" ") + 1 :] in openers


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
    for run in RUN.finditer(text):
        floor = named[-1].end if named else 0
        if run.start() < floor:
            continue
        found = None
        if may_name(text, run):
            known = known or words(text)
            found = _mention(number, text, known, run, floor)
        if found is not None:
            named.append(found)
        else:
            others.append(run)
    return named, others


def _mention(number: int, text: str, known: Words, run: re.Match[str], floor: int) -> Mention | None:
    """The person in a run of capitalised words, if it is one."""
    first, last = known.from_place(run.start()), known.from_place(run.end())
    honorific_words, first = _honorific(known, first, last)
    if first == last or last - first > _LONGEST:
        return None
    inner = _inner_office(known, first, last)
    if honorific_words == 0:
        foreign = _of_a_nation(number, text, known, first, last)
        return foreign or _without_honorific(number, text, known, first, inner, floor)
    if inner == first:
        return None  # "đồng chí Bí thư": an office, nobody's name
    end = run.end() if inner == last else known.ends[inner - 1]  # "H." keeps its point
    at = first - honorific_words
    honorific = " ".join(known.folded[at:first])
    gender, kind = mapping("honorifics")[honorific][:2]
    name = text[known.starts[first] : end]
    if not _is_persons(known, at, first, kind, name):
        return None
    first = _past_other_names(known, text, first, inner, honorific, kind)
    name = text[known.starts[first] : end]
    title = text[known.starts[at] : known.ends[first - 1]] if kind == "rank" else ""
    after = apposition(text, known, inner)
    more = _role_around(text, known, (at, first, inner), after.role, floor)
    role = title if title and is_age(more) else ", ".join(part for part in (title, more) if part)
    name, alias = other_name(name, text[end : end + ALIAS])
    gender = gender_of(gender, name)
    return Mention(number, known.starts[at], max(after.end, end), name, gender, honorific, role, alias)


def _is_persons(known: Words, at: int, first: int, kind: str, name: str) -> bool:
    """Whether what an honorific precedes is a person's name: no acronym, no school, no part of a place's."""
    if is_acronym(name):
        return False
    if has_surname(name):
        return True
    before = known.folded[at - 1] if at > 0 else ""
    if (
        before in DESCRIBED
        or (before == "người" and kind != "rank")
        or (known.folded[at] == "nữ" and name.lower() in phrases("nations"))
    ):
        return False
    return not (_is_office(known, first) if kind == "rank" else within_a_name(known, at))


def _past_other_names(known: Words, text: str, first: int, inner: int, honorific: str, kind: str) -> int:
    """First word of the name, past a ministry or a team: ``Bộ trưởng Công Thương Nguyễn Hồng Diên``."""
    # "U17 nữ Phố Núi Siu Ngọc Tý", "già làng Kon Tuông A Thút"
    if kind != "rank" and honorific not in ("nữ", "già làng"):
        return first
    word = text[known.starts[first] : known.ends[first]]
    if kind == "rank" and (word in surnames() or len(word) == 1):  # "Cử nhân H Ngân Niê Kđăm"
        return first
    tail = surname_at(known, text, first, inner)
    # "già làng Lô Văn Thoong": a rare surname, not an office of one word
    return tail if tail is not None and tail - first > 1 else first


def _role_around(text: str, known: Words, places: tuple[int, int, int], more: str, floor: int) -> str:
    """The role after a name, or an office before it where that is none or a trade.

    places: the words at which honorific and name begin, and the word after the name.
    """
    at, first, inner = places
    if more and not is_age(more):  # "Giám đốc hợp tác xã là chị Neáng Thi, thạc sĩ nông học"
        return more if is_office(more) else office_that_is(text, known, at) or more
    return (  # "Thuyền trưởng tàu PY 96271, anh Võ Trọng Hoài, 38 tuổi"
        office_before(text, known, at, floor).role
        or office_that_is(text, known, at)
        or (trade_before(text, known, at, inner) if inner - first > 1 else "")
        or more
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
        own = known.folded[first] in _OPENERS  # "Theo BSCKI Hồ Thị Phượng": the sentence's own capital
        if at == last and skip and known.phrase_before(first, table) and known.adjoin(first - 1, first):
            continue  # "chị Con": a name that is a form of address, too
        if length >= max(skip - own, 1) and (at == last or known.adjoin(at - 1, at)):
            return length, at
    return 0, first


_OPENERS = frozenset("theo còn với riêng như cùng khi và nhưng tại nghe gặp nhờ từ hỏi".split())


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
    start = surname_at(known, text, first, last)
    if start is None:
        return _initialed(number, text, known, first, last) or _foreigner(number, text, known, first, last)
    if start == first and known.phrase_before(first, phrases("schools")) and not _is_site(known, first):
        return None  # "Trường Đại học Y Dược Thái Nguyên"
    before = office_before(text, known, start, floor, trades=True)
    if not before.role and start == first:
        before = dashed_before(text, known, start, floor)
    if (start > first or after_place(known, first)) and not before.role:
        return None
    end = known.ends[last - 1]
    after = apposition(text, known, last)
    name, alias = other_name(text[known.starts[start] : end], text[end : end + ALIAS])
    if last - start < 3 and not (before.role or after.role or is_called_first(name)):
        return None  # two capital words: as likely a place
    role = before.role if before.adjoins else after.role or before.role
    if before.trade and after.role and not text.startswith(_ONCE, end):  # "vốn là giáo viên về hưu"
        role = f"{before.role}, {after.role}"
    begin = before.start if before.role else known.starts[start]
    return Mention(number, begin, max(after.end, end), name, gender_of("-", name), "", role, alias)


_ONCE = (
    " vốn ",
    ", vốn ",
    " nguyên là ",
    ", nguyên là ",
    " từng là ",
    ", từng là ",
)  # before what somebody was


def _is_site(known: Words, first: int) -> bool:
    """Whether "trường" before word ``first`` is no school: "Chỉ huy trưởng công trường Vũ Đình Lập"."""
    return first > 1 and known.folded[first - 1] == "trường" and known.folded[first - 2] in _SITES


_SITES = frozenset("công nông lâm hiện thị chiến môi".split())


def _of_a_nation(number: int, text: str, known: Words, first: int, last: int) -> Mention | None:
    """A foreigner after the country: ``huấn luyện viên người Ukraine Olga Petrova``."""
    nation = known.phrase_at(first, phrases("nations"))
    if not nation or first == 0 or last - first - nation not in (1, 2, 3, 4):
        return None
    trade = known.phrase_before(first, phrases("roles")) or known.phrase_before(first, phrases("honorifics"))
    if known.folded[first - 1] != "người" and not trade:
        return None
    start = first - (trade or 1)
    for j in range(first - 2, max(-1, first - 2 - _TRADE), -1):
        if not known.gap(j).isspace():
            break
        if known.phrase_at(j, phrases("roles")) or known.phrase_at(j, phrases("honorifics")):
            start = j
    name = text[known.starts[first + nation] : known.ends[last - 1]]
    role = text[known.starts[start] : known.ends[first + nation - 1]]
    after = apposition(text, known, last)
    return Mention(number, known.starts[start], max(after.end, known.ends[last - 1]), name, "", "", role)


_TRADE = 6  # words of a trade before the country


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


def _foreigner(number: int, text: str, known: Words, first: int, last: int) -> Mention | None:
    """A name with no surname that we know, where a sentence or a clause opens with it and an office
    follows."""
    begin = known.starts[first]
    if 2 <= last - first <= 4 and any("-" in w or is_foreign(w) for w in known.folded[first:last]):
        before = office_before(text, known, first, 0, trades=True)
        nation = known.phrase_at(first, phrases("nations"))  # "Đại sứ Na Uy tại Việt Nam Hilde Solbakken"
        if before.role and before.adjoins and not _is_office(known, first) and last - first - nation > 1:
            name = text[known.starts[first + nation] : known.ends[last - 1]]
            role = text[before.start : known.ends[first + nation - 1]]
            return Mention(number, before.start, known.ends[last - 1], name, "", "", role)
    is_one = first > 0 and known.adjoin(first - 1, first) and known.folded[first - 1] == "là"
    foreign = any(is_foreign(word) for word in known.folded[first:last])
    opens = opens_sentence(text, begin) or (
        not foreign and last - first > 2 and text.endswith(", ", 0, begin)
    )
    held = known.phrase_before(first, phrases("roles", "strong")) or any(
        "-" in w for w in known.folded[first:last]
    )
    opens = (
        opens
        or bool(held)
        or (known.gap(last - 1) == ", " and all(is_foreign(w) for w in known.folded[first:last]))
    )
    if not (is_one or opens) or not 2 <= last - first <= 4 or not (is_one or foreign or last - first > 2):
        return None
    if _is_office(known, first):
        return None
    after = apposition(text, known, last)
    if foreign and begin == 0 and LABELLED.match(text, max(after.end, known.ends[last - 1])):
        return Mention(number, begin, after.end, text[begin : known.ends[last - 1]], "", "", after.role)
    if (
        not after.role
        or "," not in known.gap(last - 1)
        or not words(after.role).phrase_at(0, phrases("roles"))
    ):
        return None
    return Mention(number, begin, after.end, text[begin : known.ends[last - 1]], "", "", after.role)
