"""Knocks: a hand on the microphone, a door, a dropped telephone; far louder than what is said.

Left as they are they would set the recording's level, and nobody would hear the words.
"""

from __future__ import annotations

import numpy as np

from radio.audio import peaks, silence
from radio.audio.ranks import percentiles

_OVER_DB = 10.0  # over the loud tenth of speech, which its loudest syllables do not reach
_SENSE_MS = 15  # to either side: over so much a level is taken
_BLOCK_MS = 10
_FLOOR = 1e-10


def highest_db(levels: silence.Levels) -> float:
    """The level that speech of such ``levels`` (dB, each 10 ms) does not exceed; inf if there is none."""
    speech = levels[silence.loud(levels)] if len(levels) else levels
    return percentiles(speech, 90)[0] + _OVER_DB if len(speech) else float("inf")


def tamed(powers: peaks.Floats) -> peaks.Floats:
    """Gains at the edges of milliseconds that bring knocks down to speech; 1 where there are none.

    powers: mean squares of each millisecond, full scale being 1.
    """
    whole = len(powers) // _BLOCK_MS * _BLOCK_MS
    blocks = powers[:whole].reshape(-1, _BLOCK_MS).mean(axis=1, dtype=np.float64)
    highest = highest_db(10 * np.log10(blocks + _FLOOR))
    levels = np.sqrt(peaks.means(powers, _SENSE_MS) + np.float32(_FLOOR))
    return peaks.gains(np.asarray(levels, np.float32), 10 ** (highest / 20))
