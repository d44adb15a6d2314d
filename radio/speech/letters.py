"""Letters: their Vietnamese names, and what can be read as a Vietnamese syllable."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from radio.speech.terms import rows

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_UNTONED = str.maketrans("", "", _TONES)


@cache
def _names() -> dict[str, str]:
    return {letter: name for letter, name, *_ in rows("letters.tsv")}


def spell(word: str) -> str:
    """``QL`` → ``quy lờ``; a letter of another alphabet stays as it is."""
    names = _names()
    return " ".join(names.get(letter) or letter for letter in word.lower())


@cache
def _parts(name: str) -> frozenset[str]:
    return frozenset(
        part for cls, parts, *_ in rows("syllables.tsv") if cls == name for part in parts.split()
    )


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether ``word`` has the shape of one Vietnamese syllable, in any case, with or without a tone."""
    bare = untoned(word.lower())
    rimes, initials = _parts("rime"), _parts("initial")
    return bare in rimes or any(
        bare[:n] in initials and bare[n:] in rimes for n in (1, 2, 3) if n < len(bare)
    )


def untoned(word: str) -> str:
    """``word`` without its tone: ``tiếng`` → ``tiêng``."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_UNTONED))


def has_tone(word: str) -> bool:
    """Whether a letter bears a tone mark: abbreviations never do."""
    return untoned(word) != word
