"""Which recording belongs to which statement, by the recordings' file names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import partial
from pathlib import PurePath

from radio.cues import Asked, asked
from radio.errors import ClipError
from radio.script import Cue, Interview, Script, Segment
from radio.slug import plain

# Words that stand around a name in a recorder's or a journalist's file names, unmarked.
_AROUND = frozenset(
    "ong ba anh chi em co chu bac cu chau dc dong phong van pv pvs bang phat bieu trich y kien tra loi"
    " ghi am clip audio record recording take tieng".split()
)


def slots(script: Script) -> tuple[Segment, ...]:
    """The places for recordings, in order of hearing; a clip's number counts these, from 1.

    Every statement is one; so is a tape that the script calls for without its words, and a cue of any kind
    that names its recording.
    """
    found: list[Segment] = []
    segments = script.segments
    for index, segment in enumerate(segments):
        following = segments[index + 1] if index + 1 < len(segments) else None
        if isinstance(segment, Interview) or (isinstance(segment, Cue) and _is_place(segment, following)):
            found.append(segment)
    return tuple(found)


def _is_place(cue: Cue, following: Segment | None) -> bool:
    if cue.take:
        return True
    if isinstance(following, Interview) and cue.speaker in (None, following.speaker):
        return False  # it announces that one
    return cue.speaker is not None or asked(cue.text) is Asked.TAPE


def match(places: tuple[Segment, ...], names: Iterable[str]) -> Mapping[int, str]:
    """Slot number (from 1) → file name.

    A stem of digits is a slot's number. Any other must give one speaker's name, whole or its last words,
    whatever the accents, case, blanks and hyphens; a speaker's several files go to that speaker's
    statements in order. Raises ClipError for a file that fits nothing, two speakers, or a taken place.
    """
    taken: dict[int, str] = {}
    for name in sorted(names, key=_natural):
        number = slot(PurePath(name).stem, places, taken, subject=name)
        if number in taken:
            problem = f"is for the same statement as {taken[number]} (number {number})"
            raise ClipError(name, problem, "take one of them out of the folder")
        taken[number] = name
    return dict(sorted(taken.items()))


def slot(called: str, places: tuple[Segment, ...], taken: Container[int], *, subject: str) -> int:
    """The number of the place that a recording ``called`` so belongs to: its number, or its speaker's name.

    taken: places that have a recording; of a speaker's several, the first that has none is meant.
    subject: what messages name. Raises ClipError for what fits nothing, or two speakers.
    """
    name, words = subject, _words(called)
    if len(words) == 1 and words[0].isdecimal():
        number = int(words[0][:9])
        if not 1 <= number <= len(places):
            raise ClipError(name, f"there is no statement number {number}", _offer(places))
        return number
    found = _speakers_places(words, places)
    speakers = dict.fromkeys(places[i - 1].speaker for i in found)
    if len(speakers) > 1:
        both = " and ".join(s.name for s in speakers if s)
        raise ClipError(name, f"fits two speakers, {both}", "rename it to the full name or to a number")
    if not found:
        raise ClipError(name, "fits no speaker of this article", _offer(places))
    return next((i for i in found if i not in taken), found[-1])


def _speakers_places(words: list[str], places: tuple[Segment, ...]) -> list[int]:
    """The places whose speaker a file of these words is called by; the closest fit alone counts."""
    called = [w for w in words if not w.isdecimal()]
    fits = [partial(_same, called), partial(_holds, called)]
    while called:
        fits.append(partial(_ends, called))
        # Forms of address only in front, and one by one: Ánh is a name as well as anh an address.
        if called[0] not in _AROUND:
            break
        called = called[1:]
    for fit in fits:
        found = [i for i, place in enumerate(places, 1) if place.speaker and fit(_words(place.speaker.name))]
        if found:
            return found
    return []


def _offer(places: tuple[Segment, ...]) -> str:
    if not places:
        return "this article has no statements to play a recording for: take it out of the folder"
    who = ", ".join(f"{i} {p.speaker.name if p.speaker else '?'}" for i, p in enumerate(places, 1))
    return f"rename it to one of: {who}"


def _words(text: str) -> list[str]:
    """Unmarked lower-case words and numbers; "2b" and "NgocCam" are taken apart."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain(text))
    return re.findall(r"[a-z]+|\d+", spaced.casefold())


def _same(called: list[str], name: list[str]) -> bool:
    """The file is called by the whole name, however its words are parted."""
    return bool(called) and "".join(called) == "".join(name)


def _holds(called: list[str], name: list[str]) -> bool:
    """The whole name stands among the file's other words."""
    return len(name) > 1 and any(called[i : i + len(name)] == name for i in range(len(called)))


def _ends(called: list[str], name: list[str]) -> bool:
    """The last words of the name, as people call each other: "ngoc cam"."""
    return name[-len(called) :] == called


def _natural(name: str) -> tuple[bool, list[tuple[int, str]], str]:
    """Sort key: mere numbers first, for their places are not to be chosen; then 2 before 10."""
    parts = re.findall(r"\d+|\D+", name)
    ordered = [(int(p[:18]), "") if p.isdecimal() else (-1, p.casefold()) for p in parts]
    return not PurePath(name).stem.isdecimal(), ordered, name
