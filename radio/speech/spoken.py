"""Spoken: a text as it is said, and how each piece of it came from the written one."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Span:
    """One rewritten piece.

    Putting every span's ``spoken`` in the place of its ``written`` turns the written text (NFC) into the
    spoken one.
    """

    start: int  # in the written text (NFC), in code points
    end: int  # half-open
    written: str  # the written text from start to end
    spoken: str  # what stands there instead, with a blank where a neighbour would stick to it
    kind: str  # class of token: "date", "abbreviation", "number", …
    rule: str  # short name of the rule that decided
    row: str = ""  # row of a table that decided, "abbreviations.tsv:UBND"; "" if none did


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a voice is given."""

    text: str  # NFC; no digit is left in it
    spans: tuple[Span, ...]  # in order, never overlapping
    unknown: tuple[str, ...]  # words and capital runs that no table knows, as written, each once, in order


def join(lines: list[str], spoken: list[Spoken]) -> Spoken:
    """One rewriting of a whole text for those of its lines."""
    if len(lines) == 1:
        return spoken[0]
    spans: list[Span] = []
    start = 0
    for line, said in zip(lines, spoken, strict=True):
        spans += [replace(span, start=span.start + start, end=span.end + start) for span in said.spans]
        start += len(line) + 1
    unknown = dict.fromkeys(word for said in spoken for word in said.unknown)
    return Spoken("\n".join(said.text for said in spoken), tuple(spans), tuple(unknown))


def compose(text: str, first: Spoken, second: Spoken) -> Spoken:
    """One rewriting for two: ``first`` rewrote ``text``, and ``second`` what came out of that.

    Spans of both that overlap become one, named after the leftmost of them.
    """
    spans: list[Span] = []
    behind = ahead = 0  # what leads from a place in the text between to ``text``, and to the last text
    for start, end, members in _overlaps(first.spans, second.spans):
        here, there = start + behind, start + ahead
        for span, is_of_first in members:
            longer = len(span.spoken) - len(span.written)
            behind, ahead = (behind - longer, ahead) if is_of_first else (behind, ahead + longer)
        written, spoken = text[here : end + behind], second.text[there : end + ahead]
        spans.append(replace(members[0][0], start=here, end=end + behind, written=written, spoken=spoken))
    return Spoken(second.text, tuple(spans), tuple(dict.fromkeys(first.unknown + second.unknown)))


_Overlap = tuple[int, int, list[tuple[Span, bool]]]


def _overlaps(first: tuple[Span, ...], second: tuple[Span, ...]) -> list[_Overlap]:
    """Spans of both by where they overlap in the text between: start, end, and which are of the first."""
    rows = [(span.start, span.end, span, False) for span in second]
    shift = 0
    for span in first:
        start = span.start + shift
        rows.append((start, start + len(span.spoken), span, True))
        shift += len(span.spoken) - len(span.written)
    groups: list[_Overlap] = []
    for start, end, span, is_of_first in sorted(rows, key=lambda row: row[:2]):
        if groups and start < groups[-1][1]:
            left, right, members = groups.pop()
            members.append((span, is_of_first))
            groups.append((left, max(right, end), members))
        else:
            groups.append((start, end, [(span, is_of_first)]))
    return groups
