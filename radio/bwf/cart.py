"""``cart``: AES46-2002 (r2017), the cart chunk, version 0101: http://www.cartchunk.org.

What a playout system shows of an item, and when it may start the next one.
"""

from __future__ import annotations

import struct
from itertools import islice

from radio import __version__
from radio.bwf.chunks import chunk, field
from radio.episode import Episode
from radio.script import cues

CART_BYTES = 8 + 2048  # of the chunk
_FULL_SCALE = 32768  # the sample value of 0 dB
_PER_MS = 48
_TIMERS = 8
_NEVER = "9999/12/31"


def cart(episode: Episode) -> bytes:
    """The chunk."""
    script, station, track = episode.script, episode.station, episode.track
    first, last = track.entries[0], track.entries[-1]
    made = episode.made
    names = "; ".join(dict.fromkeys(c.name for c in script.credits))
    spoken = [e.segment.text for e in track.entries if e.segment.text]
    body = (
        b"0101"
        + field(script.title, 64)
        + field(names or station.name, 64)
        + field(episode.id.replace("-", ""), 64)
        + field(station.name, 64)
        + field("NEWS", 64)
        + field(station.programme, 64)
        + field(cues(spoken[-1])[1] if spoken else "", 64)
        + made.strftime("%Y/%m/%d%H:%M:%S").encode("ascii")
        + _NEVER.encode("ascii")
        + b"23:59:59"
        + field("radio", 64)
        + field(__version__, 64)
        + field("AI-CONTENT=true" if track.synthetic else "AI-CONTENT=false", 64)
        + struct.pack("<i", _FULL_SCALE)
        + _timers(
            ("AUDs", first.start_ms), ("AUDe", last.end_ms), ("SEGs", last.end_ms), ("EOD", track.duration_ms)
        )
        + bytes(276)
        + field(script.source if script.source.startswith(("http://", "https://")) else "", 1024)
    )
    return chunk(b"cart", body)


def _timers(*at_ms: tuple[str, int]) -> bytes:
    """Moments in samples: of the sound's start and end, of the next item's, of the file's end."""
    filled = islice((*at_ms, *[("", 0)] * _TIMERS), _TIMERS)
    return b"".join(
        struct.pack("<4sI", name.ljust(4).encode("ascii"), ms * _PER_MS) if name else bytes(8)
        for name, ms in filled
    )
