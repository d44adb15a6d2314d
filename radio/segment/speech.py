"""Which quotations are somebody's statement, and whose.

Every decision carries the name of the rule that made it. What no rule claims stays narration: campaign names,
slogans, documents and verses have no announced speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import zip_longest

from radio.script import Speaker
from radio.segment.cue import Announced, Clause, announced, ends_in_colon
from radio.segment.people import is_pronoun
from radio.segment.quotes import Piece, Quotation
from radio.segment.roster import Roster
from radio.segment.tables import Phrases, phrases
from radio.segment.words import UPPER, bag, has_words, last_sentence, sentence_ends, words

_EMBEDDED = 8  # words of a quotation inside a sentence that make it a statement
_SIZED = 200  # characters in which a quotation's words are counted
_STANDING = 12  # words of one that stands alone
_REACH = 1200  # characters to look around a quotation
_TRAIL = 45  # words of an attribution after a quotation


@dataclass(frozen=True, slots=True)
class Speech:
    """A statement found in the body."""

    pieces: tuple[Piece, ...]
    speaker: Speaker
    rule: str
    doubt: str = ""  # what a producer should look at, "" if nothing


@dataclass(frozen=True, slots=True)
class Body:
    """What the rules look at."""

    texts: Sequence[str]  # the paragraphs
    starts: Sequence[int]  # where each one's words begin, after a label
    closed: frozenset[int]  # paragraphs nothing reaches over: cues, questions, answers
    cues: frozenset[int]  # those of them that are cues
    tapes: dict[int, Speaker | None]  # paragraphs that a recording's cue announces, with whom it names
    roster: Roster


def speeches(body: Body, quotations: Sequence[Quotation]) -> tuple[Speech, ...]:
    """The statements among ``quotations``, in order."""
    found: list[Speech] = []
    for n, quotation in enumerate(quotations):
        if (parted := _interrupted(body, quotation) or _closed_late(body, quotation)) is not None:
            found.append(parted)
            continue
        following = quotations[n + 1] if n + 1 < len(quotations) else None
        speech = _Look(body, quotation, found[-1] if found else None, following).speech()
        if speech is not None:
            found.append(speech)
    return tuple(found)


_VERSE = re.compile(rf"[^\W\d]\s*/\s+[{UPPER}]")
_ASIDE = re.compile(r"\s[–—-]\s(?=\S)")
_ASIDE_WORDS = 25


def _interrupted(body: Body, quotation: Quotation) -> Speech | None:
    """An attribution between dashes, inside the marks: ``“Mất hết - bà Lan kể - nước lên nhanh”``."""
    if len(quotation.pieces) != 1:
        return None
    (whole,) = quotation.pieces
    text = body.texts[whole.paragraph]
    dashes = list(_ASIDE.finditer(text, whole.inner_start, whole.inner_end))
    for before, after in zip_longest(dashes, dashes[1:]):
        end = after.start() if after else whole.inner_end
        clause = Clause(whole.paragraph, before.end(), end, text[before.end() : end])
        if len(bag(clause.text)) > _ASIDE_WORDS or not _names_at_start(body.roster, clause):
            continue
        who = announced(clause, body.roster)
        if who is None or not who.verb or who.how != "name":
            continue
        pieces = [replace(whole, inner_end=before.start(), end=before.end())]
        if after:
            pieces.append(replace(whole, start=after.start(), inner_start=after.end()))
        else:
            pieces[0] = replace(pieces[0], end=before.end())
        return Speech(tuple(pieces), who.speaker, "interrupted")
    return None


def _closed_late(body: Body, quotation: Quotation) -> Speech | None:
    """An attribution that the closing mark takes in: ``“Không hộ nào rút, ông Dân nhớ lại”``."""
    whole = quotation.pieces[-1]
    text = body.texts[whole.paragraph]
    ending = words(text[max(whole.inner_start, whole.inner_end - _ENDING) : whole.inner_end])
    if not ending.phrase_before(len(ending.starts), phrases("saying", "verb")):
        return None
    comma = text.rfind(", ", whole.inner_start, whole.inner_end)
    while comma > 0 and len(bag(text[comma : whole.inner_end])) <= _ASIDE_WORDS:
        tail = text[comma + 2 : whole.inner_end].rstrip(" .")
        clause = Clause(whole.paragraph, comma + 2, comma + 2 + len(tail), tail)
        named = body.roster.within(clause.paragraph, clause.start, clause.end)
        if named and named[0].start == clause.start and len(bag(text[whole.inner_start : comma])) > 5:
            who = announced(clause, body.roster)
            if who is None or not who.verb or who.how != "name" or is_first_person(tail):
                return None
            last = replace(whole, inner_end=comma, end=comma + 2)
            return Speech(
                (*quotation.pieces[:-1], last), who.speaker, "closed-late", "the quotation is closed late"
            )
        comma = text.rfind(", ", whole.inner_start, comma)
    return None


def _names_at_start(roster: Roster, clause: Clause) -> bool:
    named = roster.within(clause.paragraph, clause.start, clause.end)
    return bool(named) and named[0].start - clause.start < _OPENING


_ENDING = 40  # characters in which a verb of saying ends a quotation
_OPENING = 12  # characters before the name of who speaks


@dataclass(frozen=True)
class _Look:
    """One quotation with its surroundings."""

    body: Body
    quotation: Quotation
    previous: Speech | None
    following: Quotation | None

    @property
    def first(self) -> Piece:
        return self.quotation.pieces[0]

    @property
    def last(self) -> Piece:
        return self.quotation.pieces[-1]

    @cached_property
    def size(self) -> int:
        """Words of the quotation, as far as any rule asks."""
        size = 0
        for p in self.quotation.pieces:
            if size >= _STANDING:
                break
            size += len(
                bag(self.body.texts[p.paragraph][p.inner_start : min(p.inner_end, p.inner_start + _SIZED)])
            )
        return size

    @cached_property
    def words(self) -> list[str]:
        return [
            w
            for p in self.quotation.pieces
            for w in bag(self.body.texts[p.paragraph][p.inner_start : p.inner_end])
        ]

    @cached_property
    def floor(self) -> int:
        """Where the text before the quotation begins that no statement has taken."""
        start = self.body.starts[self.first.paragraph]
        if self.previous and self.previous.pieces[-1].paragraph == self.first.paragraph:
            start = max(start, self.previous.pieces[-1].end)
        return start

    @property
    def before(self) -> str:
        start = max(self.floor, self.first.start - _REACH)
        return self.body.texts[self.first.paragraph][start : self.first.start]

    @property
    def after(self) -> str:
        """The text after it, up to the next quotation in the paragraph."""
        end = self.last.end + _REACH
        if self.following and self.following.pieces[0].paragraph == self.last.paragraph:
            end = min(end, self.following.pieces[0].start)
        return self.body.texts[self.last.paragraph][self.last.end : end]

    def previous_adjoins(self, between: str) -> bool:
        """Whether nothing but a mark, or "và", parts the quotation from the statement before it."""
        return between.strip(" .,;–-").lower() in ("", "và", "rồi") and self.size >= 4

    def goes_on_after(self, attribution: Sequence[str]) -> bool:
        """Whether the next quotation takes the sentence up again: ``“…”, bà Nhàn chen, “hỏng thì sửa”``."""
        if not self.has_next_here() or self.following is None or len(attribution) > _ASIDE_WORDS:
            return False
        text, following = self.body.texts[self.last.paragraph], self.following.pieces[0]
        parted = text[self.last.end : following.start].rstrip().endswith((",", "-", "–"))
        return parted and text[following.inner_start : following.inner_start + 1].islower()

    def is_verse(self) -> bool:
        """Whether its lines are parted by strokes: ``“Ru con, con ngủ cho say / Mẹ đi gánh cá …”``."""
        text = self.body.texts[self.first.paragraph][self.first.inner_start : self.first.inner_end]
        return "/" in text and _VERSE.search(text) is not None

    def follows_dash(self, clause: Clause) -> bool:
        """Whether a dash stands for the colon: ``Ông Khôi ủng hộ cách làm này — “Làm đàng hoàng thì …”``."""
        return clause.text.rstrip().endswith(("—", " –", " -")) and self.size >= _EMBEDDED

    def follows_colon(self) -> bool:
        """Whether a colon has announced it already: ``Sổ chép lại quy định: “…”. Chị thuộc từng câu.``"""
        return not self.opens_paragraph() and ends_in_colon(self.before)

    def has_next_here(self) -> bool:
        return self.following is not None and self.following.pieces[0].paragraph == self.last.paragraph

    def speech(self) -> Speech | None:
        if not self.size or self.is_verse():
            return None
        for rule in (
            _on_tape,
            _led_in,
            _trailing,
            _split,
            _embedded,
            _pointed_at,
            _continued,
            _standing,
            _taken_up,
        ):
            if (speech := rule(self)) is not None:
                return speech
        return None

    def said(self, speaker: Speaker, rule: str, doubt: str = "") -> Speech:
        if not self.quotation.closed and not doubt:
            doubt = "the quotation is not closed"
        return Speech(self.quotation.pieces, speaker, rule, doubt)

    def opens_paragraph(self) -> bool:
        return not self.before.strip() and self.floor == self.body.starts[self.first.paragraph]

    def fills_paragraph(self) -> bool:
        return self.opens_paragraph() and not has_words(self.after)

    def at_sentence_start(self) -> bool:
        before = self.before.rstrip()
        return not before or before.endswith((".", "!", "?", "…", ":", "”", '"', "»", ";"))

    def clause_before(self) -> Clause | None:
        """The sentence that leads up to it: in its paragraph, or the last one of the paragraph before."""
        number, start, end = self.first.paragraph, self.floor, self.first.start
        if self.opens_paragraph():
            number -= 1
            while number >= 0 and number in self.body.cues:
                number -= 1
            if number < 0 or number in self.body.closed:
                return None
            start, end = self.body.starts[number], len(self.body.texts[number])
            if self.previous and self.previous.pieces[-1].paragraph == number:
                start = max(start, self.previous.pieces[-1].end)
        text = self.body.texts[number]
        start = last_sentence(text, start, end)
        return Clause(number, start, end, text[start:end]) if start < end else None


def _on_tape(look: _Look) -> Speech | None:
    """A recording's cue stands before the paragraph."""
    if look.first.paragraph not in look.body.tapes or not look.opens_paragraph():
        return None
    speaker = look.body.tapes[look.first.paragraph]
    return look.said(speaker, "tape") if speaker else None


