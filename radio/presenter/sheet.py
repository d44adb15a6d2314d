"""The sheet: a script as the lines that a presenter has before them, each with the name of its look.

The looks are the styles in ``data/styles.xml``. What is printed is Vietnamese: it is for the studio.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from radio.presenter.timing import clock, running_ms
from radio.script import CUE_WORDS, Cue, Interview, Narration, Question, Script, Segment, Speaker, cues
from radio.station import Station
from radio.takes import slots

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
    for segment, number in _shown(script):
        if isinstance(segment, Interview):
            yield from _tape(segment, number, station)
        elif isinstance(segment, Cue):
            yield from _cue(segment, number, station)
        else:
            yield from _spoken(segment, station)
    yield Line("End", "– HẾT –")


def running_head(script: Script) -> Line:
    """What stands at the top of every page but the first, so that fallen sheets find their story again."""
    return Line("Header", script.title)


def _shown(script: Script) -> list[tuple[Segment, int]]:
    """What is printed below the head, each with its recording's number, 0 if there is none.

    A cue that only calls for the recording after it is left out: that one says itself whose it is.
    """
    numbers = {id(slot): number for number, slot in enumerate(slots(script), 1)}
    found: list[tuple[Segment, int]] = [(Narration(script.lead), 0)] if script.lead else []
    for segment in script.segments:
        number = numbers.get(id(segment), 0)
        if number or segment.speaker is None or not isinstance(segment, Cue):
            found.append((segment, number))
    return found


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
    times = [(running_ms(segment, station.pause), number) for segment, number in _shown(script)]
    title = running_ms(Narration(script.title), station.pause) if station.read_title and script.title else 0
    taped = sum(time for time, number in times if number)
    read = title + sum(time for time, number in times if not number)
    shares = f" (lời đọc {clock(read)}, băng {clock(taped)})" if taped else ""
    return f"Thời lượng: khoảng {clock(read + taped)}{shares}"


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
    if len(segment.text.split()) > 2 * CUE_WORDS:
        in_cue, out_cue = cues(segment.text)
        yield Line("TapeCue", f"Câu vào: “{in_cue}…”")
        yield Line("TapeCue", f"Câu ra: “…{out_cue}”")
    yield Line("TapeWords", f"“{segment.text}”")


def _cue(segment: Cue, number: int, station: Station) -> Iterator[Line]:
    """An instruction; a recording whose words are not in the script is named like the others."""
    text = segment.text.strip()
    if text[:1] + text[-1:] in _BRACKETS:
        text = text[1:-1].strip()
    if number:
        time = running_ms(segment, station.pause)
        yield from _tape_head(segment, number, clock(time) if time else "")
        yield Line("TapeInstruction", f"[{text.upper()}]")
    else:
        yield Line("Cue", f"[{text.upper()}]")


def _tape_head(segment: Segment, number: int, time: str) -> Iterator[Line]:
    """Whose recording it is; its number is the one that a clip's file name may have."""
    speaker = segment.speaker or Speaker("chưa rõ người nói")
    yield Line("Tape", f"BĂNG {number}: {speaker.name}", time)
    if speaker.role:
        yield Line("TapeRole", speaker.role)
