"""What a paragraph's mark-up says of it: cue, question, answer, a presenter's part, a recording's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from radio.article import Paragraph
from radio.script import Speaker
from radio.segment.markup import cue_kind, label_of
from radio.segment.names import RUN
from radio.segment.people import Mention
from radio.segment.roster import Person, Roster
from radio.segment.tables import phrases
from radio.segment.words import bag

_QUOTES = tuple('“”"«„‘')
_BULLETS = " *•-–+➢❖✓✔►▪●○◦■□‣⁃→"
_LABEL = 160  # characters in a name and role that open an answer
_QUESTION = 80  # words
_SHORT_QUESTION = 25  # words
_ASKED = 2  # questions without a label that make a piece one of questions and answers


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph and what its mark-up says of it."""

    paragraph: Paragraph
    kind: str = ""  # "cue", "question", "answer"; "" for the rest
    label: str = ""  # as printed, with the colon
    start: int = 0  # where the words begin, after the label
    presenter: str = ""
    taped: bool = False  # its label says that a recording speaks
    speaker: Speaker | None = None


def blocks(paragraphs: Sequence[Paragraph], roster: Roster) -> list[Block]:
    """Each paragraph with its mark-up read."""
    marked = _presented([_marked(p) for p in paragraphs])
    if bulleted := _bulleted(marked, roster):
        found = bulleted
    elif any(b.kind == "question" for b in marked):
        marked = [_answering(b, n, roster) for n, b in enumerate(marked)]
        found = _answered(list(_turns(marked, None)), roster)
    elif studio := _studio(marked, roster):
        found = studio
    else:
        found = _unlabelled(marked, roster)
    return [_with_speaker(block, number, roster) for number, block in enumerate(found)]


def _studio(marked: Sequence[Block], roster: Roster) -> list[Block]:
    """A talk in the studio, where a guest's label opens the answers to the presenter; [] if it is none."""
    if not any(b.presenter for b in marked):
        return []
    answered = [_answering(b, n, roster) for n, b in enumerate(marked)]
    guests = [
        b for b in answered if b.kind == "answer" and b.paragraph.text[b.start : b.start + 1] not in _QUOTES
    ]
    return list(_turns(answered, None)) if len(guests) >= _ASKED else []


def _answered(found: list[Block], roster: Roster) -> list[Block]:
    """Answers under "Đáp:" or "Trả lời:" are the guest's whom the introduction names, else an office's."""
    asked = next((n for n, b in enumerate(found) if b.kind == "question"), 0)
    if not any(b.kind == "answer" and b.speaker is None for b in found):
        return found
    who = _interviewee(found[:asked], roster)
    if who is None or not who.role:
        return found
    speaker = roster.person(who).speaker
    return [replace(b, speaker=speaker) if b.kind == "answer" and b.speaker is None else b for b in found]


def _bulleted(marked: Sequence[Block], roster: Roster) -> list[Block]:
    """A dialogue told by its bullets: ``* Thưa ông, …?`` and ``- Ông Khoa: …``; [] if it is none."""
    asked = {n for n, b in enumerate(marked) if b.kind in ("", "question") and b.paragraph.text[0] == "*"}
    answered = {
        n for n, b in enumerate(marked) if not b.kind and b.paragraph.text.startswith(("-", "–", "—"))
    }
    if sum(n + 1 in answered and marked[n].paragraph.text.endswith("?") for n in asked) < _ASKED:
        return []
    out = [_answering(b, n, roster) if n in answered else b for n, b in enumerate(marked)]
    first = min(asked)
    who = _last_named(marked[:first], roster)
    labelled = next((b.speaker for b in out if b.kind == "answer"), None)
    speaker = labelled or (roster.person(who).speaker if who else None)
    if speaker is None:
        return []
    for n, block in enumerate(out):
        bare = _bullet(block.paragraph.text)
        if n in asked and not block.kind:
            out[n] = replace(block, kind="question", start=bare)
        elif n in answered and not block.kind:
            out[n] = replace(block, kind="answer", start=bare)
    return list(_turns(out, speaker))


