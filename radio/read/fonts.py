"""Fonts that say what letters mean: those of before Unicode, and those of symbols.

A run in ``.VnTime`` or ``VNI-Times`` holds other letters than its reader sees; one in Wingdings holds none.
`data/fonts.tsv` knows a font by how its name begins, `data/symbols.tsv` the signs of the font Symbol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

from radio.read import legacy

_SYMBOLS = 0xF000  # fonts of symbols stand at U+F000 to U+F0FF, code by code
_LEGACY: dict[str, Callable[[str], str]] = {"tcvn3": legacy.from_tcvn3, "vni": legacy.from_vni}


def unicode_of(runs: Iterable[tuple[str, str]]) -> str:
    """The text of ``runs``, each a text and its font's name ("" if unknown), as its reader sees it.

    Neighbours in one kind of font are read together: VNI writes a letter in two characters, and a word
    processor may part them.
    """
    alike = groupby(runs, key=lambda run: _kind(run[1]))
    return "".join(_read("".join(text for text, _ in group), kind) for kind, group in alike)


@lru_cache(256)
def _kind(font: str) -> str:
    """ "tcvn3", "TCVN3" for its fonts of capitals, "vni", "symbol", "Symbol" for that very font, or ""."""
    name = font.strip().lower()
    kind = next((kind for start, kind in _table("fonts.tsv") if name.startswith(start)), "")
    if kind == "tcvn3" and name.endswith("h"):
        return "TCVN3"  # .VnTimeH draws small letters as capitals
    return "Symbol" if name == "symbol" else kind


def _read(text: str, kind: str) -> str:
    if not kind:
        return text
    text = "".join(chr(ord(c) & 0xFF) if _SYMBOLS <= ord(c) <= _SYMBOLS + 0xFF else c for c in text)
    if _is_unicode(text):
        return text
    if kind in ("symbol", "Symbol"):
        signs = dict(_table("symbols.tsv")) if kind == "Symbol" else {}
        return "".join(signs.get(f"{ord(c):02X}", c if ord(c) > 0xFF else " ") for c in text)
    read = _LEGACY[kind.lower()](text)
    return read.upper() if kind.isupper() else read


def _is_unicode(text: str) -> bool:
    """Whether ``text`` was typed in Unicode though its font is old: it has letters that no old font has."""
    return any(c in "ĂăĐđĨĩŨũƠơƯư" or "\u0300" <= c <= "\u036f" or "\u1ea0" <= c <= "\u1eff" for c in text)


@cache
def _table(name: str) -> tuple[tuple[str, str], ...]:
    text = (files("radio.read") / "data" / name).read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((first, second) for first, second in rows)
