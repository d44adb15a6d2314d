"""Who is announced: the speaker that a sentence before or after a quotation names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from radio.script import Speaker
from radio.segment.people import Mention, Roster
from radio.segment.tables import longest, phrases
from radio.segment.words import Words, words

_NEAR = 8  # words between a bare "ông" and its verb
_GOVERNING = frozenset("với của cho gặp thăm cùng vợ con nhà mời giúp về nhờ tại và hỏi tiếp đón".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a paragraph that may announce a speaker."""

    paragraph: int
    start: int
    end: int
    text: str  # the stretch itself


@dataclass(frozen=True, slots=True)
class Announced:
    """A speaker, and how the clause names them."""

    speaker: Speaker
    how: str  # "name", "pronoun", "office", "group", "body"
    verb: bool  # a verb or a noun of saying is there
    honorific: str = ""


def announced(clause: Clause, roster: Roster) -> Announced | None:
    """The speaker that ``clause`` names; None if it names nobody who can speak."""
    known = words(clause.text)
    verb, verb_end = _verb(known)
    named = [m for m in roster.within(clause.paragraph, clause.start, clause.end) if not _is_nobody(m)]
    limit = len(known.starts) if verb is None else verb
    last = _subclause(known, limit)
    says = verb is not None
    for first in dict.fromkeys((last, 0)):
        found = (
            _named(clause, known, roster, named, first, limit, says)
            or _pronoun(clause, known, roster, first, limit, says)
            or _office(clause, known, roster, first, limit, says)
            or _group(known, first, limit, says)
        )
        if found is not None:
            return found
    if says:
        return _named(clause, known, roster, named, verb_end, len(known.starts), says)
    return None


def _verb(known: Words) -> tuple[int | None, int]:
    """(first word, word after) of the last verb of saying; (None, 0) if there is none."""
    table, limit = _turns(), longest("saying")
    for i in range(len(known.starts) - 1, -1, -1):
        if length := known.phrase_at(i, table, limit):
            first = i
            while first > 0 and (longer := known.phrase_at(first - 1, table, limit)) > length:
                first, length = first - 1, longer
            return first, first + length
    return None, 0


@cache
def _turns() -> frozenset[str]:
    return phrases("saying")


def _subclause(known: Words, limit: int) -> int:
    """First word of the part of the clause, after its last comma, in which word ``limit`` stands."""
    for i in range(limit - 1, 0, -1):
        if "," in known.text[known.ends[i - 1] : known.starts[i]]:
            return i
    return 0


def _named(
    clause: Clause, known: Words, roster: Roster, named: list[Mention], first: int, limit: int, says: bool
) -> Announced | None:
    """The last person named in words ``first`` to ``limit`` who is not governed by a preposition."""
    for mention in reversed(named):
        at = known.from_place(mention.start - clause.start)
        reaches = first < len(known.starts) and mention.end - clause.start > known.starts[first]
        if not (first <= at or reaches) or at >= limit:
            continue
        if (
            at > 0
            and known.adjoin(at - 1, at)
            and known.folded[at - 1] in _GOVERNING
            and not _saying_noun(known, at)
        ):
            continue
        return Announced(roster.person(mention).speaker, "name", says, mention.honorific)
    return None


def _saying_noun(known: Words, at: int) -> bool:
    """Whether "chia sẻ của", "theo lời kể của" stands before word ``at``."""
    return known.phrase_before(at, phrases("saying", "noun"), longest("saying")) > 0


def _is_nobody(mention: Mention) -> bool:
    return f"{mention.honorific} {mention.name}".strip().lower() in phrases("nobody")


def _pronoun(
    clause: Clause, known: Words, roster: Roster, first: int, limit: int, says: bool
) -> Announced | None:
    """A bare "ông", "bà", "vị này" before the verb: whoever was named last and fits."""
    if not says:
        return None
    for i in range(first, min(limit, first + _NEAR)):
        word = known.folded[i]
        if word not in _pronouns() or (i + 1 < len(known.starts) and _starts_name(known, i + 1)):
            continue
        if i > 0 and known.folded[i - 1] in _GOVERNING:
            continue
        mention = roster.last_before(clause.paragraph, clause.start + known.starts[i], word)
        return Announced(roster.person(mention).speaker, "pronoun", says, word) if mention else None
    return None


def _starts_name(known: Words, i: int) -> bool:
    return known.text[known.starts[i]].isupper() and known.adjoin(i - 1, i)


@cache
def _pronouns() -> frozenset[str]:
    return frozenset("ông bà anh chị cô chú bác cụ em cháu cậu thầy bạn vị người".split()) - {"người", "vị"}


def _office(
    clause: Clause, known: Words, roster: Roster, first: int, limit: int, says: bool
) -> Announced | None:
    """An office with no name, "Chủ tịch UBND xã": whoever in the story holds it."""
    if not says:
        return None
    if known.folded[first : first + 1] in (("vị",), ("nữ",)):
        first += 1
    length = known.phrase_at(first, phrases("roles", "strong"), longest("roles")) if first < limit else 0
    if not length:
        return None
    printed = known.text[known.starts[first] : known.ends[limit - 1]]
    holder = roster.holder(" ".join(known.folded[first : first + length]), printed)
    if holder is None:
        return Announced(Speaker(printed), "office", says)
    return Announced(holder.speaker, "office", says)


def _group(known: Words, first: int, limit: int, says: bool) -> Announced | None:
    """An unnamed speaker or a group, as printed: "nhiều tiểu thương chợ Núi Sập"."""
    if not says:
        return None
    table, longest_phrase = phrases("groups"), longest("groups")
    if first >= limit or not known.phrase_at(first, table, longest_phrase):
        return None
    last = next((i for i in range(first + 1, limit) if known.phrase_at(i, phrases("enders"), 3)), limit)
    if known.phrase_at(first, phrases("nobody"), 4):
        return None
    printed = known.text[known.starts[first] : known.ends[last - 1]]
    return Announced(Speaker(printed[0].lower() + printed[1:]), "group", says)


_COLON = re.compile(r":\s*$")


def ends_in_colon(text: str) -> bool:
    """Whether ``text`` announces what follows it."""
    return _COLON.search(text) is not None
