"""Statements that no quotation marks enclose: after a colon, in the first person; and a tape's words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from radio.segment.cue import Announced, Clause, announced, ends_in_colon
from radio.segment.quotes import Piece
from radio.segment.speech import Body, Speech
from radio.segment.tables import phrases
from radio.segment.words import bag, last_sentence, sentence_ends, words

_GLANCE = 2000  # characters in which a statement shows its first person
_COLON = re.compile(r":\s+(?=\S)")


def statements(body: Body, found: Sequence[Speech]) -> Iterator[Speech]:
    """The statements outside all quotations, in order."""
    taken = {p.paragraph for s in found for p in s.pieces}
    for number in range(len(body.texts)):
        if number in body.closed or number in taken or body.starts[number] == len(body.texts[number]):
            continue
        if number in body.tapes:
            tape = _on_tape(body, number)
            if tape is not None:
                yield tape
        elif (
            speech := _after_cue(body, number, taken) or _dashed(body, number) or _inside(body, number, taken)
        ) is not None:
            taken |= {p.paragraph for p in speech.pieces}
            yield speech


def _whole(body: Body, number: int) -> Piece:
    start, end = body.starts[number], len(body.texts[number])
    return Piece(number, start, start, end, end)


def _on_tape(body: Body, number: int) -> Speech | None:
    """A tape's words written without marks."""
    speaker = body.tapes[number]
    if speaker is None:
        clause = _cue_before(body, number)
        who = announced(clause, body.roster) if clause else None
        speaker = who.speaker if who else None
    return Speech((_whole(body, number),), speaker, "tape") if speaker else None


def _cue_before(body: Body, number: int) -> Clause | None:
    """The last sentence of the paragraph before, past cues."""
    number -= 1
    while number >= 0 and number in body.closed:
        number -= 1
    if number < 0:
        return None
    text = body.texts[number]
    start = last_sentence(text, body.starts[number], len(text))
    return Clause(number, start, len(text), text[start:])


def _goes_on(body: Body, number: int, who: Announced, taken: Collection[int]) -> Iterator[int]:
    """The paragraphs after ``number`` in which the same person speaks on: of himself, and naming nobody."""
    for n in range(number + 1, min(len(body.texts), number + _LONGEST)):
        text = body.texts[n]
        stops = n in taken or n in body.closed or n in body.tapes or body.starts[n] or ends_in_colon(text)
        if stops or body.roster.within(n, 0, len(text)) or not first_person(text[:_GLANCE], who):
            return
        yield n


_LONGEST = 8  # paragraphs of one statement that no marks enclose


def _after_cue(body: Body, number: int, taken: Collection[int]) -> Speech | None:
    """A paragraph after one that ends in ``bà Lan cho biết:``, if it speaks in the first person."""
    if number == 0 or number - 1 in body.closed:
        return None
    clause = _cue_before(body, number)
    if clause is None or not ends_in_colon(clause.text):
        return None
    who = announced(clause, body.roster)
    if who is None or not who.verb or not first_person(body.texts[number][:_GLANCE], who):
        return None
    return Speech(
        (_whole(body, number), *(_whole(body, n) for n in _goes_on(body, number, who, taken))),
        who.speaker,
        "first-person",
        "no quotation marks; taken for a statement by its first person",
    )


def _inside(body: Body, number: int, taken: set[int]) -> Speech | None:
    """The rest of a paragraph after ``em Kiệt bộc bạch:``, if it speaks in the first person."""
    text = body.texts[number]
    for colon in _COLON.finditer(text, body.starts[number]):
        if text[colon.end()] in '“"«„”‘':
            continue
        start = last_sentence(text, body.starts[number], colon.end())
        clause = Clause(number, start, colon.start() + 1, text[start : colon.start() + 1])
        label = start == body.starts[number] and _is_label(body, clause)
        who = announced(clause, body.roster, colon=label)
        if who is None or not (label or _verb_at_end(clause.text) or _name_at_end(body, clause, who)):
            continue
        said = text[colon.end() : colon.end() + _GLANCE]
        # One of a list of opinions may say nothing of himself.
        listed = label and text[start] in _BULLETS and not taken.isdisjoint((number - 1, number - 2))
        if not listed and not first_person(said, who):
            continue
        if not (who.verb or label or _does(body, clause, who)):
            continue
        end = len(text)
        piece = Piece(number, colon.end(), colon.end(), end, end)
        following = _goes_on(body, number, who, taken) if label else ()
        return Speech(
            (piece, *(_whole(body, n) for n in following)),
            who.speaker,
            "first-person",
            "no quotation marks; taken for a statement by its first person",
        )
    return None