def _led_in(look: _Look) -> Speech | None:
    """A sentence with a colon announces it: ``Bà Lan, Chủ tịch xã, cho biết: “…”``."""
    clause = look.clause_before()
    if clause is None or not (ends_in_colon(clause.text) or look.follows_dash(clause)):
        return None
    if _no_speech(clause.text):
        return None
    who = announced(clause, look.body.roster, colon=True)
    if who is None:
        return None
    rule = f"cue-{who.how}" if who.verb else "label" if _is_label(look.body.roster, clause) else "cue-no-verb"
    return look.said(who.speaker, rule, _doubt_of(who))


def _is_label(roster: Roster, clause: Clause) -> bool:
    """Whether the clause is nothing but a name and its role."""
    named = roster.within(clause.paragraph, clause.start, clause.end)
    return len(named) == 1 and not bag(clause.text[named[0].end - clause.start :])


def _doubt_of(who: Announced) -> str:
    if who.how == "office":
        return f"the speaker is known by the office alone; taken for {who.speaker.name}"
    return ""


def _no_speech(text: str) -> bool:
    """Whether a slogan, a document or a verse is announced."""
    known = words(text)
    return known.phrase_before(len(known.starts), phrases("nonspeech")) > 0


_SEPARATOR = re.compile(r"^\s*[,.;:!?…\-–—]*\s*[-–—(]?\s*")


