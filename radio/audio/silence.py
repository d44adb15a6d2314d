"""Dead air at the ends of a recording."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from radio.audio.ranks import percentiles
from radio.audio.sound import Samples, Sound

Levels = npt.NDArray[np.float64]  # dB below full scale, one each 10 ms

_BLOCK_MS = 10
_PIECE_BLOCKS = 1000  # looked at together
_SPEECH_BLOCKS = 4  # so many of _WINDOW neighbouring blocks must be loud: a click is no speech
_WINDOW = 6
_FLOOR_DB = -96.0
_INAUDIBLE_DB = -70.0
_LEAST_RANGE_DB = 12.0  # of speech over noise: more noise than that cannot be told from it


def levels_db(samples: Sound, rate: int) -> npt.NDArray[np.float64]:
    """RMS level of each whole 10 ms block, dB below full scale, shape ``(len(samples) // block,)``."""
    size = rate * _BLOCK_MS // 1000
    pieces = range(0, len(samples), _PIECE_BLOCKS * size)
    levels = [_levels_db(samples[start : start + _PIECE_BLOCKS * size], size) for start in pieces]
    return np.concatenate([np.zeros(0), *levels])


def _levels_db(samples: Samples, size: int) -> npt.NDArray[np.float64]:
    count = len(samples) // size
    blocks = samples[: count * size].reshape(count, size).astype(np.float32)
    mean_square = np.einsum("ij,ij->i", blocks, blocks, dtype=np.float64) / size / 32768.0**2
    return np.asarray(10 * np.log10(np.maximum(mean_square, 10 ** (_FLOOR_DB / 10))), np.float64)


def loud(levels: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which blocks hold speech: above the recording's own noise, whatever its level.

    The threshold stands 8 dB over the quiet tenth of the blocks, or in the middle between it and the loud
    twentieth where they are near to each other: on a telephone in the street. It is never less than 10 nor
    more than 45 dB under the loud ones: a clip without any dead air has no quiet tenth to speak of.
    """
    quiet, top = percentiles(levels, 10, 95)
    threshold = quiet + min(8, (top - quiet) / 2)
    return np.asarray(levels > np.clip(threshold, top - 45, top - 10), np.bool_)


def noise_db(levels: Levels) -> float:
    """The level of a recording's own noise, from ``levels``: its quiet moments, well under its loud ones."""
    if not len(levels):
        return _FLOOR_DB
    quiet, top = percentiles(levels, 5, 95)
    return float(min(quiet, top - _LEAST_RANGE_DB))


def sound_span(samples: Sound, rate: int) -> tuple[int, int]:
    """First and past-the-last sample of the sound that is more than silence; all of it where there is none.

    A piece of music ends far below its loud places: what counts is what can be heard at all.
    """
    found = np.flatnonzero(levels_db(samples, rate) > _INAUDIBLE_DB)
    if not len(found):
        return 0, len(samples)
    block = rate * _BLOCK_MS // 1000
    whole = found[-1] + 1 == len(samples) // block
    return int(found[0]) * block, len(samples) if whole else int(found[-1] + 1) * block


def speech_span(samples: Sound, rate: int, *, before_ms: int = 120, after_ms: int = 220) -> tuple[int, int]:
    """First and past-the-last sample of the sound that is no dead air, with a margin.

    before_ms, after_ms: margin kept, for the breath before and the room after.
    The whole of ``samples`` where there is no speech to be told from noise.
    """
    levels = levels_db(samples, rate)
    if len(levels) < _WINDOW:
        return 0, len(samples)
    run = np.convolve(loud(levels), np.ones(_WINDOW), "valid") >= _SPEECH_BLOCKS
    found = np.flatnonzero(run)
    if not len(found):
        return 0, len(samples)
    block = rate * _BLOCK_MS // 1000
    start = found[0] * block - rate * before_ms // 1000
    end = (found[-1] + _WINDOW) * block + rate * after_ms // 1000
    return max(0, int(start)), min(len(samples), int(end))
