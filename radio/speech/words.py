"""Words: abbreviations, foreign words, capitals with a number, and capital runs that nobody knows."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from radio.speech import chemistry, codes
from radio.speech.letters import has_tone, is_syllable, spell
from radio.speech.money import money
from radio.speech.numbers import cardinal, digit_by_digit
from radio.speech.place import BLANKS, WORD, Piece, Place
from radio.speech.quantities import lone_units
from radio.speech.roman import roman
from radio.speech.terms import Index, Term, rows, table

_CODE = re.compile(r"[A-ZĐ]{1,5}[-–.]?\d{1,6}(?:[A-ZĐ]{1,3}\d{0,3}){0,3}(?![^\W_]|[.,]\d)")
_RUN = re.compile(r"[^\W\d_]+|\d+|\.")
_SEEMS_VOWEL = re.compile("[aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ]")
_LONGEST_CARDINAL = 4  # digits of a code that are still read as one number
_SHORTEST_NAME = 4  # letters of a code that are a name of their own: COVID19
_LONE_VOWELS = frozenset("AĂÂEÊIOÔƠUƯY")


@cache
def known() -> Index:
    """All written forms that the house's tables know."""
    return Index(
        (*table("abbreviations.tsv", "abbreviation"), *table("foreign.tsv", "foreign"), *lone_units())
    )


def word(at: Place, head: str) -> Piece | None:
    """What the word ``head`` at the place becomes; None if it stays as it is."""
    if head.islower():
        return lookup(at, known(), head)
    piece = roman(at) if head[0] in "IVXLCDM" and not _is_shouted(at, head) else None
    if piece is None and at.char(at.start + len(head)) in ("-", "/"):
        piece = codes.unnumbered(at)
    piece = piece or money(at, head)
    piece = piece or _term(at, _unless_shouted(at, head)) or chemistry.formula(at)
    return piece or _code(at) or _capitals(at, head)


@cache
def _loanwords() -> frozenset[str]:
    return frozenset(word for (words,) in rows("loanwords.tsv") for word in words.split())


@lru_cache(maxsize=16384)
def passes(head: str) -> bool:
    """Whether a word stays as it is wherever it stands: most of any text, told by a look at a cache."""
    named = len(head) > 1 and head.istitle() and not chemistry.may_begin(head)
    return (named or head.islower()) and head not in known() and not is_unknown(head)


def is_unknown(head: str) -> bool:
    """Whether a word that stays as it is has no Vietnamese shape, so that a voice may stumble at it."""
    return len(head) > 1 and not is_syllable(head) and head.lower() not in _loanwords()


def lookup(at: Place, index: Index, head: str) -> Piece | None:
    """The term of ``index`` at the place, whose first word (or digits, or mark) is ``head``."""
    return _term(at, index.find(at.text, at.start, head))


def _term(at: Place, term: Term | None) -> Piece | None:
    if term is None:
        return None
    end = at.start + len(term.written)
    if _stands_already(at, term):
        return Piece(end, at.text[at.start : end], term.kind, "said already", term.row)
    spoken = _undoubled(at, term.spoken, end)
    if term.written.endswith(".") and not spoken.endswith(".") and not at.after(end).strip(BLANKS):
        spoken += "."  # the abbreviation's dot was the sentence's as well
    return Piece(end, spoken, term.kind, "table", term.row)


def _stands_already(at: Place, term: Term) -> bool:
    """Whether the place is inside the term's own reading: ``Zalo`` of a station's ``mạng Zalo``."""
    folded = term.spoken.lower() if term.written.islower() else term.spoken
    offset = folded.find(term.written)
    while offset >= 0:
        if offset <= at.start and at.text.startswith(term.spoken, at.start - offset):
            return True
        offset = folded.find(term.written, offset + 1)
    return False


def _undoubled(at: Place, spoken: str, end: int) -> str:
    """Without the words that stand there already: ``Quỹ QTDND`` is no Quỹ quỹ tín dụng nhân dân."""
    before, after = at.before(), at.after(end).lstrip(BLANKS).lower() + " "
    words = spoken.split()
    for count in (2, 1):
        tail = " ".join(words[-count:])
        if len(words) > count and after.startswith(tail.lower() + " "):
            words = words[:-count]
            break
    for count in (2, 1):
        head = " ".join(words[:count])
        if len(words) > count and (" " + before).endswith(" " + head.lower()):
            words = words[count:]
            break
    return " ".join(words)


def _unless_shouted(at: Place, head: str) -> Term | None:
    """The table's term, unless capitals are those of a headline here: ``TU BỔ ĐÊ`` is no Tỉnh ủy."""
    term = known().find(at.text, at.start, head)
    if term is not None and len(head) > 1 and is_syllable(head) and _is_shouted(at, head):
        return None
    return term


def _is_shouted(at: Place, head: str) -> bool:
    """Whether a capital word next to this one bears a tone mark, as abbreviations never do."""
    left = WORD.findall(at.text[max(0, at.start - 9) : at.start])[-1:]
    right = at.word_after(at.start + len(head))
    return any(len(near) > 1 and near.isupper() and has_tone(near) for near in (*left, right))


def _is_among_capitals(at: Place, head: str) -> bool:
    """Whether a word in capitals stands next to this one: two letters in a headline are no abbreviation."""
    left = WORD.findall(at.text[max(0, at.start - 9) : at.start])[-1:]
    return any(len(near) > 1 and near.isupper() for near in (*left, at.word_after(at.start + len(head))))


def _code(at: Place) -> Piece | None:
    """``A4``, ``H5N1``, ``B-52``: letters by name, numbers as numbers."""
    match = _CODE.match(at.text, at.start)
    if match is None:
        return None
    words = " ".join(_say_run(at, run) for run in _RUN.findall(match[0]))
    return Piece(match.end(), words, "code", "letters and figure")


def _say_run(at: Place, run: str) -> str:
    if run == ".":
        return "chấm"
    if not run.isdigit():
        term = known().find(run, 0, run) if len(run) >= _SHORTEST_NAME else None
        return term.spoken if term is not None else spell(run)
    small = len(run) <= _LONGEST_CARDINAL and not run.startswith("0")
    return cardinal(run, at.reading) if small or run == "0" else digit_by_digit(run)


def _capitals(at: Place, head: str) -> Piece | None:
    """A run of capitals that no table knows, letter by letter; what can be said as a word stays."""
    if len(head) < 2 or not head.isupper() or has_tone(head):
        return None
    if is_syllable(head) and (len(head) > 2 or not head.isascii() or _is_among_capitals(at, head)):
        return None
    if _SEEMS_VOWEL.search(head) and _is_shouted(at, head):
        return None
    return Piece(at.start + len(head), spell(head), "letters", "letter by letter", unknown=head)
