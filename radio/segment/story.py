"""The story's paragraphs become segments: who reads, who is heard, what is asked, what is played."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from radio.article import Dropped, Paragraph
from radio.script import Cue, Doubt, Interview, Narration, Question, Segment, Speaker
from radio.segment.markup import cue_kind, label_of
from radio.segment.people import Roster, mentions
from radio.segment.quotes import Piece, quotations
from radio.segment.speech import Body, Speech, speeches
from radio.segment.statement import statements
from radio.segment.words import bag


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph and what its mark-up says of it."""

    paragraph: Paragraph
    kind: str = ""  # "cue", "question", "answer"; "" for the rest
    label: str = ""  # as printed, with the colon
    start: int = 0  # where the words begin, after the label
    presenter: str = ""
    speaker: Speaker | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """What is heard, and what is not."""

    segments: tuple[Segment, ...]
    dropped: tuple[Dropped, ...]
    doubts: tuple[Doubt, ...]


def tell(paragraphs: Sequence[Paragraph]) -> Story:
    """The segments of a story's paragraphs, in order; every word goes into one of them or is dropped."""
    texts = [p.text for p in paragraphs]
    roster = Roster(mentions(texts), texts, quotations(texts))
    blocks = _blocks(paragraphs, roster)
    body = Body(
        texts=texts,
        starts=[b.start for b in blocks],
        closed=frozenset(n for n, b in enumerate(blocks) if b.kind),
        tapes=_tapes(blocks),
        roster=roster,
    )
    plain = ["" if b.kind else b.paragraph.text for b in blocks]
    quoted = quotations(plain)
    found = speeches(body, quoted)
    found = tuple(
        sorted(
            (*found, *statements(body, quoted, found)),
            key=lambda s: s.pieces[0].paragraph * 10**8 + s.pieces[0].start,
        )
    )
    labels = tuple(Dropped(b.label, b.paragraph.line, "label") for b in blocks if b.label)
    segments = tuple(_joined(_segments(blocks, found)))
    doubts = tuple(
        Doubt(blocks[s.pieces[0].paragraph].paragraph.line, s.doubt, s.rule) for s in found if s.doubt
    )
    return Story(segments, labels, doubts)


def _blocks(paragraphs: Sequence[Paragraph], roster: Roster) -> list[Block]:
    """Each paragraph with its mark-up read."""
    asked = any((label := label_of(p.text)) and label.kind == "reporter" for p in paragraphs)
    blocks: list[Block] = []
    answering: Speaker | None = None
    for number, paragraph in enumerate(paragraphs):
        block = _marked(paragraph)
        if not block.kind and asked and (who := _answer_label(number, paragraph, roster)):
            block = Block(paragraph, "answer", paragraph.text[: who[1]], who[1], speaker=who[0])
        if block.kind == "question":
            answering = None
        elif block.kind == "answer":
            answering = block.speaker
        elif answering is not None and not block.kind and not block.presenter:
            block = replace(block, kind="answer", speaker=answering)
        blocks.append(block)
    return [_with_speaker(block, number, roster) for number, block in enumerate(blocks)]


def _marked(paragraph: Paragraph) -> Block:
    """The paragraph with a label or a cue of the table, if it has one."""
    if cue_kind(paragraph.text):
        return Block(paragraph, "cue")
    label = label_of(paragraph.text)
    if label is None:
        return Block(paragraph)
    printed = paragraph.text[: label.end].strip()
    if label.kind == "presenter":
        return Block(paragraph, "", printed, label.end, presenter=label.printed)
    return Block(paragraph, "question" if label.kind == "reporter" else "answer", printed, label.end)


