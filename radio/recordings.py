"""Recordings: which of those on the disk each statement has: by hand, by the script, or by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from radio.errors import ClipError
from radio.script import Cue, Interview, Script, Segment
from radio.take import Note, Take, note
from radio.takes import match, slot, slots

# What systems leave lying about is no recording; nor is what is hidden.
_JUNK = frozenset({"thumbs.db", "desktop.ini"})


def recordings(
    script: Script, *, clips: Path | None = None, by_hand: Sequence[str] = (), beside: Path | None = None
) -> dict[int, Take]:
    """The recording of each statement that has one, by the statement's number, from 1.

    clips: a folder of recordings called by name or number; None for none. by_hand: ``WHICH=NOTE`` as the
    command line gives it, ``2=phu.m4a@12.4-31.0``; it goes before what the script notes, and that before
    what the folder's names say. beside: the script's own folder, where noted files may stand, too.
    Raises ClipError for a recording that is not there or belongs to nobody, and for what is no note.
    """
    places = slots(script)
    given = _by_hand(places, by_hand, clips)
    noted = {n: _noted(n, place, clips, beside) for n, place in enumerate(places, 1) if _text(place)}
    chosen = {**noted, **given}
    # What was chosen need not be called by anybody's name.
    used = {take.path.resolve() for take in chosen.values() if take.path.name}
    found = {n: Take(path) for n, path in _named(clips, places, used).items()} if clips else {}
    takes = {**found, **{n: _whole(n, take, found) for n, take in chosen.items()}}
    return dict(sorted(takes.items()))


def _by_hand(places: tuple[Segment, ...], by_hand: Sequence[str], clips: Path | None) -> dict[int, Take]:
    takes: dict[int, Take] = {}
    for text in by_hand:
        subject = f"--clip {text}"
        which, equals, noted = text.partition("=")
        if not equals or not which.strip():
            remedy = "write the statement's number or speaker, and the file: --clip 2=phu.m4a@12.4-31.0"
            raise ClipError(subject, "does not say which statement it is for", remedy)
        number = slot(which, places, takes, subject=subject)
        if number in takes:
            raise ClipError(subject, f"statement {number} has a --clip already", "take one of them away")
        takes[number] = _take(_note(noted, subject), [Path(), *([clips] if clips else [])], subject)
    return takes


def _noted(number: int, place: Segment, clips: Path | None, beside: Path | None) -> Take:
    """The recording that the script notes, in one of the two folders: the words may be a stranger's."""
    subject = (
        f"line {place.line}, tệp: {_text(place)}" if place.line else f"statement {number}, {_text(place)}"
    )
    found = _note(_text(place), subject)
    if found.file and (Path(found.file).name != found.file or "\\" in found.file or ":" in found.file):
        raise ClipError(subject, "names a folder", "name the file alone, and put it beside the script")
    return _take(found, [folder for folder in (clips, beside) if folder], subject)


def _text(place: Segment) -> str:
    return place.take if isinstance(place, Interview | Cue) else ""


def _note(text: str, subject: str) -> Note:
    try:
        return note(text)
    except ValueError as error:
        problem, _, remedy = str(error).partition("; ")
        raise ClipError(subject, problem, remedy) from error


def _take(found: Note, folders: Sequence[Path], subject: str) -> Take:
    """The recording in the first of ``folders`` that has it; its path is empty where the note names none."""
    if not found.file:
        return Take(Path(), found.span, found.denoise)
    paths = [folder / found.file for folder in folders]
    for path in paths:
        if path.is_file():
            return Take(path, found.span, found.denoise)
    looked = ", ".join(str(path) for path in paths) or found.file
    raise ClipError(subject, f"there is no such file: {looked}", "check the name and the folder")


def _named(clips: Path, places: tuple[Segment, ...], used: set[Path]) -> dict[int, Path]:
    """The recordings of the folder by the statement that each is called by."""
    try:
        names = [
            p.name
            for p in clips.iterdir()
            if not p.name.startswith(".") and p.name.lower() not in _JUNK and p.resolve() not in used
        ]
    except OSError as error:
        problem = f"the folder of recordings cannot be read ({error.strerror})"
        raise ClipError(clips, problem, "check the name after --clips") from error
    return {number: clips / name for number, name in match(places, names).items()}


def _whole(number: int, take: Take, found: dict[int, Take]) -> Take:
    """``take`` with its file, if it was given a span alone."""
    if take.path.name:
        return take
    if number not in found:
        problem = f"statement {number} has a span, but no recording"
        raise ClipError("the recordings", problem, "name the file before the @, or put it into --clips")
    return replace(take, path=found[number].path)
