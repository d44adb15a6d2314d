"""``bext``: EBU Tech 3285 version 2 (2011), §2.3 and §2.4: https://tech.ebu.ch/docs/tech/tech3285.pdf."""

from __future__ import annotations

import math
import struct
import uuid

from radio.bwf.chunks import chunk, field
from radio.episode import Episode

_VERSION = 2
_NOT_MEASURED = 0x7FFF
_HISTORY = b"A=PCM,F=48000,W=16,M=mono,T=radio\r\n"
BEXT_BYTES = 8 + 602 + len(_HISTORY) + len(_HISTORY) % 2  # of the chunk


def bext(episode: Episode) -> bytes:
    """The chunk: who made what and when, and how loud it is."""
    script, station, track = episode.script, episode.station, episode.track
    about = " - ".join(t for t in (script.title, station.programme, script.byline) if t)
    values = (
        track.loudness_lufs,
        track.loudness_range_lu,
        track.true_peak_dbtp,
        track.momentary_lufs,
        track.short_term_lufs,
    )
    body = (
        field(about, 256)
        + field(station.name or "radio", 32)
        + uuid.UUID(episode.id).hex.encode("ascii")
        + episode.made.strftime("%Y-%m-%d%H:%M:%S").encode("ascii")
        # Time reference: a programme begins at no time of the day. No UMID: it is optional.
        + struct.pack("<QH", 0, _VERSION)
        + bytes(64)
        + struct.pack("<5h", *map(_hundredths, values))
        + bytes(180)
        + _HISTORY
    )
    return chunk(b"bext", body)


def _hundredths(value: float) -> int:
    return round(100 * value) if math.isfinite(value) and abs(value) < 300 else _NOT_MEASURED