def _dashed(body: Body, number: int) -> Speech | None:
    """What a dash opens, and another closes before its speaker: ``– Đi biển thì lo – bà Tư nói.``"""
    text, start = body.texts[number], body.starts[number]
    opening = _DASH.match(text, start)
    if opening is None or len(text) - start > _DASHED:
        return None
    for dash in _CLOSING_DASH.finditer(text, opening.end()):
        ends = sentence_ends(text[dash.end() :])
        stop = dash.end() + ends[0] if ends else len(text)
        clause = Clause(number, dash.end(), stop, text[dash.end() : stop])
        named = body.roster.within(number, clause.start, clause.end)
        said = text[opening.end() : dash.start()]
        if not named or named[0].start > clause.start or len(bag(said)) < _SAID:
            continue
        who = announced(clause, body.roster)
        if who is None or who.how != "name" or not (who.verb or first_person(said, who)):
            continue
        piece = Piece(number, start, opening.end(), dash.start(), dash.end())
        return Speech((piece,), who.speaker, "dashes")
    return None


_DASH = re.compile(r"\s*[-–—]\s*(?=[^\W\d_])")
_CLOSING_DASH = re.compile(r"\s[-–—]\s+(?=\S)")
_SAID = 6  # words of what dashes enclose
_DASHED = 3000  # characters of a paragraph that a dash opens


def _is_label(body: Body, clause: Clause) -> bool:
    """Whether the clause is a name and its role, as before an answer: ``Em Quân, học sinh lớp 12A1: …``."""
    named = body.roster.within(clause.paragraph, clause.start, clause.end)
    if len(named) != 1 or named[0].start - clause.start > (_BULLET if clause.text[:1] in _BULLETS else 1):
        return False
    return not bag(clause.text[named[0].end - clause.start :])


_BULLETS = frozenset("-–—•*+")
_BULLET = 2  # characters of a bullet before a label


_UNREAD = 80  # characters of a role, before a colon, of which only the beginning was understood


def _name_at_end(body: Body, clause: Clause, who: Announced) -> bool:
    """Whether the clause ends in its speaker: ``Chia sẻ tại buổi tư vấn, ông Vinh, Trưởng phòng: …``"""
    named = body.roster.within(clause.paragraph, clause.start, clause.end)
    return who.how == "name" and bool(named) and clause.end - named[-1].end < _UNREAD


def _does(body: Body, clause: Clause, who: Announced) -> bool:
    """Whether a word or two tell how the speaker looks: ``Đứng bên chuồng bò, chị H’Lê cười hiền: …``"""
    named = body.roster.within(clause.paragraph, clause.start, clause.end)
    if who.how != "name" or not named:
        return False
    return 0 < len(bag(clause.text[named[-1].end - clause.start :])) <= _DOING


_DOING = 3  # words of what a speaker does


def _verb_at_end(text: str) -> bool:
    known = words(text)
    end = len(known.starts)
    while end and known.folded[end - 1] in ("rằng", "thêm", "sau", "như", "lại"):
        end -= 1
    return known.phrase_before(end, phrases("saying")) > 0


def first_person(text: str, who: Announced) -> bool:
    """Whether ``text`` is said by somebody of himself."""
    known = words(text)
    strong, weak = phrases("firstperson", "strong"), phrases("firstperson", "weak")
    for i, word in enumerate(known.folded):
        if known.phrase_at(i, strong):
            return True
        young = who.honorific in ("bạn", "em", "cháu") or _is_young(who)
        if word in weak and (word == who.honorific or i == 0 or young):
            return True
    return False


def _is_young(who: Announced) -> bool:
    """Whether somebody goes to school, and says "em" of himself."""
    return (who.speaker.role or "").lower().startswith(("học sinh", "sinh viên", "lớp "))
