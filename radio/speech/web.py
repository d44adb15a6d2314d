"""Web and mail addresses and names of files, read part by part."""

from __future__ import annotations

import re
from functools import cache

from radio.speech.exotic import say as say_numeral
from radio.speech.letters import spell, untoned
from radio.speech.numbers import digit_by_digit
from radio.speech.place import LETTERS, Piece
from radio.speech.reading import Reading
from radio.speech.terms import rows

# What tells an address; the whole run without blanks around it is one.
_ANCHOR = re.compile(
    r"(?<=\w)@(?=\w)|://|\b(?:www|WWW)\.(?=\w)"
    r"|(?<=\w)\.(?:com|vn|net|org|gov|edu|info|io|tv|asia|COM|VN|html?|php|pdf|docx?|xlsx?|jpg|png|mp[34]|exe)\b"
)
_TOKEN = re.compile(rf"[{LETTERS}]+|\d+|.", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z]+://")
_TRAILING = ".,;:!?…)]}>\"'”’»"
_LEADING = "([{<\"'“‘«"


@cache
def _names() -> dict[str, str]:
    """How parts of addresses are said."""
    return {part: words for part, words, *_ in rows("web.tsv")}


def find(text: str, reading: Reading) -> list[tuple[int, Piece]]:
    """The addresses in ``text``: where each starts, and its reading, in order."""
    found: list[tuple[int, Piece]] = []
    done = 0
    for anchor in _ANCHOR.finditer(text):
        if anchor.start() < done:
            continue
        start, end = _chunk(text, anchor.start(), done)
        done = end
        if start < anchor.start() or anchor.end() < end:
            found.append((start, Piece(end, _say(text[start:end], reading), "web", "address")))
    return found


def _chunk(text: str, inside: int, floor: int) -> tuple[int, int]:
    """The run without blanks around ``inside``, without the marks around it."""
    start = end = inside
    while start > floor and not text[start - 1].isspace() and text[start - 1] not in _LEADING:
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    while end > inside + 1 and text[end - 1] in _TRAILING:
        end -= 1
    return start, end


def _say(address: str, reading: Reading) -> str:
    scheme = _SCHEME.match(address)
    parts = _TOKEN.findall(address[scheme.end() :] if scheme else address)
    return " ".join(filter(None, (_part(part, reading) for part in parts)))


def _part(part: str, reading: Reading) -> str:
    """One word, number or mark; short words that cannot be said are spelled."""
    named = _names().get(part.lower())
    if named:
        return named
    if part.isdecimal():
        return digit_by_digit(part)
    if part.isnumeric():
        return say_numeral(part, reading)
    if not part.isalpha():
        return ""
    sayable = len(part) > 4 or any(vowel in "aeiouyăâêôơư" for vowel in untoned(part.lower()))
    return part if sayable and len(part) > 1 else spell(part)
