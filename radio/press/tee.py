"""Several reels that take the same programme."""

from __future__ import annotations

from dataclasses import dataclass

from radio.audio.sound import Sound
from radio.press.press import Middle, Press, Taken
from radio.press.wav import Wav


@dataclass(frozen=True, slots=True)
class Tee:
    """What is given to each of them."""

    reels: tuple[Press | Wav, ...]

    def write(self, sound: Sound, taken: Taken | None = None) -> None:
        """Add sound."""
        for reel in self.reels:
            reel.write(sound, taken)

    def insert(self, middle: Middle) -> None:
        """Add what was made before."""
        for reel in self.reels:
            reel.insert(middle)