def tapes(found: Sequence[Block], roster: Roster) -> dict[int, Speaker | None]:
    """Paragraphs that a tape's cue announces → whom the cue names; the cue itself is among them.

    A paragraph that names the tape's speaker is the presenter's again.
    """

    def told(cue: Block, number: int) -> bool:
        named = roster.within(number, 0, len(found[number].paragraph.text))
        return any(m.honorific and roster.person(m).speaker == cue.speaker for m in named)

    announced: dict[int, Speaker | None] = {}
    on: Block | None = None
    for number, block in enumerate(found):
        if block.kind == "cue":
            on = block if cue_kind(block.paragraph.text) == "tape" else None
            if on is not None:
                announced[number] = on.speaker
        elif block.taped:
            announced[number] = None
        elif on is not None and not block.kind and not block.presenter and not told(on, number):
            announced[number] = on.speaker
        else:
            on = None
    return announced


def _marked(paragraph: Paragraph) -> Block:
    """The paragraph with a label or a cue of the table, if it has one."""
    if cue_kind(paragraph.text):
        return Block(paragraph, "cue")
    label = label_of(paragraph.text)
    if label is None:
        return Block(paragraph)
    printed = paragraph.text[: label.end].strip()
    if label.kind in ("presenter", "tape"):
        presenter = label.printed if label.kind == "presenter" else ""
        return Block(paragraph, "", printed, label.end, presenter, taped=label.kind == "tape")
    return Block(paragraph, "question" if label.kind == "reporter" else "answer", printed, label.end)


def _presented(marked: Sequence[Block]) -> list[Block]:
    """A presenter's label on a line of its own is for the paragraphs below it, up to a label or a cue."""
    out: list[Block] = []
    waiting = ""
    for block in marked:
        fits = waiting and not (block.kind or block.label)
        out.append(replace(block, presenter=waiting) if fits else block)
        if not fits:
            alone = block.presenter and block.start == len(block.paragraph.text)
            waiting = block.presenter if alone else ""
    return out


def _answering(block: Block, number: int, roster: Roster) -> Block:
    """A paragraph that opens with a name and a colon, as an answer."""
    if block.kind or block.presenter:
        return block
    text = block.paragraph.text
    colon = text.find(":", 0, _LABEL)
    if colon < 0 or not text[colon + 1 : colon + 2].isspace():
        return block
    named = roster.within(number, 0, colon)
    if named and named[0].start <= 3 and named[0].end >= colon - 1:
        person = roster.person(named[0])
    else:
        label = text[:colon].strip(_BULLETS)
        known = roster.named(label) or (Person(label, "", "") if _INITIALS.fullmatch(label) else None)
        if known is None:
            return block
        person = known
    person = _spelt_out(person, number, roster)
    start = colon + 1 + len(text[colon + 1 :]) - len(text[colon + 1 :].lstrip())
    return Block(block.paragraph, "answer", text[:start].strip(), start, speaker=person.speaker)


def _spelt_out(person: Person, number: int, roster: Roster) -> Person:
    """Whom a label calls by initials, "Ông D.T.P:", where the introduction names one who has them."""
    initials = person.name.replace(".", "").lower()
    if "." not in person.name or person.role:
        return person
    before = {
        roster.person(m).name: roster.person(m)
        for n in range(min(number, _INTRO))
        for m in roster.within(n, 0, _LINE)
    }
    fits = [p for name, p in before.items() if "".join(w[0] for w in name.lower().split()) == initials]
    return fits[0] if len(fits) == 1 and len(initials) > 1 else person


_INITIALS = re.compile(r"[^\W\d_](?:\.[^\W\d_]){1,4}\.?")
_INTRO = 12  # paragraphs in which a dialogue's guest is named
_LINE = 10**6  # characters: all of a paragraph


def _turns(marked: Sequence[Block], interviewee: Speaker | None) -> list[Block]:
    """Paragraphs after a question, or after an answer's first, are answers too."""
    out: list[Block] = []
    answering = False
    speaker = interviewee
    for block in marked:
        goes_on = answering and not (block.kind or block.presenter or _to_listeners(block.paragraph.text))
        if block.kind == "question":
            answering = interviewee is not None
        elif block.kind == "answer":
            answering, speaker = True, block.speaker or speaker
        out.append(
            replace(block, kind="answer", speaker=speaker) if goes_on or block.kind == "answer" else block
        )
    return out


