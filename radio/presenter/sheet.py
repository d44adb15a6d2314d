"""The sheet: a script as the lines that a presenter has before them, each with the name of its look.

The looks are the styles in ``data/styles.xml``. What is printed is Vietnamese: it is for the studio.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from radio.presenter.timing import clock, running_ms
from radio.script import Cue, Interview, Narration, Question, Script, Segment, Speaker
from radio.station import Station
from radio.takes import slots

_CUE_WORDS = 6  # at each end of a recording: enough to know it by
_BRACKETS = ("()", "[]", "{}", "<>")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the sheet."""

    style: str  # a style's identifier: "Narration"
    text: str
    right: str = ""  # what stands at the right margin of the same line


def sheet(script: Script, station: Station, day: date | None) -> Iterator[Line]:
    """The lines of ``script``, from the station's name to the end mark; ``day`` is that of the broadcast."""
    yield from _head(script, station, day)
    if script.lead:
        yield from _spoken(Narration(script.lead), station)
    numbers = {id(slot): number for number, slot in enumerate(slots(script), 1)}
    for segment in script.segments:
        number = numbers.get(id(segment), 0)
        if isinstance(segment, Interview):
            yield from _tape(segment, number, station)
        elif isinstance(segment, Cue):
            if number or segment.speaker is None:  # else it calls for the recording that follows by its name
                yield from _cue(segment, number)
        else:
            yield from _spoken(segment, station)
    yield Line("End", "– HẾT –")


def running_head(script: Script) -> Line:
    """What stands at the top of every page but the first, so that fallen sheets find their story again."""
    return Line("Header", script.title)


def _head(script: Script, station: Station, day: date | None) -> Iterator[Line]:
    names = " – ".join(name for name in (station.name.upper(), station.programme) if name)
    printed_day = f"Ngày {day:%d/%m/%Y}" if day else ""
    if names or printed_day:
        yield Line("Station", names, printed_day)
    if script.title:
        yield Line("Title", script.title)
    if script.byline:
        yield Line("Byline", script.byline)
    yield Line("RunningTime", _total(script, station))


def _total(script: Script, station: Station) -> str:
    """``Thời lượng: khoảng 3'20" (lời đọc 2'05", băng 1'15")``."""
    opening = [Narration(script.title)] if station.read_title and script.title else []
    opening += [Narration(script.lead)] if script.lead else []
    taped = _time(script.interviews, station)
    read = _time((*opening, *(s for s in script.segments if not isinstance(s, Interview))), station)
    shares = f" (lời đọc {clock(read)}, băng {clock(taped)})" if taped else ""
    return f"Thời lượng: khoảng {clock(read + taped)}{shares}"


def _time(segments: tuple[Segment, ...], station: Station) -> int:
    return sum(running_ms(segment, station.pause) for segment in segments)


def _spoken(segment: Segment, station: Station) -> Iterator[Line]:
    """What somebody in the studio reads."""
    who, style = "PTV", "Narration"
    if isinstance(segment, Question):
        who, style = "PV", "Question"
    elif isinstance(segment, Narration) and segment.presenter:
        who = segment.presenter.upper()
    if segment.speaker is not None:
        who = f"{who}: {segment.speaker.name}"
    yield Line("Who", who, clock(running_ms(segment, station.pause)))
    yield Line(style, segment.text)


def _tape(segment: Interview, number: int, station: Station) -> Iterator[Line]:
    """A recording: whose it is, how it begins and ends, its words."""
    yield from _tape_head(segment, number, clock(running_ms(segment, station.pause)))
    words = segment.text.split()
    if len(words) > 2 * _CUE_WORDS:
        yield Line("TapeCue", f"Câu vào: “{' '.join(words[:_CUE_WORDS])}…”")
        yield Line("TapeCue", f"Câu ra: “…{' '.join(words[-_CUE_WORDS:])}”")
    yield Line("TapeWords", f"“{segment.text}”")


def _cue(segment: Cue, number: int) -> Iterator[Line]:
    """An instruction; a recording whose words are not in the script is named like the others."""
    if number:
        yield from _tape_head(segment, number)
    text = segment.text.strip()
    if text[:1] + text[-1:] in _BRACKETS:
        text = text[1:-1].strip()
    yield Line("Cue", f"[{text.upper()}]")


def _tape_head(segment: Segment, number: int, time: str = "") -> Iterator[Line]:
    """Whose recording it is; its number is the one that a clip's file name may have."""
    speaker = segment.speaker or Speaker("chưa rõ người nói")
    yield Line("Tape", f"BĂNG {number}: {speaker.name}", time)
    if speaker.role:
        yield Line("TapeRole", speaker.role)