def _trailing(look: _Look) -> Speech | None:
    """Its speaker follows: ``“…”, bà Lan nói.``"""
    clause, full_stop = _clause_after(look)
    who = announced(clause, look.body.roster) if clause and look.at_sentence_start() else None
    if clause is None or who is None or not _begins_with_speaker(clause, look.body.roster, who):
        return None
    if not who.verb:
        return _signed(look, clause, who) if not full_stop else None
    if full_stop and not _points_back(clause.text) and (look.size < _EMBEDDED or look.follows_colon()):
        return None
    return look.said(who.speaker, "trailing", _doubt_of(who))


def _taken_up(look: _Look) -> Speech | None:
    """What a pronoun breaks, with no verb of saying: ``“…”, bà chậm rãi, tay vẫn nhặt rau, “lá cháy …”``."""
    if not look.has_next_here():
        return None
    clause, _ = _clause_after(look)
    known = words(clause.text) if clause else None
    if clause is None or known is None or not look.goes_on_after(known.folded) or not is_pronoun(known, 0):
        return None
    if len(known.starts) < 2 or known.text[known.starts[1]].isupper():
        return None
    meant = look.body.roster.last_before(clause.paragraph, clause.start, known.folded[0])
    if meant is None:
        return None
    speaker = look.body.roster.person(meant).speaker
    return look.said(speaker, "trailing-no-verb", _NO_VERB.format(speaker.name))


