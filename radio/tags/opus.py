"""Tags of an Ogg Opus: Vorbis comments (RFC 7845, 5.2), chapters among them as ``CHAPTER001``.

https://wiki.xiph.org/Chapter_Extension; pictures: https://wiki.xiph.org/VorbisComment#METADATA_BLOCK_PICTURE.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.flac import Picture
from mutagen.id3 import PictureType
from mutagen.oggopus import OggOpus

from radio.chapters import Chapter, chapters
from radio.episode import Episode
from radio.errors import OutputError
from radio.picture import picture
from radio.tags.words import names, own, rights
from radio.transcript import to_text


def write_opus(path: Path, episode: Episode) -> None:
    """Tag the Ogg Opus at ``path``, which the encoder has just made. Raises OutputError if that fails."""
    script, station = episode.script, episode.station
    texts = {
        "TITLE": script.title,
        "ARTIST": names(episode),
        "ALBUM": station.programme or station.name,
        "DATE": episode.made.strftime("%Y-%m-%d"),
        "GENRE": "Speech",
        "ORGANIZATION": station.name,
        "LANGUAGE": station.language,
        "DESCRIPTION": script.byline,
        "COPYRIGHT": rights(episode),
        "LYRICS": to_text(episode.track),
        **own(episode),
    }
    for number, mark in enumerate(chapters(episode.track), 1):
        texts[f"CHAPTER{number:03d}"] = _clock(mark)
        texts[f"CHAPTER{number:03d}NAME"] = mark.title
    if found := picture(episode.cover):
        block = Picture()
        block.type, block.mime, block.data = PictureType.COVER_FRONT, found.type, episode.cover
        texts["METADATA_BLOCK_PICTURE"] = base64.b64encode(block.write()).decode("ascii")
    try:
        file: Any = OggOpus(path)
        file.clear()
        for name, text in texts.items():
            if text:
                file[name] = [text]
        file.save()
    except (MutagenError, OSError) as error:
        raise OutputError(path.name, f"cannot be tagged ({error})", "check the disk and try again") from error


def _clock(mark: Chapter) -> str:
    seconds, ms = divmod(mark.start_ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
