"""Markers: a cue point a segment, with its name, as sound editors show them.

Multimedia Programming Interface and Data Specifications 1.0 (1991), pages 3-13 and 3-14.
"""

from __future__ import annotations

import struct

from radio.bwf.chunks import chunk
from radio.chapters import chapters
from radio.track import Track

_PER_MS = 48


def markers(track: Track) -> bytes:
    """``cue `` and ``LIST adtl``; names are UTF-8."""
    marks = chapters(track)
    points = b"".join(
        struct.pack("<II4sIII", number, mark.start_ms * _PER_MS, b"data", 0, 0, mark.start_ms * _PER_MS)
        for number, mark in enumerate(marks, 1)
    )
    labels = b"".join(
        chunk(b"labl", struct.pack("<I", number) + mark.title.encode("utf-8") + b"\0")
        for number, mark in enumerate(marks, 1)
    )
    return chunk(b"cue ", struct.pack("<I", len(marks)) + points) + chunk(b"LIST", b"adtl" + labels)
