"""Phrases: sentences in pieces that fit a caption, each with the time at which it is heard.

A cut never falls into a token that is spoken otherwise than written ("ngày 5/3", "4,5 km"): only the spoken
words have times.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

from radio.audio.clip import Word
from radio.speech import Spoken
from radio.track import Phrase

LIMIT = 64  # characters of a piece: two lines of a caption, about four seconds
_LEAST_LIMIT = 24  # characters of a piece of a recording in which few words take long
_LONGEST_MS = 8000  # that a caption should stand, where the words allow it
_CLAUSE_BONUS = 24  # characters that a cut may stand off the middle to follow a clause's mark
_CLAUSE_MARKS = frozenset(',;:.!?…–—)”"')
_BREATH = 2  # the pause behind a sentence, in syllables

_Piece = tuple[str, int]  # written text, and how many spoken words of its sentence come before it


def timed(written: str, spoken: Spoken, words: Sequence[Word], length_ms: int) -> tuple[Phrase, ...]:
    """One sentence's phrases, from 0 to ``length_ms``, without gaps.

    words: the voice's word events for ``spoken``; without them each spoken word takes the same time.
    """
    pieces = list(_pieces(written, spoken))
    firsts = [0, *accumulate(len(w.text.split()) for w in words)]
    total = len(spoken.text.split())
    if not words or firsts[-1] != total:
        return _phrases([(text, length_ms * before // max(1, total)) for text, before in pieces], length_ms)
    return _phrases(
        [(text, words[bisect_left(firsts, before, hi=len(words) - 1)].start_ms) for text, before in pieces],
        length_ms,
    )


def spread(sentences: Sequence[tuple[str, Spoken]], length_ms: int) -> tuple[Phrase, ...]:
    """The phrases of a recording of ``length_ms``: its sentences, written and spoken, spread over it."""
    placed: list[_Piece] = []
    at = 0
    letters = sum(len(written) for written, _ in sentences)
    limit = min(LIMIT, max(_LEAST_LIMIT, letters * _LONGEST_MS // max(1, length_ms)))
    for written, spoken in sentences:
        placed += [(text, at + before) for text, before in _pieces(written, spoken, limit)]
        at += len(spoken.text.split()) + _BREATH
    # Nobody waits for a breath behind the last sentence.
    total = max(1, at - _BREATH)
    return _phrases([(text, length_ms * before // total) for text, before in placed], length_ms)


def _phrases(starting: Iterable[tuple[str, int]], length_ms: int) -> tuple[Phrase, ...]:
    """Texts with their starts as phrases; one that is given no time is joined to the one before it."""
    texts: list[str] = []
    edges: list[int] = []
    for text, start in starting:
        if not texts:
            texts.append(text)
            edges.append(0)
        elif edges[-1] < start < length_ms:
            texts.append(text)
            edges.append(start)
        else:
            texts[-1] = f"{texts[-1]} {text}"
    spans = pairwise([*edges, length_ms])
    return tuple(Phrase(text, start, end) for text, (start, end) in zip(texts, spans, strict=True))


def _pieces(written: str, spoken: Spoken, limit: int = LIMIT) -> Iterator[_Piece]:
    """``written`` in pieces of at most ``limit`` characters, as far as its blanks allow it."""
    edges = [0, *_cuts(written, _blanks(written, spoken), limit), len(written)]
    spans = iter(spoken.spans)
    span = next(spans, None)
    before = there = 0
    for start, end in pairwise(edges):
        yield written[start:end].strip(), before
        # A cut stands outside all spans, so what is between two cuts is spoken between two places, too.
        longer = 0
        while span is not None and span.end <= end:
            longer += len(span.spoken) - len(span.written)
            span = next(spans, None)
        beyond = there + end - start + longer
        before += len(spoken.text[there:beyond].split())
        there = beyond


def _cuts(written: str, blanks: Sequence[int], limit: int) -> Iterator[int]:
    start = 0
    while (rest := len(written) - start) > limit:
        first, beyond = bisect_right(blanks, start + limit // 3), bisect_right(blanks, start + limit)
        ideal = start + rest / -(-rest // limit)
        if first < beyond:
            start = min(blanks[first:beyond], key=lambda cut: _cost(written, cut, ideal))
        elif beyond < len(blanks):
            start = blanks[beyond]
        else:
            return
        yield start


def _cost(written: str, cut: int, ideal: float) -> float:
    return abs(cut - ideal) - (_CLAUSE_BONUS if written[cut - 1] in _CLAUSE_MARKS else 0)


def _blanks(written: str, spoken: Spoken) -> list[int]:
    """The blanks at which ``written`` may be cut, in order."""
    found: list[int] = []
    spans = iter(spoken.spans)
    span = next(spans, None)
    for at, char in enumerate(written):
        while span is not None and span.end <= at:
            span = next(spans, None)
        if char == " " and at and (span is None or at < span.start):
            found.append(at)
    return found
