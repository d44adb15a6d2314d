"""The transcript: who says what and when, as WebVTT, SubRip and plain text, in the written words.

https://www.w3.org/TR/webvtt1/; https://github.com/Podcastindex-org/podcast-namespace (transcripts.md): at
most two lines a caption, the speaker's name where the speaker changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from radio.cues import bare
from radio.script import Cue, Narration, Question, Segment
from radio.track import Phrase, Track

_PRESENTER = "Phát thanh viên"
_REPORTER = "Phóng viên"
_LINE = 37  # characters that fit a line of a caption
_TOO_SHORT_MS = 830  # to be read (the usual rule of subtitlers: five sixths of a second)
_NEAR_MS = 1000  # of silence, over which a short phrase is joined to another
_LEAST_MS = 1200  # that a caption stands, where nothing follows sooner
_MOST_MS = 10_000  # that one stands, as where few words are written of a long recording


@dataclass(frozen=True, slots=True)
class Caption:
    """A phrase as it is shown."""

    text: str  # written words; a recording without words is told of in square brackets
    voice: str  # who speaks: a person's name, or the presenter's or reporter's part; "" for a sound
    first: bool  # whether the voice begins to speak here
    start_ms: int  # from the programme's start
    end_ms: int  # first millisecond after it; more than start_ms


def captions(track: Track) -> Iterator[Caption]:
    """The programme's phrases in order; they do not overlap, and none is gone too soon or stands too long."""
    found = list(_captions(track))
    nexts = [caption.start_ms for caption in found[1:]] + [track.duration_ms]
    for caption, next_ms in zip(found, nexts, strict=True):
        least = min(caption.start_ms + _LEAST_MS, next_ms)
        end_ms = max(least, min(caption.end_ms, caption.start_ms + _MOST_MS))
        yield replace(caption, end_ms=end_ms)


def _captions(track: Track) -> Iterator[Caption]:
    before = ""
    for entry in track.entries:
        voice = voice_of(entry.segment)
        if not entry.phrases:
            told = f"[{bare(entry.segment.text)}]"
            yield Caption(told, voice, voice != before, entry.start_ms, entry.end_ms)
        for place, phrase in enumerate(_readable(entry.phrases)):
            first = place == 0 and voice != before
            yield Caption(phrase.text, voice, first, phrase.start_ms, phrase.end_ms)
        before = voice


def _readable(phrases: Sequence[Phrase]) -> Sequence[Phrase]:
    """A segment's phrases, those too short to be read joined to a neighbour where they fit."""
    joined: list[Phrase] = []
    for phrase in phrases:
        if joined and (_is_short(phrase) or _is_short(joined[-1])) and _fit(joined[-1], phrase):
            before = joined.pop()
            joined.append(Phrase(f"{before.text} {phrase.text}", before.start_ms, phrase.end_ms))
        else:
            joined.append(phrase)
    return joined


def _is_short(phrase: Phrase) -> bool:
    return phrase.end_ms - phrase.start_ms < _TOO_SHORT_MS


def _fit(one: Phrase, two: Phrase) -> bool:
    """Whether two phrases may stand in one caption."""
    near = two.start_ms - one.end_ms <= _NEAR_MS and two.end_ms - one.start_ms <= _MOST_MS
    return near and len(one.text) + 1 + len(two.text) <= 2 * _LINE


def voice_of(segment: Segment) -> str:
    """Who is heard, as a reader of the transcript knows them; "" for a sound that nobody makes."""
    if segment.speaker is not None:
        return segment.speaker.name
    if isinstance(segment, Narration) and segment.presenter:
        return segment.presenter
    if isinstance(segment, Question):
        return _REPORTER
    return "" if isinstance(segment, Cue) else _PRESENTER


def to_vtt(track: Track) -> str:
    """WebVTT with a voice for each caption."""
    cues = (f"{_clock(c.start_ms, '.')} --> {_clock(c.end_ms, '.')}\n{_voiced(c)}\n" for c in captions(track))
    return "\n".join(["WEBVTT\n", *cues])


def to_srt(track: Track) -> str:
    """SubRip, numbered from 1; a name and a colon where the speaker changes."""
    return "\n".join(
        f"{number}\n{_clock(c.start_ms, ',')} --> {_clock(c.end_ms, ',')}\n{_lines(_named(c))}\n"
        for number, c in enumerate(captions(track), 1)
    )


def to_text(track: Track) -> str:
    """Plain text, a paragraph a segment, the people who are quoted named."""
    return "\n\n".join(_paragraph(e.segment) for e in track.entries) + "\n"


def _paragraph(segment: Segment) -> str:
    text = f"[{bare(segment.text)}]" if isinstance(segment, Cue) else segment.text
    return f"{segment.speaker.name}: {text}" if segment.speaker else text


def _voiced(caption: Caption) -> str:
    text = _lines(_escaped(caption.text))
    return f"<v {_escaped(' '.join(caption.voice.split()))}>{text}" if caption.voice else text


def _named(caption: Caption) -> str:
    # SubRip has no escapes: an arrow of its own in the text would be taken for a time.
    text = caption.text.replace("-->", "→")
    return f"{caption.voice}: {text}" if caption.voice and caption.first else text


def _escaped(text: str) -> str:
    # WebVTT §4.2.1: a cue's text may not hold "<" or "&" bare, nor "-->".
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lines(text: str) -> str:
    """``text`` on one line, or on two that are about as long, where there is a blank to part it."""
    text = " ".join(text.split())  # an empty line would end the caption
    middle = len(text) // 2
    places = (text.rfind(" ", 0, middle + 1), text.find(" ", middle))
    blanks = [place for place in places if place > 0]
    if len(text) <= _LINE or not blanks:
        return text
    cut = min(blanks, key=lambda place: abs(place - middle))
    return f"{text[:cut]}\n{text[cut + 1 :]}"


def _clock(ms: int, point: str) -> str:
    """``hh:mm:ss`` and milliseconds behind ``point``."""
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"
