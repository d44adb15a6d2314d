"""What is wrong with a recording, and when: for a producer to listen there first."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from radio.audio import knocks, silence
from radio.audio.clip import HOUSE_RATE
from radio.audio.ranks import percentiles
from radio.audio.sound import Sound
from radio.audio.stereo import Channels

_FULL = 32_600  # a converter that overflows stays at its highest value, give or take a resampler's ripple
_FLAT = 4  # samples in a row that stay there: a loud peak does not
_CLIPPED_MS = 10  # of a recording may be so before anybody hears it
_DEAD_DB = -75.0  # no room is so quiet
_DEAD_S = 2.0  # a pause for thought is shorter
_FAINT_DB = -45.0  # loud twentieth of a recording that nobody spoke into
_SPEECH_RANGE_DB = 15.0  # between the loud and the quiet tenth of speech in a room
_EDGE_BLOCKS = 4  # at either end: a word ends more slowly
_ABRUPT_DB = 8.0  # under the loud tenth
_NOTICED_DB = 3.0  # over the loudest speech: a knock to be told of
_PIECE = 480_000  # samples looked at together
_BLOCKS_A_SECOND = 100
_SIDES = {
    Channels.LEFT: "only the left channel has sound: it is taken alone",
    Channels.RIGHT: "only the right channel has sound: it is taken alone",
    Channels.OPPOSITE: "the channels are of opposite phase: one of them is turned round",
}


def faults(
    sound: Sound, channels: Channels = Channels.BOTH, *, start_ms: int = 0, whole: bool = True
) -> tuple[str, ...]:
    """One clause for each fault of a recording at the house rate; none of one that is as it should be.

    start_ms: where in its recording ``sound`` begins: times are the recording's. whole: whether it is all of
    it; what a producer has cut out of it begins and ends where it is wanted to.
    """
    levels = silence.levels_db(sound, HOUSE_RATE)
    side = _SIDES.get(channels)
    start_s = start_ms / 1000
    return (
        *([side] if side else []),
        *_clipped(sound, start_s),
        *_faint(levels),
        *_knocked(levels, start_s),
        *_dead(levels, start_s),
        *(_abrupt(levels) if whole else ()),
    )


def _clipped(sound: Sound, start_s: float) -> Iterator[str]:
    first, count = None, 0
    for start in range(0, len(sound), _PIECE):
        piece = sound[start : start + _PIECE]
        full = (piece >= _FULL) | (piece <= -_FULL)
        flat = _runs(full) if full.any() else np.zeros(0, np.int64)
        count += len(flat)
        if first is None and len(flat):
            first = (start + int(flat[0])) / HOUSE_RATE
    if first is not None and count >= _CLIPPED_MS * HOUSE_RATE // 1000:
        yield f"clipped, first at {_clock(start_s + first)}: record it again with less gain"


def _runs(full: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Where so many in a row are."""
    padded = np.pad(full, (0, _FLAT - 1))
    return np.flatnonzero(np.logical_and.reduce([padded[i : i + len(full)] for i in range(_FLAT)]))


def _faint(levels: silence.Levels) -> Iterator[str]:
    if len(levels) and (top := percentiles(levels, 95)[0]) < _FAINT_DB:
        yield f"nearly silent: its loud places stand at {top:.0f} dB"


def _knocked(levels: silence.Levels, start_s: float) -> Iterator[str]:
    """What is so much louder than the speech that it is no speech."""
    highest_db = knocks.highest_db(levels)
    found = np.flatnonzero(levels > highest_db + _NOTICED_DB)
    if len(found):
        at_s, over_db = start_s + found[0] / _BLOCKS_A_SECOND, float(levels.max()) - highest_db
        yield f"knocked at, first at {_clock(at_s)}: {over_db:.0f} dB louder than speech can be, turned down"


def _dead(levels: silence.Levels, start_s: float) -> Iterator[str]:
    """Stretches of nothing at all between sound."""
    heard = np.flatnonzero(levels > _DEAD_DB)
    gaps = np.diff(heard)
    for at in np.flatnonzero(gaps > _DEAD_S * _BLOCKS_A_SECOND):
        start, end = (heard[at] + 1) / _BLOCKS_A_SECOND, heard[at + 1] / _BLOCKS_A_SECOND
        yield f"silent from {_clock(start_s + start)} to {_clock(start_s + end)}"


def _abrupt(levels: silence.Levels) -> Iterator[str]:
    """A beginning or an end in the middle of a word: the button was pressed too late, or let go too soon."""
    if len(levels) < _BLOCKS_A_SECOND:
        return
    quiet, loud = percentiles(levels, 10, 90)
    if loud - quiet < _SPEECH_RANGE_DB:
        return  # no speech, or too noisy to be told
    if levels[:_EDGE_BLOCKS].min() > loud - _ABRUPT_DB:
        yield "begins in the middle of a sound, at 0:00.0: the first word may be missing"
    if levels[-_EDGE_BLOCKS:].min() > loud - _ABRUPT_DB:
        end = _clock(len(levels) / _BLOCKS_A_SECOND)
        yield f"ends in the middle of a sound, at {end}: the last word may be missing"


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{seconds % 60:04.1f}"
