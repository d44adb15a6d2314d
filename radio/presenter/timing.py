"""How long a script runs when a person reads it: an estimate to plan a programme by."""

from __future__ import annotations

import re

from radio import sentences, speech
from radio.script import Cue, Segment
from radio.station import Pauses

# Vietnamese newsreaders speak at about 4 syllables a second, 240 a minute, pauses between sentences apart.
SYLLABLES_PER_SECOND = 4.0
_SYLLABLE = re.compile(r"\w+")  # Vietnamese writes each by itself


def running_ms(segment: Segment, pauses: Pauses) -> int:
    """Milliseconds that ``segment`` takes, numbers and abbreviations spoken out, the pause after it with it.

    0 for a cue: what is played there is not known here.
    """
    if isinstance(segment, Cue):
        return 0
    syllables = len(_SYLLABLE.findall(speech.normalize(segment.text).text))
    breaths = len(sentences.split(segment.text)) - 1
    return round(1000 * syllables / SYLLABLES_PER_SECOND) + breaths * pauses.sentence + pauses.paragraph


def clock(milliseconds: int) -> str:
    """Minutes and seconds as a rundown prints them: ``1'05"``."""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"{minutes}'{seconds:02d}\""
