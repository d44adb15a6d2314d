"""Chemistry: formulas, letter by letter and number by number: ``NaCl``, ``Fe2O3``, ``H₂SO₄``."""

from __future__ import annotations

import re
from functools import cache

from radio.speech.letters import spell
from radio.speech.numbers import cardinal
from radio.speech.place import Piece, Place
from radio.speech.terms import rows

_FORMULA = re.compile(r"(?:[A-Z][a-z]?[0-9₀-₉]{0,3}){1,12}(?![^\W_])")
_ATOM = re.compile(r"([A-Z][a-z]?)([0-9₀-₉]*)")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


@cache
def _elements() -> frozenset[str]:
    return frozenset(symbol for (symbols,) in rows("elements.tsv") for symbol in symbols.split())


def may_begin(head: str) -> bool:
    """Whether a title-case word can be the first atom of a formula: ``Fe``."""
    return len(head) == 2 and head in _elements()


def formula(at: Place) -> Piece | None:
    """A formula of two or more atoms; capitals alone are an abbreviation's, whatever they could be."""
    match = _FORMULA.match(at.text, at.start)
    if match is None or (match[0].isupper() and match[0].isalpha()):
        return None
    atoms = _ATOM.findall(match[0])
    if len(atoms) < 2 or not all(symbol in _elements() for symbol, _ in atoms):
        return None
    words = (
        f"{spell(atom)} {cardinal(count.translate(_LOWERED), at.reading)}" if count else spell(atom)
        for atom, count in atoms
    )
    return Piece(match.end(), " ".join(words), "code", "formula")
