"""The scanner: walks a text and lets the first rule that fits rewrite each place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from radio.composing import composed
from radio.speech import (
    angles,
    codes,
    dates,
    exotic,
    identities,
    marks,
    phones,
    quantities,
    shares,
    sums,
    times,
    web,
    words,
)
from radio.speech.lexicon import Lexicon
from radio.speech.place import LETTERS, Piece, Place
from radio.speech.reading import HOUSE, Reading
from radio.speech.spoken import Span, Spoken, compose, join

# A word, digits, or any other character that may have to be said; blanks and plain punctuation are passed
# over. Words have an end, so that a text without blanks costs no more than another.
_PLAIN = r"\s.,;:!?…\"“”‘’'()\[\]«»"
_TOKEN = re.compile(
    rf"[{LETTERS}]{{1,64}}|[0-9]+|\((?=[0+A-ZĐƯ])|(?<=[0-9] ):(?= [0-9])|(?<=[0-9]):(?=[0-9])"
    rf"|[^{_PLAIN}{LETTERS}0-9]"
)
_PAUSES = ".,;:!?…"
_SETTLED = re.compile(rf"[{LETTERS}]{{1,64}}|[{_PAUSES}]")
_LETTER = re.compile(f"[{LETTERS}]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_NO_TERMS = Lexicon()
_MOST_PASSES = 8  # two are the rule; more need a text, or a station's dictionary, made to ask for them

# For a figure, in this order: special shapes before general ones. The last takes every figure.
_FIGURE_RULES: tuple[Callable[[Place], Piece | None], ...] = (
    sums.operand,
    codes.document,
    codes.plate,
    identities.identity,
    angles.angle,
    shares.share,
    dates.date,
    times.time,
    phones.phone,
    quantities.quantity,
)


def normalize(written: str, reading: Reading = HOUSE, lexicon: Lexicon = _NO_TERMS) -> Spoken:
    """The text as a newsreader says it.

    written: any text; it is put into NFC first, and that is what the spans count in.
    reading: the station's habits. lexicon: its own dictionary, which overrides everything.
    What needs no rewriting passes unchanged, and so does what has been normalized already; no digit of any
    script is left. Time grows in proportion to the length. Raises nothing.
    """
    text = composed(written)
    lines = text.split("\n")  # no rule looks past a line's end
    return join(lines, [_line(line, reading, lexicon) for line in lines])


def _line(line: str, reading: Reading, lexicon: Lexicon) -> Spoken:
    """One line, until nothing changes: what was said may bring words together that a rule joins."""
    spoken = again = _pass(line, reading, lexicon)
    passes, most = 1, 2 * len(spoken.text) + 64
    while again.spans and passes < _MOST_PASSES and len(again.text) <= most:
        again = _pass(spoken.text, reading, lexicon)
        spoken = compose(line, spoken, again) if again.spans else spoken
        passes += 1
    return compose(line, spoken, _settled(spoken.text, lexicon)) if again.spans else spoken


def _settled(line: str, lexicon: Lexicon) -> Spoken:
    """A line that never comes to rest, as the plain words and pauses in it.

    No rule touches those, wherever they stand, as long as a blank follows each: so the next walk finds
    nothing to do, whatever the line was.
    """
    found = _SETTLED.findall(line)
    kept = (piece for piece in found if piece in _PAUSES or _is_settled(piece, lexicon))
    plain = "".join(piece if piece in _PAUSES else f" {piece}" for piece in kept).strip()
    return Spoken(plain, (Span(0, len(line), line, plain, "unsettled", "plain words only"),), ())


def _pass(text: str, reading: Reading, lexicon: Lexicon) -> Spoken:
    """One walk over the text."""
    draft = _Draft(text)
    # One digit for one digit, so that places in both texts are the same.
    text = _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)
    addresses = web.find(text, reading)[::-1]
    position = 0
    while match := _TOKEN.search(text, position):
        start, position = match.span()
        token = match[0]
        if not addresses and _is_settled(token, lexicon):
            continue
        while addresses and addresses[-1][0] < draft.done:
            addresses.pop()
        if addresses and addresses[-1][0] <= start:
            start, piece = addresses.pop()
        else:
            at = Place(text, start, reading, draft.spans[-1] if draft.spans else None)
            found = _rewrite(at, token, lexicon)
            if found is None:
                draft.keep(token)
                continue
            piece = found
        draft.put(start, piece)
        position = piece.end
    return draft.finish()


def _is_settled(word: str, lexicon: Lexicon) -> bool:
    """Whether a word stays as it is wherever it stands."""
    return words.passes(word) and word not in lexicon.index


def _rewrite(at: Place, token: str, lexicon: Lexicon) -> Piece | None:
    """What the token becomes; None if it stays."""
    piece = words.lookup(at, lexicon.index, token) if lexicon.terms else None
    if piece is not None:
        return piece
    first = token[0]
    if first in "0123456789":
        return _figure(at, token)
    if len(token) > 1 or _LETTER.match(first):
        return words.word(at, token)
    return exotic.exotic(at) if first.isnumeric() else marks.mark(at, token)


def _figure(at: Place, digits: str) -> Piece | None:
    piece = words.lookup(at, words.known(), digits)
    for rule in _FIGURE_RULES:
        piece = piece or rule(at)
    return piece


class _Draft:
    """The spoken text so far."""

    def __init__(self, text: str) -> None:
        self.text = text  # as written
        self.spans: list[Span] = []
        self.done = 0  # how much of the written text is in the spoken one
        self._out: list[str] = []
        self._unknown: dict[str, None] = {}  # in order, each once

    def keep(self, word: str) -> None:
        """Notes a word that stays as it is."""
        if words.is_unknown(word):
            self._unknown[word] = None

    def put(self, start: int, piece: Piece) -> None:
        """Rewrites from ``start`` to the piece's end."""
        if piece.unknown:
            self._unknown[piece.unknown] = None
        end = piece.end
        if self.text[start:end] == piece.spoken:
            return
        self._copy(start)
        if not piece.spoken.strip() and self._before().isspace() and self.text[end : end + 1].isspace():
            end += 1  # of the blanks on both sides of nothing, one is enough
        spoken = self._fitted(piece.spoken, end)
        written = self.text[start:end]
        self.spans.append(Span(start, end, written, spoken, piece.kind, piece.rule, piece.row))
        if spoken:
            self._out.append(spoken)
        self.done = end

    def finish(self) -> Spoken:
        """All of it."""
        self._copy(len(self.text))
        return Spoken("".join(self._out), tuple(self.spans), tuple(self._unknown))

    def _copy(self, end: int) -> None:
        if end > self.done:
            self._out.append(self.text[self.done : end])

    def _before(self) -> str:
        """The last character of the spoken text."""
        return self._out[-1][-1] if self._out else " "

    def _fitted(self, spoken: str, end: int) -> str:
        """With just one blank where the words left and right would stick to it."""
        before = self._before()
        after = self.text[end : end + 1] or " "
        if before.isspace():
            spoken = spoken.lstrip()
        elif (before.isalnum() or before in ".,;:!?") and spoken[:1].isalnum():
            spoken = " " + spoken
        if after.isspace():
            return spoken.rstrip()
        sticks = after.isalnum() or unicodedata.combining(after)
        return spoken + " " if sticks and spoken[-1:].isalnum() else spoken
