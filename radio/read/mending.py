"""Texts whose letters changed on their way: put right where they can be, and recognised where they cannot.

A story typed in an old font (`legacy`), or one whose bytes a program took for another encoding's and saved
again. Line by line: a page may be Unicode where its story was pasted from an old document. What reads as
nothing Vietnamese is left alone: it may be another language.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from radio.read.legacy import beyond_ascii, from_tcvn3, from_vni, vietnamese

_OWN = re.compile("[\u1ea0-\u1ef9]")  # letters that nothing but Vietnamese in Unicode has
_PLENTY = 0.02  # of a line's characters: such a line is as it should be
_STRANGE = re.compile("[\x80-\x9f¡-¿Ä-ÇËÎÏÐÑÖ×ØÛÜÞßä-çëîïðñö÷øûüþÿŒœŠšŽžŸƒˆ˜]")  # no Vietnamese letters
_SAMPLE = 10_000  # characters
_WORDS = 2  # fewer tell nothing
_READS = 0.7  # share of Vietnamese syllables with which a text is left alone
_READS_WELL = 0.8  # share that another reading must have
_BETTER = 0.2  # and be better by


def mended(text: str) -> str:
    """``text`` itself if it reads as it stands; else as the old font or double encoding it was written in."""
    if not _STRANGE.search(text):
        return text
    lines = text.split("\n")
    odd = {n for n, line in enumerate(lines) if _is_odd(line)}
    sample = "\n".join([lines[n] for n in sorted(odd)])[:_SAMPLE]
    as_it_is = _as_it_is(sample)
    if as_it_is >= _READS or len(beyond_ascii(sample)) < _WORDS:
        return text
    likeness, best = max(((vietnamese(read(sample)), read) for read in _READINGS), key=lambda pair: pair[0])
    if likeness < _READS_WELL or likeness < as_it_is + _BETTER:
        return text
    mostly = 2 * len(odd) > sum(not line.isascii() for line in lines)
    for n, line in enumerate(lines):
        if n in odd or (mostly and not line.isascii() and not _OWN.search(line)):
            read = best(line)
            lines[n] = read if vietnamese(read) >= _as_it_is(line) else line
    return "\n".join(lines)


def _as_it_is(text: str) -> float:
    """How Vietnamese ``text`` reads, its soft hyphens being such and no letters of TCVN3."""
    return vietnamese(text.replace("\u00ad", ""))


def _is_odd(line: str) -> bool:
    return _STRANGE.search(line) is not None and len(_OWN.findall(line[:_SAMPLE])) <= _PLENTY * len(line)


@cache
def _bytes_of(codec: str) -> dict[int, int]:
    """Character → the byte that a program of Windows' ``codec`` took for it; a byte without one is itself."""
    return {ord(bytes([b]).decode(codec, "ignore") or chr(b)): b for b in range(0x80, 0x100)}


@cache
def _characters_of(codec: str) -> dict[int, str]:
    """The opposite."""
    return {b: chr(character) for character, b in _bytes_of(codec).items()}


def _as_1258(text: str) -> str:
    """Windows-1258 that was read as Windows-1252: letters, and tone marks of their own behind them."""
    return text.translate(_bytes_of("cp1252")).translate(_characters_of("cp1258"))


def _by_1258(read: Callable[[str], str]) -> Callable[[str], str]:
    """The reading of what a Vietnamese Windows showed of an old font, as its letters in Windows-1252."""
    return lambda text: read(text.translate(_bytes_of("cp1258")).translate(_characters_of("cp1252")))


def _as_utf8(codec: str) -> Callable[[str], str]:
    """The reading of UTF-8 that was read as ``codec`` and saved again."""

    def read(text: str) -> str:
        return _HIGH.sub(lambda found: _utf8(found[0]), text.translate(_bytes_of(codec)))

    return read


_HIGH = re.compile("[\x80-\xff]+")


def _utf8(seen: str) -> str:
    try:
        return seen.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return seen


_READINGS: tuple[Callable[[str], str], ...] = (
    from_tcvn3,
    from_vni,
    _as_utf8("cp1252"),
    _as_utf8("cp1258"),
    _as_1258,
    _by_1258(from_tcvn3),
    _by_1258(from_vni),
)

# What is left of letters that are gone → what became of the text, what can be done about it.
_MARKS = {
    re.compile(r"\?(?<=[^\W\d_]\?)\?{0,3}[a-zà-ỹ]|\ufffd"): (
        "has lost its Vietnamese letters",
        "open the original and save it as plain text (UTF-8)",
    ),
    re.compile("á[º»][\x80-\x9f¡-º¼-¿€‚ƒ„†‡ˆ‰Š‹ŒŽ‘’•˜™š›œžŸ]|Ã[\x80-\xbf]|Ä[\x90‘ƒ]|Æ[°¡]"): (
        "was saved in a wrong encoding",
        "open the original and save it as plain text (UTF-8)",
    ),
    re.compile(r"[¡-©¬®¯´-¹¼-¿](?<=[^\W\d_].)"): (
        "is typed in an old font that is not known here",
        "convert it to Unicode, as UniKey does, and save it as plain text (UTF-8)",
    ),
}
_SHARE = 0.03  # of the words
_FEW = 3


def damage(text: str) -> tuple[str, str] | None:
    """What has become of a text's letters, with a word to show for it, and a remedy; None if nothing has."""
    for mark, (problem, remedy) in _MARKS.items():
        found = [m.start() for m in mark.finditer(text)]
        if len(found) >= max(_FEW, _SHARE * (text.count(" ") + 1)):
            before, behind = text[: found[0]].split()[-1:], text[found[0] :].split()[:1]
            return f"{problem} (“{before[0] if before else ''}{behind[0]}”)", remedy
    return None
