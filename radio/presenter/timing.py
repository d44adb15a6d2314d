"""How long a script runs when a person reads it: an estimate to plan a programme by."""

from __future__ import annotations

import re

from radio import sentences, speech
from radio.script import Cue, Segment
from radio.station import Pauses

# Vietnamese newsreaders speak at about 4 syllables a second, 240 a minute, pauses between sentences apart.
SYLLABLES_PER_SECOND = 4.0
# Times that stations write into a cue: 1'20", 1:20, 45".
_MINUTES = re.compile(r"(?<!\d)(\d{1,2})\s?(?:['’′](?!['’′])\s?(\d{1,2})?|:(\d{2}))(?!\d)")
_SECONDS = re.compile(r"(?<!\d)(\d{1,3})\s?(?:[\"”″]|'')")
_SYLLABLE = re.compile(r"\w+")  # Vietnamese writes each by itself


def running_ms(segment: Segment, pauses: Pauses) -> int:
    """Milliseconds that ``segment`` takes, numbers and abbreviations spoken out, the pause after it with it.

    For a cue, the time that is written in it; 0 if none is.
    """
    if isinstance(segment, Cue):
        return _written_ms(segment.text)
    syllables = len(_SYLLABLE.findall(speech.normalize(segment.text).text))
    breaths = len(sentences.split(segment.text)) - 1
    return round(1000 * syllables / SYLLABLES_PER_SECOND) + breaths * pauses.sentence + pauses.paragraph


def _written_ms(text: str) -> int:
    if minutes := _MINUTES.search(text):
        return 60_000 * int(minutes[1]) + 1000 * int(minutes[2] or minutes[3] or 0)
    seconds = _SECONDS.search(text)
    return 1000 * int(seconds[1]) if seconds else 0


def clock(milliseconds: int) -> str:
    """Minutes and seconds as a rundown prints them: ``1'05"``."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"{minutes}'{seconds:02d}\""
