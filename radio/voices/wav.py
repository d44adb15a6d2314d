"""WAVs that were written to a pipe: their header does not know yet how long they are.

espeak-ng writes 0x7FFFF000 there, ffmpeg and sox 0xFFFFFFFF, others 0, and decoders take them to be cut off.
RIFF as in Microsoft's "Multimedia Programming Interface and Data Specifications 1.0", chapter 2.
"""

from __future__ import annotations

from pathlib import Path

_RIFF, _WAVE, _DATA = b"RIFF", b"WAVE", b"data"
_HEAD = 8  # bytes of a chunk's name and size
_UNKNOWN = 0x7FFF_0000  # from here on, and 0: a size that nobody has known; two gigabytes are no speech
_MOST_CHUNKS = 64


def mend(path: Path) -> None:
    """Write into the header of the WAV at ``path`` how long it is, where it says that it does not know.

    Other files, and WAVs that are shorter than they say, stay as they are.
    """
    length = path.stat().st_size
    with path.open("r+b") as file:
        opening = file.read(_HEAD + len(_WAVE))
        if opening[:4] != _RIFF or opening[_HEAD:] != _WAVE:
            return
        at = len(opening)
        for _ in range(_MOST_CHUNKS):
            file.seek(at)
            head = file.read(_HEAD)
            if len(head) < _HEAD:
                return
            size = int.from_bytes(head[4:], "little")
            if head[:4] == _DATA:
                break
            at += _HEAD + size + size % 2
        else:
            return
        if size == 0 or size >= _UNKNOWN:
            file.seek(at + 4)
            file.write((length - at - _HEAD).to_bytes(4, "little"))
            file.seek(4)
            file.write((length - _HEAD).to_bytes(4, "little"))