def _to_listeners(text: str) -> bool:
    """Whether a paragraph speaks of the programme to those who hear it: the presenter's, no answer."""
    folded = text.lower()
    return any(words in folded for words in _LISTENERS)


_LISTENERS = ("quý vị", "quý thính giả", "thính giả có", "mời thính giả", "bạn nghe đài", "chuyên mục xin")


def _unlabelled(marked: list[Block], roster: Roster) -> list[Block]:
    """A piece whose questions have no label: they end in a question mark and speak to the one interviewed."""
    asked = [n for n, block in enumerate(marked) if _is_question(block)]
    if len(asked) < _ASKED:
        return marked
    intro = marked[: asked[0]]
    thanked = any(_is_thanks(b.paragraph.text) for b in marked[asked[-1] :])
    who = _interviewee(intro, roster) or (_last_named(intro, roster) if thanked else None)
    if who is None:
        return marked
    # Who is thanked at the end has been asked.
    if sum(_speaks_to(marked[n].paragraph.text, who) for n in asked) < (1 if thanked else _ASKED):
        return marked
    # Two who speak to the guest make it a dialogue: a short one among them need not.
    questions = {
        n
        for n in asked
        if _speaks_to(marked[n].paragraph.text, who) or marked[n].paragraph.text.count(" ") < _SHORT_QUESTION
    }
    thanks = {n for n, b in enumerate(marked) if n > asked[0] and _is_thanks(b.paragraph.text)}
    bare = [
        replace(b, kind="question", start=_bullet(b.paragraph.text))
        if n in questions | thanks
        else _answering(b, n, roster)
        if n > asked[0]
        else b
        for n, b in enumerate(marked)
    ]
    speaker = roster.person(who).speaker
    return [
        replace(b, start=_bullet(b.paragraph.text)) if b.kind == "answer" and not b.label else b
        for b in _turns(bare, speaker)
    ]


def _is_question(block: Block) -> bool:
    text = block.paragraph.text
    return (
        not block.kind
        and text.endswith("?")
        and text.count(" ") < _QUESTION
        and not text.startswith(("“", '"'))
    )


def _interviewee(intro: Sequence[Block], roster: Roster) -> Mention | None:
    """Whom the introduction names, if it says that questions follow: the last person with a role."""
    text = " ".join(b.paragraph.text for b in intro).lower()
    if not any(words in text for words in phrases("dialogue", "intro")):
        return None
    return _last_named(intro, roster)


def _last_named(intro: Sequence[Block], roster: Roster) -> Mention | None:
    """The last person with a role whom a dialogue's first blocks name, else the last person."""
    named = [m for n, b in enumerate(intro) for m in roster.within(n, 0, len(b.paragraph.text))]
    return next((m for m in reversed(named) if m.role), named[-1] if named else None)


def _speaks_to(text: str, who: Mention) -> bool:
    """Whether a question is put to ``who``: a bullet, "thưa", or the honorific with no name after it."""
    folded = text.lower()
    return (
        text.startswith(tuple("-–*•+"))
        or "thưa " in folded
        or bool(who.honorific and who.honorific in folded)
        or not _ADDRESSED.isdisjoint(bag(text))
    )


_ADDRESSED = frozenset("ông bà anh chị cô thầy".split())


def _is_thanks(text: str) -> bool:
    folded = text.lower().strip(_BULLETS)
    return folded.startswith(tuple(phrases("dialogue", "thanks"))) and text.count(" ") < 12


def _bullet(text: str) -> int:
    """Where the words begin after a bullet."""
    return len(text) - len(text.lstrip(_BULLETS))


def _with_speaker(block: Block, number: int, roster: Roster) -> Block:
    """A cue with whom it names."""
    if block.kind != "cue":
        return block
    named = roster.within(number, 0, len(block.paragraph.text))
    if named:
        return replace(block, speaker=roster.person(named[0]).speaker)
    short = (roster.named(run[0]) for run in RUN.finditer(block.paragraph.text))  # "(Băng – già Thoát)"
    person = next((found for found in short if found is not None), None)
    return replace(block, speaker=person.speaker) if person else block
