"""Two channels into one, whatever the recorder did with them.

A microphone plugged into one side leaves the other one empty, and a wrongly wired one turns it upside down:
the plain mean of such channels is too quiet, or nothing at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from radio.audio.sound import Samples

_ONE_SIDE = 0.01  # of the other's energy, -20 dB: nobody sits there
_OPPOSITE = -0.7  # correlation of channels that cancel each other


class Channels(StrEnum):
    """How two channels belong together."""

    ONE = "one"  # spread over both, each 3 dB lower, so that their powers add up to it
    BOTH = "both"
    LEFT = "left"  # alone
    RIGHT = "right"  # alone
    OPPOSITE = "opposite"  # one of them upside down


@dataclass(frozen=True, slots=True)
class Energies:
    """Sums over all frames of a recording, full scale being 1."""

    left: float = 0.0  # squares of the left channel
    right: float = 0.0  # squares of the right channel
    cross: float = 0.0  # products of the two

    def add(self, frames: Samples) -> Energies:
        """With those of ``frames``, shape ``(n, 2)``."""
        wave = frames.astype(np.float32) / 32768
        left, right = np.ascontiguousarray(wave[:, 0]), np.ascontiguousarray(wave[:, 1])
        return Energies(
            self.left + float(left @ left),
            self.right + float(right @ right),
            self.cross + float(left @ right),
        )


def channels(energies: Energies) -> Channels:
    """What the recorder did."""
    left, right = energies.left, energies.right
    if right < _ONE_SIDE * left:
        return Channels.LEFT
    if left < _ONE_SIDE * right:
        return Channels.RIGHT
    # Silence falls through to here: its correlation is nothing.
    if energies.cross < _OPPOSITE * np.sqrt(left * right):
        return Channels.OPPOSITE
    return Channels.BOTH


def mono(frames: Samples, how: Channels) -> Samples:
    """``frames``, shape ``(n, 2)``, as one channel."""
    if how is Channels.ONE:
        louder = np.clip(np.rint(frames[:, 0] * np.float32(np.sqrt(2))), -32768, 32767)
        return np.asarray(louder, np.int16)
    if how is Channels.LEFT:
        return np.ascontiguousarray(frames[:, 0])
    if how is Channels.RIGHT:
        return np.ascontiguousarray(frames[:, 1])
    left, right = frames[:, 0].astype(np.int32), frames[:, 1].astype(np.int32)
    mixed = left - right if how is Channels.OPPOSITE else left + right
    return (mixed >> 1).astype(np.int16)
