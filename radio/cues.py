"""Cues: what an instruction in a script asks for, by the words it begins with."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from importlib import resources

from radio.slug import plain


class Asked(StrEnum):
    """What a cue asks for."""

    SIGNATURE = "signature"
    STING = "sting"
    BED = "bed"
    CLOSE = "close"
    AMBIENCE = "ambience"
    TAPE = "tape"  # a recording of somebody
    NOTHING = ""  # that we could play: an end, an advertisement


def asked(text: str) -> Asked:
    """What the cue ``text`` asks for; brackets, case and accents do not matter. The longest row counts."""
    words = tuple(re.findall(r"\w+", plain(text).casefold()))
    rows = _rows()
    found = (rows.get(words[:count]) for count in range(min(len(words), max(map(len, rows))), 0, -1))
    return next((kind for kind in found if kind), Asked.NOTHING)


def bare(text: str) -> str:
    """The cue's words without the brackets around them."""
    words = text.strip()
    return words[1:-1].strip() if words[:1] + words[-1:] in ("()", "[]", "{}", "<>") else words


@cache
def _rows() -> dict[tuple[str, ...], Asked]:
    text = resources.files("radio").joinpath("data/cues.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {tuple(plain(words).casefold().split()): Asked(kind) for words, kind in rows}