def _answer_label(number: int, paragraph: Paragraph, roster: Roster) -> tuple[Speaker, int] | None:
    """Who is named before the colon that opens ``paragraph``, and where the words begin."""
    colon = paragraph.text.find(":", 0, 160)
    if colon < 0 or not paragraph.text[colon + 1 : colon + 2].isspace():
        return None
    printed = paragraph.text[:colon].strip(" *•-–")
    named = roster.within(number, 0, colon)
    start = colon + 1 + len(paragraph.text[colon + 1 :]) - len(paragraph.text[colon + 1 :].lstrip())
    if named and named[0].start <= 3 and named[0].end >= colon - 1:
        return roster.person(named[0]).speaker, start
    person = roster.named(printed)
    return (person.speaker, start) if person else None


def _with_speaker(block: Block, number: int, roster: Roster) -> Block:
    """A cue with whom it names."""
    if block.kind != "cue":
        return block
    named = roster.within(number, 0, len(block.paragraph.text))
    return replace(block, speaker=roster.person(named[0]).speaker) if named else block


def _tapes(blocks: Sequence[Block]) -> dict[int, Speaker | None]:
    """Paragraphs that a tape's cue announces → whom the cue names."""
    tapes: dict[int, Speaker | None] = {}
    on: Block | None = None
    for number, block in enumerate(blocks):
        if block.kind == "cue":
            on = block if cue_kind(block.paragraph.text) == "tape" else None
            if on is not None:
                tapes[number] = on.speaker
        elif on is not None and not block.kind and not block.presenter:
            tapes[number] = on.speaker
        else:
            on = None
    return tapes


def _segments(blocks: Sequence[Block], found: Sequence[Speech]) -> Iterator[Segment]:
    """Segments paragraph by paragraph; a statement's later pieces are joined by `_joined`."""
    pieces: dict[int, list[tuple[Piece, Speech]]] = {}
    for speech in found:
        for piece in speech.pieces:
            pieces.setdefault(piece.paragraph, []).append((piece, speech))
    for number, block in enumerate(blocks):
        line, text = block.paragraph.line, block.paragraph.text[block.start :]
        if block.kind == "cue":
            yield Cue(text, line, "cue", block.speaker)
        elif block.kind == "question":
            yield Question(text, line, "label")
        elif block.kind == "answer":
            yield Interview(_unquoted(text), line, "answer", block.speaker or Speaker(""))
        else:
            yield from _cut(block, pieces.get(number, ()))


def _unquoted(text: str) -> str:
    """An answer without the quotation marks around all of it."""
    pairs = quotations([text])
    if len(pairs) == 1 and pairs[0].pieces[0].start == 0 and not bag(text[pairs[0].pieces[0].end :]):
        piece = pairs[0].pieces[0]
        return text[piece.inner_start : piece.inner_end].strip()
    return text


def _cut(block: Block, pieces: Sequence[tuple[Piece, Speech]]) -> Iterator[Segment]:
    """A paragraph cut at its statements."""
    text, line = block.paragraph.text, block.paragraph.line
    place = block.start
    for piece, speech in pieces:
        yield from _narration(block, place, piece.start)
        inner = text[piece.inner_start : piece.inner_end].strip()
        if bag(inner):
            yield Interview(inner, line, speech.rule, speech.speaker)
        place = piece.end
    yield from _narration(block, place, len(text))


def _narration(block: Block, start: int, end: int) -> Iterator[Segment]:
    """The stretch as narration, without the marks that part it from a quotation; none without a word."""
    text = block.paragraph.text[start:end].strip()
    if start > block.start:
        text = text.lstrip(' ,.;:!?…-–—”"’»)')
    if bag(text):
        yield Narration(text, block.paragraph.line, "narration", presenter=block.presenter)


def _joined(segments: Iterator[Segment]) -> Iterator[Segment]:
    """Neighbouring pieces of one statement joined by a blank."""
    held: Segment | None = None
    for segment in segments:
        if (
            isinstance(held, Interview)
            and isinstance(segment, Interview)
            and held.speaker == segment.speaker
            and held.line != segment.line
        ):
            held = replace(held, text=f"{held.text} {segment.text}")
            continue
        if held is not None:
            yield held
        held = segment
    if held is not None:
        yield held
