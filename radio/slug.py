"""Names folded for comparing, sorting and file names; Vietnamese letters in mind."""

from __future__ import annotations

import re
import unicodedata

# Letters that NFD does not take apart.
_WHOLE = str.maketrans({"đ": "d", "Đ": "D", "ơ": "o", "Ơ": "O", "ư": "u", "Ư": "U"})


def plain(text: str) -> str:
    """``text`` without marks on its letters: ``Đặng Thị Ngọc Ánh`` → ``Dang Thi Ngoc Anh``."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return bare.translate(_WHOLE)


def key(text: str) -> str:
    """Letters and digits only, lower case, unmarked: equal for any spelling of one name.

    ``Trần Thị Ngọc Cẩm``, ``tran-thi-ngoc-cam`` and ``TRAN_THI NgocCam`` are all ``tranthingoccam``.
    """
    return "".join(c for c in plain(text).casefold() if c.isalnum())


def slug(text: str, limit: int = 60) -> str:
    """A file name's stem: lower-case ASCII words joined by hyphens, at most ``limit`` characters.

    Cut at a word where it must be cut; "story" if nothing is left.
    """
    words = re.findall(r"[a-z0-9]+", plain(text).lower())
    out = ""
    for word in words:
        longer = f"{out}-{word}" if out else word
        if len(longer) > limit:
            break
        out = longer
    return out or (words[0][:limit] if words else "story")


# Vietnamese dictionary order: first the letters, then the tones (level, huyền, hỏi, ngã, sắc, nặng).
_LETTERS = {c: i for i, c in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def sort_key(text: str) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...], str]:
    """Key for Vietnamese order: word by word, ă after a, đ after d; tones decide between equal letters."""
    words: list[tuple[int, ...]] = []
    tones: list[int] = []
    for word in unicodedata.normalize("NFC", text).lower().split():
        letters: list[int] = []
        for char in word:
            tone = 0
            base = ""
            for part in unicodedata.normalize("NFD", char):
                tone = _TONES.get(part, tone)
                base += "" if part in _TONES else part
            base = unicodedata.normalize("NFC", base)
            letters.append(_LETTERS.get(base, 1000 + ord(base[0]) if base else 0))
            tones.append(tone)
        words.append(tuple(letters))
    return tuple(words), tuple(tones), text
