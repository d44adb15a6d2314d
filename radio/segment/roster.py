"""The story's cast: under which name and role somebody is known, and who a later "bà Lan" or "ông" is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from radio.script import Speaker
from radio.segment.names import tails
from radio.segment.people import Mention, place_of, stands_alone
from radio.segment.quotes import Quotation
from radio.segment.roles import is_age
from radio.segment.tables import mapping

_CAST = 200  # people whose offices are known
_DISTINCT = frozenset(("cụ", "em", "cháu", "thầy"))  # forms that one person of a story has
_OWN = frozenset(
    "mệ mế dì thím mợ má lão cha sơ ké dượng nội ngoại".split()
)  # nobody is meant who is not called so
_FAR = 40  # mentions to look back for whom "ông" means


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the story, under the fullest name."""

    name: str
    gender: str
    role: str  # the first one printed

    @property
    def speaker(self) -> Speaker:
        """This person as a Script has them."""
        return Speaker(self.name, self.role)


class Roster:
    """Everybody in the story, and who is meant where. Built from the mentions, told offices, then asked."""

    def __init__(
        self, found: Sequence[Mention], texts: Sequence[str], quoted: Sequence[Quotation] = ()
    ) -> None:
        self._mentions = tuple(found)
        self._texts = texts
        self._quoted = {(p.paragraph, p.start): p.end for q in quoted for p in q.pieces}
        self._spans = sorted(self._quoted)
        # What a speaker says of others tells nothing of whom the story means by "ông".
        self._heard = [m for m in found if not self.quoted(m.paragraph, m.start)]
        self._by_tail: dict[str, list[Mention]] = {}
        for m in found:
            names = (m.name, *tails(m.name)) if " " in m.name or "." in m.name.rstrip(".") else ()
            for tail in (*names, *((m.alias, *tails(m.alias), m.alias.split()[0]) if m.alias else ())):
                self._by_tail.setdefault(tail, []).append(m)
        self._full = {m: self._fullest(m, self._by_tail.get(m.name, ())) for m in found}
        self._people: dict[str, Person] = {}
        for m in found:
            known = self._people.get(self._full[m], Person(self._full[m], "", ""))
            self._people[known.name] = Person(
                known.name, known.gender or m.gender, _first(known.role, m.role)
            )

    def _fullest(self, mention: Mention, namesakes: Sequence[Mention]) -> str:
        """The fullest name of whom ``mention`` names: the nearest earlier bearer's, else the next one's."""
        at = bisect_left(namesakes, place_of(mention), key=place_of)
        for m in (*reversed(namesakes[max(0, at - _FAR) : at]), *namesakes[at : at + _FAR]):
            if m.name != mention.name and (not mention.gender or m.gender in ("", mention.gender)):
                return m.name
        return mention.name

    def without_office(self) -> frozenset[str]:
        """The full names of those who have no role but an age."""
        return frozenset(p.name for p in self._people.values() if not p.role or is_age(p.role))

    def appoint(self, offices: Mapping[str, str]) -> None:
        """Give people, by their full names, the offices that sentences of their own tell."""
        for name, office in offices.items():
            self._people[name] = replace(self._people[name], role=office)

    def quoted(self, paragraph: int, place: int) -> bool:
        """Whether a place stands inside a quotation."""
        i = bisect_right(self._spans, (paragraph, place)) - 1
        return i >= 0 and self._spans[i][0] == paragraph and place < self._quoted[self._spans[i]]

    def named(self, name: str) -> Person | None:
        """The person called exactly ``name``, or whose name ends so."""
        bearers = self._by_tail.get(name)
        return self.person(bearers[0]) if bearers else None

    def person(self, mention: Mention) -> Person:
        """Who ``mention`` names."""
        return self._people[self._full[mention]]

    def within(self, paragraph: int, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin in a stretch of a paragraph, in order."""
        first = bisect_left(self._mentions, (paragraph, start), key=place_of)
        return self._mentions[first : bisect_left(self._mentions, (paragraph, end), lo=first, key=place_of)]

    def holder(self, office: str, printed: str) -> Person | None:
        """Who holds ``office`` (lower case), best the very one that is ``printed``."""
        holders = [p for p in islice(self._people.values(), _CAST) if office in p.role.lower()]
        return next(
            (p for p in holders if printed.lower() in p.role.lower()), holders[0] if holders else None
        )

    def last_called(self, paragraph: int, place: int, title: str) -> Mention | None:
        """Who was called by ``title`` (lower case) last, before a place."""
        end = bisect_left(self._heard, (paragraph, place), key=place_of)
        return next(
            (m for m in reversed(self._heard[max(0, end - _FAR) : end]) if m.honorific == title), None
        )

    def since(self, mention: Mention, paragraph: int, place: int) -> str:
        """The text from ``mention``, or from the paragraph's beginning, to a place behind it."""
        start = mention.end if mention.paragraph == paragraph else 0
        return self._texts[paragraph][start:place]

    def last_before(self, paragraph: int, place: int, honorific: str = "") -> Mention | None:
        """Whom a bare "ông" means at a place: the nearest earlier mention that fits."""
        gender = mapping("honorifics").get(honorific, ("-",))[0]
        end = bisect_left(self._heard, (paragraph, place), key=place_of)
        if honorific in _DISTINCT or honorific in _OWN:
            recent = reversed(self._heard[max(0, end - _FAR) : end])
            called = (m for m in recent if m.honorific.split(" ")[0] == honorific)
            same = next(called, None)
            if same is not None or honorific in _OWN:
                return same
        nearest = None
        for m in reversed(self._heard[max(0, end - _FAR) : end]):
            if gender != "-" and self.person(m).gender not in ("", gender):
                continue
            if nearest is not None and m.paragraph != nearest.paragraph:
                break
            if stands_alone(self._texts[m.paragraph], m.start, _BEFORE_SUBJECT):
                return m
            nearest = nearest or m
        return nearest


def _first(role: str, later: str) -> str:
    """The role printed first; but an age is one only where there is nothing else."""
    return later if later and (not role or (is_age(role) and not is_age(later))) else role


_BEFORE_SUBJECT = frozenset("theo khi nhưng rồi và chồng".split())
