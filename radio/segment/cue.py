"""Who is announced: the speaker that a sentence before or after a quotation names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from radio.script import Speaker
from radio.segment.people import Mention, is_pronoun
from radio.segment.roster import Roster
from radio.segment.tables import Phrases, mapping, phrases
from radio.segment.words import Words, words

_BEFORE_OFFICE = frozenset("vị nữ rồi còn và nhưng riêng theo người".split())
_POINTING = frozenset(("vị", "người"))  # before an office: somebody the story has named
_SEVERAL = frozenset("các những mấy hai ba bốn nhiều vài một".split())
_RUNS_ON = frozenset(",(")  # behind which a description is over
_IMPOSTOR = re.compile(r"\b(?:xưng|giả danh|mạo danh|đối tượng|kẻ|số lạ|người lạ)\b", re.IGNORECASE)
_SWINDLERS = Phrases(("kẻ gian", "kẻ lừa đảo", "kẻ xấu", "bọn lừa đảo", "đối tượng", "các đối tượng"))
_NEAR = 8  # words between the beginning of a clause and its bare "ông"
_GOVERNING = frozenset("với của cho gặp thăm cùng vợ con nhà mời giúp về nhờ tại và hỏi tiếp đón nơi".split())


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
    how: str  # "name", "pronoun", "office", "group"
    verb: bool  # a verb or a noun of saying is there
    honorific: str = ""


def announced(clause: Clause, roster: Roster, *, colon: bool = False) -> Announced | None:
    """The speaker that ``clause`` names; None if it names nobody who can speak.

    ``colon``: a quotation follows its colon, so that "chị rưng rưng:" needs no verb of saying.
    """
    known = words(clause.text)
    verb, verb_end = _verb(known)
    named = roster.within(clause.paragraph, clause.start, clause.end)
    if any(_is_nobody(m) for m in named):
        return None
    limit = len(known.starts) if verb is None else verb
    reading = _Reading(clause, known, roster, named, limit, verb is not None, colon)
    if known.phrase_at(reading.last_part(), _SWINDLERS):
        return None  # "Theo lời chị, kẻ lừa đảo còn trấn an:"
    for first in dict.fromkeys((reading.last_part(), 0)):
        found = (
            reading.name(first)
            or reading.titled(first)
            or reading.pronoun(first)
            or reading.office(first)
            or reading.epithet(first)
            or reading.group(first)
        )
        if found is not None:
            return found
    whole = replace(reading, limit=len(known.starts))
    if verb is not None and (found := whole.name(verb_end)) is not None:
        return found
    return whole.doing() if colon else None


def ends_in_colon(text: str) -> bool:
    """Whether ``text`` announces what follows it."""
    return text.rstrip().endswith(":")


def _verb(known: Words) -> tuple[int | None, int]:
    """(first word, word after) of the last verb of saying; (None, 0) if there is none."""
    table = phrases("saying")
    for i in reversed(known.openings(table)):
        if length := known.phrase_at(i, table):
            first = i
            while first > 0 and (longer := known.phrase_at(first - 1, table)) > length:
                first, length = first - 1, longer
            return first, first + length
    return None, 0


def _is_nobody(mention: Mention) -> bool:
    named = (mention.name.lower(), f"{mention.honorific} {mention.name}".lower())
    return any(name in phrases("nobody") for name in named)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A clause's words, asked for a speaker from a word on and before the verb."""

    clause: Clause
    known: Words
    roster: Roster
    named: Sequence[Mention]
    limit: int  # the verb's first word, or the number of words
    says: bool  # there is a verb of saying
    colon: bool

    def last_part(self) -> int:
        """First word of the part of the clause, after its last comma, that leads up to the verb."""
        for i in range(self.limit - 1, 0, -1):
            if "," in self.known.gap(i - 1):
                return i
        return 0

    def name(self, first: int) -> Announced | None:
        """The last person named, or described, from word ``first`` on whom no preposition governs."""
        for mention in reversed(self.named):
            at = self.known.from_place(mention.start - self.clause.start)
            reaches = (
                first < len(self.known.starts) and mention.end - self.clause.start > self.known.starts[first]
            )
            if not (first <= at or reaches) or at >= self.limit or self._governed(at):
                continue
            return Announced(self.roster.person(mention).speaker, "name", self.says, mention.honorific)
        return None

    def _governed(self, at: int) -> bool:
        """Whether a preposition makes word ``at`` an object; after "chia sẻ của" it is the speaker."""
        if at == 0 or not self.known.adjoin(at - 1, at):
            return False
        if self.known.phrase_before(at, phrases("family")):
            return True
        if self.known.folded[at - 1] not in _GOVERNING:
            return False
        return not self.known.phrase_before(at, phrases("saying", "noun"))

    def pronoun(self, first: int) -> Announced | None:
        """A bare "ông", "bà" before the verb: whoever was named last and fits."""
        if not (self.says or self.colon):
            return None
        for i in range(first, min(self.limit, first + (_NEAR if self.says else 1))):
            word = self.known.folded[i]
            if self.known.folded[i : i + 2] == ("đồng", "chí") and not self._name_follows(i + 1):
                return self._meant(i, "-")
            if not is_pronoun(self.known, i) or self._name_follows(i) or self._governed(i):
                continue
            if not _SEVERAL.isdisjoint(self.known.folded[max(0, i - 2) : i]):
                return None  # "mấy bà hàng mắm": a group; "một cụ bà": nobody named
            place = self.clause.start + self.known.starts[i]
            mention = self.roster.last_before(self.clause.paragraph, place, word)
            if mention is None or _is_nobody(mention):
                return None
            return Announced(self.roster.person(mention).speaker, "pronoun", self.says, word)
        return None

    def titled(self, i: int) -> Announced | None:
        """Who is called by a rank alone, "Thượng tọa chia sẻ", having been named with it."""
        if not (self.says or self.colon) or i >= self.limit:
            return None
        length = self.known.phrase_at(i, phrases("honorifics"))
        title = " ".join(self.known.folded[i : i + length])
        if not length or "rank" not in mapping("honorifics")[title] or self._name_follows(i + length - 1):
            return None
        place = self.clause.start + self.known.starts[i]
        mention = self.roster.last_called(self.clause.paragraph, place, title)
        return Announced(self.roster.person(mention).speaker, "pronoun", self.says) if mention else None

    def doing(self) -> Announced | None:
        """Who does something before the colon: ``Hỏi vì sao, ông lặng đi, rồi chỉ lên mái nhà: “…”``."""
        for i in range(len(self.known.starts) - 1, 0, -1):
            if "," in self.known.gap(i - 1):
                found = replace(self, says=False).pronoun(i)
                if found is not None:
                    return found
        return None

    def _name_follows(self, i: int) -> bool:
        if i + 1 >= len(self.known.starts) or not self.known.adjoin(i, i + 1):
            return False
        return self.known.text[self.known.starts[i + 1]].isupper()

    def office(self, first: int) -> Announced | None:
        """An office with no name, "Chủ tịch UBND xã": whoever in the story holds it."""
        if not (self.says or self.colon):
            return None
        pointing = False
        while first < self.limit and self.known.folded[first] in _BEFORE_OFFICE:
            pointing = self.known.folded[first] in _POINTING
            first += 1
        offices = phrases("roles", "strong")
        length = self.known.phrase_at(first, offices) if first < self.limit else 0
        if not length:
            return None
        printed = self._printed(first, self._end(first + length))
        holder = self.roster.holder(" ".join(self.known.folded[first : first + length]), printed)
        if holder is None and pointing:
            return self._meant(first - 1, "-")
        return Announced(holder.speaker if holder else Speaker(printed), "office", self.says)

    def epithet(self, first: int) -> Announced | None:
        """What stands for somebody named before: "vị chuyên gia", "chàng trai trẻ", "người thợ già"."""
        if not (self.says or self.colon):
            return None
        while first < self.limit and self.known.folded[first] in ("rồi", "còn", "và", "nhưng", "riêng"):
            first += 1
        length = self.known.phrase_at(first, phrases("epithets")) if first < self.limit else 0
        if not length:
            return None
        epithet = " ".join(self.known.folded[first : first + length])
        return self._meant(first, mapping("epithets")[epithet][0])

    def _meant(self, at: int, gender: str) -> Announced | None:
        """Whoever of ``gender`` was named last before word ``at``."""
        place = self.clause.start + self.known.starts[at]
        honorific = {"m": "ông", "f": "bà"}.get(gender, "")
        mention = self.roster.last_before(self.clause.paragraph, place, honorific)
        if mention is None or _is_nobody(mention):
            return None
        if _IMPOSTOR.search(self.roster.since(mention, self.clause.paragraph, place)):
            return None  # "bà H. nhận cuộc gọi của một người xưng là … Người này nói:"
        return Announced(self.roster.person(mention).speaker, "pronoun", self.says)

    def group(self, first: int) -> Announced | None:
        """An unnamed speaker or a group, as printed: "nhiều tiểu thương chợ Núi Sập"."""
        if not self.says or first >= self.limit:
            return None
        if not (self.known.phrase_at(first, phrases("groups")) or self._relative(first)):
            return None
        if self.known.phrase_at(first, phrases("nobody")):
            return None
        before = self.clause.start + (self.known.ends[first - 1] if first else 0)
        if self.known.folded[first] == "một" and any(m.end in (before, before + 1) for m in self.named):
            return None  # an apposition: "ông Đua, một trong hai người trong cuộc, nói"
        printed = self._printed(first, self._end(first + 1))
        return Announced(Speaker(printed[0].lower() + printed[1:]), "group", self.says)

    def _relative(self, first: int) -> bool:
        """Whether somebody is described by a relative who is named: "con gái bà Sen"."""
        length = self.known.phrase_at(first, phrases("family"))
        place = (
            self.clause.start + self.known.starts[first + length] if 0 < length < self.limit - first else -1
        )
        return any(m.start == place for m in self.named)

    def _end(self, first: int) -> int:
        """Number of the word after a description that begins before word ``first``."""
        for i in range(first, self.limit):
            if self.known.phrase_at(i, phrases("enders")) or not _RUNS_ON.isdisjoint(self.known.gap(i - 1)):
                return i
        return self.limit

    def _printed(self, first: int, last: int) -> str:
        return self.known.text[self.known.starts[first] : self.known.ends[last - 1]]
