"""How much room words take, without a font at hand: SVG is set by whoever shows it."""

from __future__ import annotations

import unicodedata

# Widths in ems, of Noto Sans and its like.
_WIDTHS = {
    **dict.fromkeys("iíjlI.,:;'’|!()[]·", 0.29),
    **dict.fromkeys('tfr-–“”" ', 0.38),
    **dict.fromkeys("mwMW…—%@", 0.88),
    **dict.fromkeys("ABCDĐEGHKLNOPQRSTUVXYZƠƯ", 0.66),
}
_OTHER = 0.57
_BOLD = 1.07
_ELLIPSIS = "…"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide ``text`` is in letters of ``size``."""
    bare = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return sum(_WIDTHS.get(c, _OTHER) for c in bare) * size * (_BOLD if bold else 1)


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """``text``, or as many of its first words as there is room for."""
    if width(text, size, bold=bold) <= room:
        return text
    words = text.split()
    while words and width(" ".join(words) + _ELLIPSIS, size, bold=bold) > room:
        words.pop()
    return " ".join(words) + _ELLIPSIS if words else ""


def lines(text: str, room: float, size: float, *, most: int, bold: bool = False) -> list[str]:
    """``text`` in at most so many lines, the last one cut if it must be."""
    found: list[str] = []
    words = text.split()
    while words:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size, bold=bold) <= room:
            line = f"{line} {words.pop(0)}"
        if len(found) == most - 1:
            found.append(cut(" ".join([line, *words]), room, size, bold=bold) or line)
            break
        found.append(line)
    return found


def name_for(label: str, room: float, size: float) -> str:
    """A person's name in so much room: all of it, or its last words, by which a Vietnamese is called."""
    words = label.split()
    for start in range(len(words)):
        shorter = " ".join(words[start:])
        if width(shorter, size, bold=True) <= room:
            return shorter
    return ""
