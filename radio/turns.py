"""Turns: which presenter reads which part of a story."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from radio.script import Narration, Segment

_NUMBER = re.compile(r"(\d+)$")
_GENDERS = {"nam": "nam", "nu": "nữ", "nữ": "nữ"}


def turns(
    segments: Sequence[Segment], labels: Sequence[str], *, alternate: str, first: int = 0
) -> tuple[int, ...]:
    """For each segment the number, from 0, of the presenter who reads what is not read by another voice.

    labels: of the presenters, as station.toml names them; "" where it names none. At least one.
    alternate: one of `radio.presenters.ALTERNATIONS`, for parts that the script gives to nobody: presenters
    take turns at each paragraph, or one reads the whole story. first: the presenter who begins, counted on
    past the last one.
    """
    count = len(labels)
    given: dict[str, int] = {}  # the script's label → presenter
    found: list[int] = []
    reads = first % count if alternate != "none" else 0
    following = reads
    for segment in segments:
        label = segment.presenter if isinstance(segment, Narration) else ""
        if label:
            reads = given.setdefault(_folded(label), _who(label, labels, len(given)))
        elif isinstance(segment, Narration):
            reads = following
            following = (following + 1) % count if alternate == "paragraph" else following
        found.append(reads)
    return tuple(found)


def _who(label: str, labels: Sequence[str], known: int) -> int:
    """The presenter whom a script means by ``label``: called so, of that number or gender, else the next."""
    folded = [_folded(own) for own in labels]
    if _folded(label) in folded:
        return folded.index(_folded(label))
    if (number := _NUMBER.search(label)) and 1 <= int(number[1][:4]) <= len(labels):
        return int(number[1][:4]) - 1
    gender = _gender(label)
    for place, own in enumerate(labels):
        if gender and _gender(own) == gender:
            return place
    return known % len(labels)


def _folded(label: str) -> str:
    return "".join(unicodedata.normalize("NFC", label).casefold().split())


def _gender(label: str) -> str:
    words = unicodedata.normalize("NFC", label).casefold().split()
    return next((_GENDERS[word] for word in words if word in _GENDERS), "")
