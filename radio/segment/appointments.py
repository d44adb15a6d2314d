"""Offices told in a sentence of their own, away from the name: ``Khi đó, bà mới được bầu làm Trưởng bản``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from radio.segment.people import PRONOUNS, is_pronoun
from radio.segment.roles import office_at
from radio.segment.roster import Person, Roster
from radio.segment.tables import phrases
from radio.segment.words import Words, sentence_ends, words

_PAST = re.compile(
    r"(?<!\w)(?:năm trước|hồi đó|hồi ấy|khi đó|khi ấy|lúc đó|lúc ấy|từng|nguyên)(?!\w)", re.IGNORECASE
)
_LONGEST = 600  # characters in a sentence that tells an office
_UNREAL = frozenset("muốn mong mơ ước không chưa thôi nghỉ từng phải nếu như bởi".split())  # "muốn làm"


def appointments(texts: Sequence[str], roster: Roster) -> dict[str, str]:
    """Full name → office, for those whose name has none beside it anywhere; no quotation is asked."""
    told: dict[str, str] = {}
    once: set[str] = set()  # whose office was told of another time: what they are now counts more
    wanting = roster.without_office()
    if not wanting:
        return told
    for number, text in enumerate(texts):
        for start, end in _sentences(text):
            for bearer, office in _told(number, start, text[start:end], roster):
                if bearer.name not in wanting:
                    continue
                past = bool(_PAST.search(text, start, end))
                if bearer.name not in told or (bearer.name in once and not past):
                    told[bearer.name] = office
                    (once.add if past else once.discard)(bearer.name)
    return told


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences with a turn that tells an office, and an office's word after it."""
    known = words(text)
    offices = phrases("roles").by_first
    places = []
    for i in known.openings(phrases("appointed")):
        following = i + known.phrase_at(i, phrases("appointed"))
        if i < following < len(known.folded) and known.folded[following] in offices:
            places.append(known.starts[i])
    if not places:
        return
    start = 0
    for end in (*sentence_ends(text), len(text)):
        if end - start <= _LONGEST and any(start <= place < end for place in places):
            yield start, end
        start = end


def _told(number: int, start: int, sentence: str, roster: Roster) -> Iterator[tuple[Person, str]]:
    """Who holds which office by a sentence that begins at ``start``."""
    known = words(sentence)
    for i in known.openings(phrases("appointed")):
        length = known.phrase_at(i, phrases("appointed"))
        office = office_at(sentence, known, i + length, trades=_is_own(known, i)) if length else ""
        if not office or roster.quoted(number, start + known.starts[i]):
            continue
        if i and known.folded[i - 1] in _UNREAL:
            continue
        opens = i == 0 or known.phrase_at(i, phrases("appointed", "before")) > 0
        bearer = (
            _after_comma(number, start, known, i + length, roster)
            if opens
            else _subject(number, start, known, i, roster)
        )
        if bearer is not None:
            yield bearer, office


def _is_own(known: Words, i: int) -> bool:
    """Whether a pronoun stands right before the turn, so that a trade may follow: ``già là nghệ nhân``."""
    return i > 0 and known.folded[i] == "là" and known.folded[i - 1] in PRONOUNS


def _subject(number: int, start: int, known: Words, i: int, roster: Roster) -> Person | None:
    """The last one named before word ``i`` in the sentence, or whom its pronoun stands for."""
    named = roster.within(number, start, start + known.starts[i])
    at = known.from_place(named[-1].start - start) if named else -1
    for n in range(i - 1, at, -1):
        if is_pronoun(known, n) and not _capital(known, n + 1):
            who = roster.last_before(number, start + known.starts[n], known.folded[n])
            return roster.person(who) if who else None
    return roster.person(named[-1]) if named else None


def _after_comma(number: int, start: int, known: Words, i: int, roster: Roster) -> Person | None:
    """Whom the sentence goes on about after the office that opens it: ``Là Chính trị viên đồn, anh …``."""
    comma = next((n for n in range(i, len(known.starts) - 1) if known.gap(n).startswith(",")), None)
    if comma is None:
        return None
    first = comma + 1
    named = roster.within(number, start + known.starts[first], start + known.ends[first])
    if named:
        return roster.person(named[0])
    if is_pronoun(known, first) and not _capital(known, first + 1):
        who = roster.last_before(number, start + known.starts[first], known.folded[first])
        return roster.person(who) if who else None
    return None


def _capital(known: Words, i: int) -> bool:
    return i < len(known.starts) and known.text[known.starts[i]].isupper()
