"""The sheet: a script as the lines that a presenter has before them, each with the name of its look.

The looks are the styles in ``data/styles.xml``. What is printed is Vietnamese: it is for the studio.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from radio.presenter.timing import clock, running_ms
from radio.script import CUE_WORDS, Cue, Interview, Narration, Question, Script, Segment, Speaker, cues
from radio.shortening import shorten
from radio.station import Pauses, Station
from radio.takes import slots

_TIME, _END = "Thời lượng: khoảng", "– HẾT –"  # by which a sheet is known
_HEAD_CHARACTERS = 80  # of a line atop a page
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
    for shown in _shown(script, station.pause):
        if isinstance(shown.segment, Interview):
            yield from _tape(shown.segment, shown)
        elif isinstance(shown.segment, Cue):
            yield from _cue(shown.segment, shown)
        else:
            yield from _spoken(shown.segment, shown)
    yield Line("End", _END)


def is_sheet(texts: Sequence[str]) -> bool:
    """Whether paragraphs are those of a sheet, as it was printed or as somebody changed it."""
    return _END in texts[-3:] and any(text.startswith(_TIME) for text in texts[:9])


def running_head(script: Script) -> Line:
    """What stands at the top of every page but the first, so that fallen sheets find their story again."""
    first = script.lead or next((s.text for s in script.segments if not isinstance(s, Cue)), "")
    return Line("Header", shorten(script.title or first, _HEAD_CHARACTERS))


class _Shown(NamedTuple):
    """A segment below the head."""

    segment: Segment
    number: int  # of its recording, 0 if there is none
    time_ms: int  # whole seconds, so that what is printed adds up

    @property
    def time(self) -> str:
        """For the right margin."""
        return clock(self.time_ms) if self.time_ms else ""


def _shown(script: Script, pauses: Pauses) -> list[_Shown]:
    """What is printed below the head.

    A cue that only calls for the recording after it is left out: that one says itself whose it is, and takes
    the time that the cue gives it.
    """
    numbers = {id(slot): number for number, slot in enumerate(slots(script), 1)}
    lead = Narration(script.lead)
    found = [_Shown(lead, 0, _time_ms(lead, pauses))] if script.lead else []
    announced_ms = 0
    for segment in script.segments:
        number, time_ms = numbers.get(id(segment), 0), _time_ms(segment, pauses)
        if number or segment.speaker is None or not isinstance(segment, Cue):
            found.append(_Shown(segment, number, announced_ms or time_ms))
            announced_ms = 0
        else:
            announced_ms = time_ms
    return found


def _time_ms(segment: Segment, pauses: Pauses) -> int:
    return 1000 * round(running_ms(segment, pauses) / 1000)


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
    shown = _shown(script, station.pause)
    title = _time_ms(Narration(script.title), station.pause) if station.read_title and script.title else 0
    taped = sum(each.time_ms for each in shown if each.number)
    read = title + sum(each.time_ms for each in shown if not each.number)
    shares = f" (lời đọc {clock(read)}, băng {clock(taped)})" if taped else ""
    return f"{_TIME} {clock(read + taped)}{shares}"


def _spoken(segment: Segment, shown: _Shown) -> Iterator[Line]:
    """What somebody in the studio reads."""
    who, style = "PTV", "Narration"
    if isinstance(segment, Question):
        who, style = "PV", "Question"
    elif isinstance(segment, Narration) and segment.presenter:
        who = segment.presenter.upper()
    if segment.speaker is not None:
        who = f"{who}: {segment.speaker.name}"
    yield Line("Who", who, shown.time)
    yield Line(style, segment.text)


def _tape(segment: Interview, shown: _Shown) -> Iterator[Line]:
    """A recording: whose it is, how it begins and ends, its words."""
    yield from _tape_head(shown)
    if len(segment.text.split()) > 2 * CUE_WORDS:
        in_cue, out_cue = cues(segment.text)
        yield Line("TapeCue", f"Câu vào: “{in_cue}…”")
        yield Line("TapeCue", f"Câu ra: “…{out_cue}”")
    yield Line("TapeWords", f"“{segment.text}”" if segment.text else "(chưa ghi lời)")


def _cue(segment: Cue, shown: _Shown) -> Iterator[Line]:
    """An instruction; a recording whose words are not in the script is named like the others."""
    text = segment.text.strip()
    if text[:1] + text[-1:] in _BRACKETS:
        text = text[1:-1].strip()
    if shown.number:
        yield from _tape_head(shown)
        yield Line("TapeInstruction", f"[{text.upper()}]")
    else:
        yield Line("Cue", f"[{text.upper()}]")


def _tape_head(shown: _Shown) -> Iterator[Line]:
    """Whose recording it is; its number is the one that a clip's file name may have."""
    speaker = shown.segment.speaker or Speaker("")
    yield Line("Tape", f"BĂNG {shown.number}: {speaker.name or 'chưa rõ người nói'}", shown.time)
    if speaker.role:
        yield Line("TapeRole", speaker.role)
