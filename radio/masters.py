"""Masters: the sounds that a programme is delivered in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Master:
    """What a way of listening asks for."""

    loudness: float  # integrated, LUFS
    true_peak: float = -1.0  # ceiling of the finished MP3, dBTP
    band_hz: tuple[int, int] | None = None  # frequencies kept; None for all
    ratio: float = 1.0  # decibels in for a decibel out, of what is louder than the sound as a whole


MASTERS = {
    # AES TD1008 and the large podcast platforms.
    "podcast": Master(loudness=-16.0),
    # EBU R 128 (2020).
    "air": Master(loudness=-23.0),
    # Public horn loudspeakers: they reproduce no more than this band, far away and over traffic.
    "loudspeaker": Master(loudness=-14.0, band_hz=(200, 7000), ratio=3.0),
}
