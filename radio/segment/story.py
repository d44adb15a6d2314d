"""The story's paragraphs become segments: who reads, who is heard, what is asked, what is played."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from radio.article import Dropped, Paragraph
from radio.script import Cue, Doubt, Interview, Narration, Question, Segment
from radio.segment.appointments import appointments
from radio.segment.blocks import Block, blocks, tapes
from radio.segment.people import mentions
from radio.segment.quotes import Piece, quotations
from radio.segment.roster import Roster
from radio.segment.speech import Body, Speech, speeches
from radio.segment.statement import statements
from radio.segment.words import has_words


@dataclass(frozen=True, slots=True)
class Story:
    """What is heard, and what is not."""

    segments: tuple[Segment, ...]
    dropped: tuple[Dropped, ...]
    doubts: tuple[Doubt, ...]


def tell(paragraphs: Sequence[Paragraph]) -> Story:
    """The segments of a story's paragraphs, in order; every word goes into one of them or is dropped."""
    texts = [p.text for p in paragraphs]
    everywhere = quotations(texts)
    roster = Roster(mentions(texts), texts, everywhere)
    roster.appoint(appointments(texts, roster))
    parts = blocks(paragraphs, roster)
    body = Body(
        texts=texts,
        starts=[b.start for b in parts],
        closed=frozenset(n for n, b in enumerate(parts) if b.kind),
        cues=frozenset(n for n, b in enumerate(parts) if b.kind == "cue"),
        tapes=tapes(parts, roster),
        roster=roster,
    )
    walls = frozenset(n for n, b in enumerate(parts) if b.kind or b.label)
    quoted = everywhere
    if walls:  # what a question or a cue quotes is its own, and a label begins anew
        quoted = quotations(["" if b.kind else b.paragraph.text for b in parts], walls)
    found = speeches(body, quoted)
    found = tuple(
        sorted(
            (*found, *statements(body, found)),
            key=lambda s: s.pieces[0].paragraph * 10**8 + s.pieces[0].start,
        )
    )
    labels = tuple(Dropped(b.label, b.paragraph.line, "label") for b in parts if b.label)
    segments = tuple(_joined(_segments(parts, found)))
    doubts = tuple(
        Doubt(parts[s.pieces[0].paragraph].paragraph.line, s.doubt, s.rule) for s in found if s.doubt
    )
    return Story(segments, labels, doubts)


def _segments(parts: Sequence[Block], found: Sequence[Speech]) -> Iterator[tuple[object, Segment]]:
    """Segments paragraph by paragraph, each with what it is a piece of: pieces of one thing are joined."""
    pieces: dict[int, list[tuple[Piece, Speech]]] = {}
    for speech in found:
        for piece in speech.pieces:
            pieces.setdefault(piece.paragraph, []).append((piece, speech))
    answer: object = None
    for number, block in enumerate(parts):
        line, text = block.paragraph.line, block.paragraph.text[block.start :]
        if block.kind == "answer":
            answer = number if block.label or answer is None else answer
            if block.speaker is None:  # an office answers its readers: nobody's recording
                yield None, Narration(text, line, "answer")
            else:
                yield answer, Interview(_unquoted(text), line, "answer", block.speaker)
            continue
        answer = None
        if block.kind == "cue":
            yield None, Cue(text, line, "cue", block.speaker)
        elif block.kind == "question":
            yield None, Question(text, line, "question")
        else:
            yield from _cut(block, pieces.get(number, ()))


def _unquoted(text: str) -> str:
    """An answer without the quotation marks around all of it."""
    pairs = quotations([text])
    if len(pairs) == 1 and pairs[0].pieces[0].start == 0 and not has_words(text[pairs[0].pieces[0].end :]):
        piece = pairs[0].pieces[0]
        return text[piece.inner_start : piece.inner_end].strip()
    return text


def _cut(block: Block, pieces: Sequence[tuple[Piece, Speech]]) -> Iterator[tuple[object, Segment]]:
    """A paragraph cut at its statements."""
    text, line = block.paragraph.text, block.paragraph.line
    place = block.start
    for piece, speech in pieces:
        yield from _narration(block, place, piece.start)
        inner = text[piece.inner_start : piece.inner_end].strip()
        if has_words(inner):
            yield speech, Interview(inner, line, speech.rule, speech.speaker)
        place = piece.end
    yield from _narration(block, place, len(text))


def _narration(block: Block, start: int, end: int) -> Iterator[tuple[object, Segment]]:
    """The stretch as narration, without the marks that part it from a quotation; none without a word."""
    text = block.paragraph.text[start:end].strip()
    if start > block.start:
        text = text.lstrip(' ,.;:!?…-–—”"’»)')
    if has_words(text):
        yield None, Narration(text, block.paragraph.line, "narration", presenter=block.presenter)


def _joined(pieces: Iterator[tuple[object, Segment]]) -> Iterator[Segment]:
    """Neighbouring pieces of one statement joined by a blank; a quoted paragraph that goes on is one, too."""
    source: object = None
    held: list[Segment] = []
    for whole, segment in pieces:
        goes_on = whole is not None and (whole == source or segment.rule == "continued")
        if held and not (goes_on and isinstance(held[0], Interview)):
            yield _whole(held)
            held = []
        held.append(segment)
        source = whole
    if held:
        yield _whole(held)


def _whole(held: Sequence[Segment]) -> Segment:
    return held[0] if len(held) == 1 else replace(held[0], text=" ".join(s.text for s in held))
