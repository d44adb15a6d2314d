"""Which frames say what of an episode.

https://id3.org/id3v2.3.0 §4, https://id3.org/id3v2.4.0-frames, https://id3.org/id3v2-chapters-1.0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    IPLS,
    TALB,
    TCON,
    TCOP,
    TDRC,
    TIPL,
    TIT2,
    TLAN,
    TLEN,
    TPE1,
    TPUB,
    TXXX,
    USLT,
    CTOCFlags,
    Encoding,
    Frame,
    PictureType,
)

from radio.chapters import chapters
from radio.episode import Episode
from radio.picture import picture
from radio.script import Credit, byline_of
from radio.tags.words import own, rights
from radio.transcript import to_text

_ENCODINGS = {3: Encoding.UTF16, 4: Encoding.UTF8}
_LANGUAGES = {"vi": "vie"}  # ISO 639-1 → 639-2
_NUMERIC = (TDRC, TLEN)
_UNFIT = re.compile("[\0\ud800-\udfff]")
_NO_OFFSET = 0xFFFFFFFF  # "use the times instead"


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be said otherwise; None leaves a thing as it is, and what is empty takes it away."""

    title: str | None = None
    credits: tuple[Credit, ...] | None = None
    programme: str | None = None


def episode_frames(episode: Episode, number: int) -> list[Frame]:
    """The frames of ``episode`` for a tag of version ``number``."""
    script, station = episode.script, episode.station
    encoding, language = _ENCODINGS[number], _LANGUAGES[station.language]
    texts = {
        TIT2: script.title,
        TALB: station.programme or station.name,
        TPUB: station.name,
        TLAN: language,
        TLEN: str(episode.track.duration_ms),
        TCON: "Speech",
        TCOP: rights(episode),
        TDRC: episode.made.strftime("%Y-%m-%d"),
    }
    found = [_text(kind, text, number) for kind, text in texts.items() if text]
    if script.credits:
        found += _byline(script.credits, number, language)
    found.append(USLT(encoding=encoding, lang=language, desc="", text=_fit(to_text(episode.track))))
    found += [TXXX(encoding=encoding, desc=k, text=[_fit(v)]) for k, v in own(episode).items()]
    return found + _cover(episode.cover, encoding) + _chapter_frames(episode, encoding)


def changed_frames(changes: Changes, number: int) -> tuple[list[Frame], tuple[str, ...]]:
    """The frames that say ``changes``, and the keys of those that said it before."""
    language = _LANGUAGES["vi"]
    found: list[Frame] = []
    before: list[str] = []
    for kind, text in ((TIT2, changes.title), (TALB, changes.programme)):
        if text is not None:
            before.append(kind.__name__)
            found += [_text(kind, text, number)] if text else []
    if changes.credits is not None:
        before += ["TPE1", f"COMM::{language}", "IPLS" if number == 3 else "TIPL"]
        found += _byline(changes.credits, number, language) if changes.credits else []
    return found, tuple(before)


def _text(kind: type[Frame], text: str, number: int) -> Frame:
    # ID3v2.3 §3.3: numeric strings are always ISO-8859-1.
    return kind(encoding=Encoding.LATIN1 if kind in _NUMERIC else _ENCODINGS[number], text=[_fit(text)])


def _fit(text: str) -> str:
    """``text`` without what a frame cannot hold: a null ends it, half a letter has no encoding."""
    return _UNFIT.sub("\ufffd", text)


def _byline(credits: Sequence[Credit], number: int, language: str) -> list[Frame]:
    """The names for players, the line as printed, and every credit with its role."""
    encoding = _ENCODINGS[number]
    people = [[_fit(c.role or "byline"), _fit(c.name)] for c in credits]
    # One text, for v2.3 would join several with a stroke.
    names = "; ".join(dict.fromkeys(c.name for c in credits))
    return [
        _text(TPE1, names, number),
        COMM(encoding=encoding, lang=language, desc="", text=[_fit(byline_of(credits))]),
        IPLS(encoding=encoding, people=people) if number == 3 else TIPL(encoding=encoding, people=people),
    ]


def _cover(data: bytes, encoding: int) -> list[Frame]:
    found = picture(data)
    if found is None:
        return []
    return [APIC(encoding=encoding, mime=found.type, type=PictureType.COVER_FRONT, desc="", data=data)]


def _chapter_frames(episode: Episode, encoding: int) -> list[Frame]:
    marks = chapters(episode.track)
    if not marks:
        return []
    ids = [f"chp{i}" for i in range(len(marks))]
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    return [
        CTOC(element_id="toc", flags=flags, child_element_ids=ids, sub_frames=[]),
        *(
            CHAP(
                element_id=name,
                start_time=mark.start_ms,
                end_time=mark.end_ms,
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=[TIT2(encoding=encoding, text=[_fit(mark.title)])],
            )
            for name, mark in zip(ids, marks, strict=True)
        ),
    ]
