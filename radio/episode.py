"""Episode: the Track written out, as those who read what is left on disk know it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from radio.script import Script
from radio.station import Station
from radio.track import Origin, Track

# A fixed root for ids, so that one story has one id wherever it is made.
_ROOT = uuid.UUID("6a3df1f6-3d0b-5b43-9a0d-6f1c6a8f1d52")


@dataclass(frozen=True, slots=True)
class Media:
    """A finished sound file."""

    file: str  # name, without a folder
    bytes: int  # with its tags
    sha256: str  # hex digest of the whole file
    bitrate_kbps: int  # of its frames, or the mean where it varies
    type: str = "audio/mpeg"  # media type


@dataclass(frozen=True, slots=True)
class Episode:
    """A story as produced."""

    id: str  # a UUID; the same for the same story of the same station
    script: Script
    track: Track
    station: Station
    made: datetime  # with its time zone
    narrator: str  # the presenters' voices, joined: "espeak vi-vn-x-south and gtts vi"
    quoter: str  # the voice of quotations without a recording; "" if none was needed
    media: Media | None = None  # None until it is written
    renditions: tuple[Media, ...] = ()  # all files that it is delivered in, `media` first
    cover: bytes = b""  # a JPEG or PNG for the tags; b"" for none
    replaced: tuple[str, ...] = ()  # voices that could not speak it, and why; also among the notes
    notes: tuple[str, ...] = ()  # what a producer should know, one line each

    @property
    def voices(self) -> tuple[str, ...]:
        """The synthetic voices heard, in order of appearance."""
        heard = (e.voice for e in self.track.entries if e.origin is Origin.SYNTHETIC)
        return tuple(dict.fromkeys(v for v in heard if v))


def story_id(station: Station, script: Script, made: datetime) -> str:
    """The id: a story corrected and made again stays the same item of a feed.

    An article's address names it for good. One in a file is known by its title and the file's stem
    (``bai.txt`` is edited as ``bai.md``), on one day: "Dự báo thời tiết" comes again tomorrow.
    """
    if script.source.startswith(("http://", "https://")):
        known = [script.source]
    else:
        title = script.title or " ".join(s.text for s in script.segments)[:200]
        known = [title, PurePath(script.source).stem, made.date().isoformat()]
    return permanent_id(station, *known)


def permanent_id(station: Station, *known: str) -> str:
    """The id of what ``known`` tells from all else of the station."""
    return str(uuid.uuid5(_ROOT, "\n".join([station.name, *known])))
