"""Take: a recording for one segment, and how much of it is to be heard; and how a producer writes that down.

::

    phu.m4a                     all of it, dead air at its ends cut
    phu.m4a@12.4-31.0           from 12.4 to 31.0 seconds, taken by hand; also 1:05-1:20, 12,4-31
    phu.m4a@12.4-               from there to its end;  phu.m4a@-31  from its start
    phu.m4a@12.4-31.0+denoise   with its noise reduced, whatever the station's setting; +nodenoise leaves it
    @12.4-31.0                  a span of the recording that is found by its name
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_NOISE = {"+denoise": True, "+nodenoise": False}
# Behind the last @, what is made of nothing but this is a span, or a slip in writing one.
_SPANLIKE = re.compile(r"[\d\s:.,\-–—]+")
_SPAN = re.compile(r"([\d:.,]*)\s*[-–—]\s*([\d:.,]*)")
_TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,6}))?")
_HOW = "write 12.4-31.0 in seconds, 1:05-1:20 in minutes, or 12.4- to the end"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a recording, taken by hand."""

    start_ms: int  # from the recording's start
    end_ms: int | None = None  # past it; None for the recording's end


@dataclass(frozen=True, slots=True)
class Note:
    """What a producer wrote: see above."""

    file: str  # name or path; "" for the one that is found by its name
    span: Span | None = None  # None for all of it
    denoise: bool | None = None  # whether its noise is reduced; None as the station has it


@dataclass(frozen=True, slots=True)
class Take:
    """A recording for one segment."""

    path: Path
    span: Span | None = None  # None for all of it, without the dead air at its ends
    denoise: bool | None = None  # whether its noise is reduced; None as the station has it


def note(text: str) -> Note:
    """What ``text`` says. Raises ValueError that says what is wrong with it, and how to write it."""
    file, denoise = text.strip(), None
    for ending, reduced in _NOISE.items():
        if file.endswith(ending):
            file, denoise = file.removesuffix(ending).rstrip(), reduced
    before, at, behind = file.rpartition("@")
    span = None
    if at and (not behind or _SPANLIKE.fullmatch(behind)):
        file, span = before.rstrip(), _span(behind.strip())
    if not file and span is None and denoise is None:
        raise ValueError("no recording is named; write its file's name, or @ and a span")
    return Note(file, span, denoise)


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text)
    if match is None or not (match[1] or match[2]):
        raise ValueError(f"“{text}” is no span; {_HOW}")
    start_ms = _ms(match[1]) if match[1] else 0
    end_ms = _ms(match[2]) if match[2] else None
    if end_ms is not None and end_ms <= start_ms:
        raise ValueError(f"“{text}” ends before it begins; {_HOW}")
    return Span(start_ms, end_ms)


def _ms(text: str) -> int:
    match = _TIME.fullmatch(text)
    if match is None or (match[2] and int(match[3]) > 59) or (match[1] and int(match[2]) > 59):
        raise ValueError(f"“{text}” is no time; {_HOW}")
    hours, minutes, seconds, fraction = match.groups("0")
    whole_s = int(hours) * 3600 + int(minutes) * 60 + int(seconds)
    return whole_s * 1000 + round(float(f"0.{fraction}") * 1000)


def clock(ms: int) -> str:
    """``0:31.5``, ``1:02:05``: a time of a recording as messages tell it."""
    minutes, left_ms = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{left_ms / 1000:06.3f}".rstrip("0").rstrip(".")
    return f"{hours}:{minutes:02}:{seconds}" if hours else f"{minutes}:{seconds}"
