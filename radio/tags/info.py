"""What an MP3 says of itself, whoever has made it."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.id3 import ID3, ID3NoHeaderError
from mutagen.mp3 import MPEGInfo

from radio.chapters import Chapter
from radio.errors import ClipError
from radio.tags import raw
from radio.tags.ending import ending

# What a frame is called, in the order in which it is told; the others are told by their own names.
_NAMES = {
    "TIT2": "title", "TPE1": "artist", "COMM": "comment", "IPLS": "credit", "TIPL": "credit",
    "TALB": "programme", "TPUB": "station", "TDRC": "date", "TLAN": "language", "TCON": "genre",
    "TCOP": "copyright", "APIC": "picture", "USLT": "words",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Info:
    """An MP3 as its header and its tag describe it."""

    duration_ms: int
    bitrate_kbps: int  # the first frame's, or the mean where it varies
    sample_rate_hz: int
    channels: int
    tag: str  # "ID3v2.3", "ID3v2.3, ID3v1", "APEv2"; "" for none
    texts: tuple[tuple[str, str], ...]  # what is said, by name: "title", "credit", "AI-CONTENT", "TENC"
    chapters: tuple[Chapter, ...]  # in the order of their starts
    tag_bytes: int  # of the tag before the sound


def info(path: Path) -> Info:
    """What the MP3 at ``path`` says. Raises ClipError if it cannot be read, or is no MP3."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for without end
            raise ClipError(path, "is no file", "give an MP3")
        with path.open("rb") as file:
            size = raw.length(file.read(raw.HEADER))
            sound: Any = MPEGInfo(file, size)
        behind = ending(path)
    except OSError as error:
        raise ClipError(path, f"cannot be read ({error.strerror})", "check the name") from error
    except (MutagenError, OverflowError) as error:
        raise ClipError(path, "is no MP3", "give an MP3") from error
    if sound.sketchy or sound.layer != 3:
        raise ClipError(path, "is no MP3", "give an MP3")
    try:
        tags = ID3(path) if size else ID3()
    except ID3NoHeaderError:
        tags = ID3()
    except (MutagenError, ValueError) as error:
        problem = f"its tag is damaged ({error})"
        raise ClipError(path, problem, "make the file anew, or mend its tag with another program") from error
    if not size:
        # What has no tag at its head is known by those at its end.
        for frame in behind.frames:
            tags.add(frame)
    kinds = (*([f"ID3v2.{tags.version[1]}"] if size else []), *behind.kinds)
    texts = [told for frame in tags.values() for told in _told(frame)]
    order = list(_NAMES.values())
    texts.sort(key=lambda told: order.index(told[0]) if told[0] in order else len(order))
    marks = (Chapter(_title(c), c.start_time, c.end_time) for c in tags.getall("CHAP"))
    return Info(
        duration_ms=round(sound.length * 1000),
        bitrate_kbps=round(sound.bitrate / 1000),
        sample_rate_hz=sound.sample_rate,
        channels=sound.channels,
        tag=", ".join(kinds),
        texts=tuple(texts),
        chapters=tuple(sorted(marks, key=lambda mark: mark.start_ms)),
        tag_bytes=size,
    )


def _told(frame: Any) -> list[tuple[str, str]]:
    """A frame's contents by name; nothing for chapters and for what is no text."""
    kind = frame.FrameID
    name = _NAMES.get(kind, kind)
    if kind == "TXXX":
        return [(frame.desc, "; ".join(frame.text))]
    if kind in ("IPLS", "TIPL"):
        return [(name, ": ".join(pair)) for pair in frame.people]
    if kind == "COMM" or kind.startswith("T"):
        return [(name, "; ".join(map(str, frame.text)))]
    if kind == "USLT":
        return [(name, frame.text)]
    return [(name, f"{frame.mime}, {len(frame.data)} bytes")] if kind == "APIC" else []


def _title(chapter: Any) -> str:
    titles = chapter.sub_frames.getall("TIT2")
    return str(titles[0]) if titles else ""