def _clause_after(look: _Look) -> tuple[Clause | None, bool]:
    """(the sentence after the quotation, whether a full stop parts them)."""
    after = look.after
    match = _SEPARATOR.match(after)
    skip = match.end() if match else 0
    ends = sentence_ends(after[skip:])
    stop = skip + ends[0] if ends else len(after)
    sentence, full_stop = after[skip:stop], "." in after[:skip]
    announces = ends_in_colon(sentence) or (not ends and look.has_next_here())
    if not sentence or len(bag(sentence)) > _TRAIL or (full_stop and announces):
        return None, full_stop
    start = look.last.end + skip
    return Clause(look.last.paragraph, start, start + len(sentence), sentence), full_stop


def _signed(look: _Look, clause: Clause, who: Announced) -> Speech | None:
    """A name after a quotation with no verb of saying: a signature, or ``, ông Nam cười lớn.``"""
    mention = look.body.roster.within(clause.paragraph, clause.start, clause.end)[0]
    rest = bag(look.body.texts[clause.paragraph][mention.end : clause.end])
    bracketed = look.after.lstrip(" .").startswith("(")
    if (
        (look.size < 5 and not look.goes_on_after(rest))
        or (rest and mention.start > clause.start)
        or (bracketed and not mention.honorific)
    ):
        return None
    return look.said(who.speaker, "trailing-no-verb", _NO_VERB.format(who.speaker.name) if rest else "")


_NO_VERB = "taken for {}'s words, with no verb of saying"


def _begins_with_speaker(clause: Clause, roster: Roster, who: Announced) -> bool:
    """Whether an attribution opens with its speaker, or points back ("đó là chia sẻ của …")."""
    named = roster.within(clause.paragraph, clause.start, clause.end)
    if named and named[0].start - clause.start < 60:
        return True
    return who.how in ("pronoun", "office", "group") or _points_back(clause.text)


@cache
def _pointers() -> Phrases:
    return phrases("attributes") | phrases("saying", "noun")


def _points_back(text: str) -> bool:
    known = words(text)
    return known.phrase_at(0, _pointers()) > 0


def _split(look: _Look) -> Speech | None:
    """The second half of a statement, after ``“…”, ông nói,`` in the same paragraph."""
    previous = look.previous
    if previous is None or previous.pieces[-1].paragraph != look.first.paragraph:
        return None
    between = look.before.strip()
    if len(bag(between)) <= 1 and look.previous_adjoins(between):
        return look.said(previous.speaker, "split")
    if not between.endswith((",", ".", ":", "-", "–", ";")) or len(bag(between)) > _TRAIL or look.size < 2:
        return None
    if previous.rule in ("trailing", "trailing-no-verb", "split") and len(sentence_ends(between + " X")) <= 1:
        return look.said(previous.speaker, "split")
    return None


def _embedded(look: _Look) -> Speech | None:
    """A verb of saying stands directly before it, with no colon: ``bà Lan nói rằng “…”``."""
    clause = look.clause_before()
    if clause is None or clause.paragraph != look.first.paragraph:
        return None
    bare = clause.text.rstrip(" ,-–—")
    known = words(bare)
    end = len(known.starts)
    while end and known.folded[end - 1] in ("rằng", "là", "thêm"):
        end -= 1
    said = known.phrase_before(end, phrases("saying", "verb")) > 0
    if not said and not _according_to(look.body.roster, clause, bare):
        return None
    if look.size < _EMBEDDED:
        return None
    who = announced(clause, look.body.roster)
    return look.said(who.speaker, f"embedded-{who.how}", _doubt_of(who)) if who and who.verb else None


def _according_to(roster: Roster, clause: Clause, bare: str) -> bool:
    """Whether the clause is "theo ông Nam," and nothing else."""
    named = roster.within(clause.paragraph, clause.start, clause.end)
    if len(named) != 1 or named[0].end - clause.start < len(bare):
        return False
    return clause.text[: named[0].start - clause.start].strip().lower() in ("theo", "còn theo", "cũng theo")


def _pointed_at(look: _Look) -> Speech | None:
    """The next paragraph points back: ``Đó là chia sẻ của bà Lan.``"""
    number = look.last.paragraph + 1
    if not look.fills_paragraph() or number >= len(look.body.texts) or number in look.body.closed:
        return None
    text = look.body.texts[number]
    ends = sentence_ends(text)
    clause = Clause(number, 0, ends[0] if ends else len(text), text[: ends[0] if ends else None])
    if not _points_back(clause.text):
        return None
    who = announced(clause, look.body.roster)
    return look.said(who.speaker, "pointed-at", _doubt_of(who)) if who and who.verb else None


def _continued(look: _Look) -> Speech | None:
    """A quoted paragraph straight after a quoted paragraph: the statement goes on."""
    previous = look.previous
    if previous is None or not look.fills_paragraph():
        return None
    last = previous.pieces[-1]
    adjoins = last.paragraph == look.first.paragraph - 1
    if not adjoins or bag(look.body.texts[last.paragraph][last.end :]):
        return None
    return look.said(previous.speaker, "continued")


def _told_of(look: _Look) -> Speaker | None:
    """Whom the paragraph is about, if the quotation is in the first person."""
    if not is_first_person(" ".join(look.words)):
        return None
    named = look.body.roster.within(look.first.paragraph, look.floor, look.first.start)
    told = named and (named[0].honorific or named[0].role)
    return look.body.roster.person(named[0]).speaker if told else None


def _above(look: _Look, clause: Clause) -> Speaker | None:
    """Whom a paragraph speaks of last, if a quotation of the first person fills the next one."""
    if not look.fills_paragraph() or not is_first_person(" ".join(look.words)):
        return None
    known = words(clause.text)
    for i in range(len(known.starts) - 1, -1, -1):
        if is_pronoun(known, i):
            place = clause.start + known.starts[i]
            meant = look.body.roster.last_before(clause.paragraph, place, known.folded[i])
            return look.body.roster.person(meant).speaker if meant else None
    start = look.body.starts[clause.paragraph]
    named = [m for m in look.body.roster.within(clause.paragraph, start, clause.end) if m.honorific]
    return look.body.roster.person(named[-1]).speaker if named else None


def is_first_person(text: str) -> bool:
    """Whether ``text`` has a word by which nobody but a speaker means himself."""
    known = words(text)
    strong = phrases("firstperson", "strong")
    own = known.folded[:1] != ("con",) and known.phrase_at(0, phrases("firstperson"))  # "Con bò …"
    return own > 0 or any(known.phrase_at(i, strong) for i in range(len(known.starts)))


def _standing(look: _Look) -> Speech | None:
    """A quotation of whole sentences that nothing announces: whoever the sentence before is about."""
    if not look.at_sentence_start() or look.size < _STANDING:
        return None
    ends_open = look.after.strip()
    if ends_open and ends_open[0].islower():
        return None
    clause = look.clause_before()
    if clause is None or ends_in_colon(clause.text) or _no_speech(clause.text):
        return None
    named = look.body.roster.within(clause.paragraph, clause.start, clause.end)
    who = announced(clause, look.body.roster)
    if who is not None and who.verb and who.how in ("name", "pronoun"):
        speaker = who.speaker
    elif named:
        speaker = look.body.roster.person(named[0]).speaker
    elif (subject := _told_of(look) or _above(look, clause)) is not None:
        speaker = subject
    else:
        return None
    return look.said(speaker, "standing", f"nobody is said to speak; taken for {speaker.name}'s words")
