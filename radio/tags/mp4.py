"""Tags of an M4A: iTunes' atoms, and its free-form ones for what they have no name for.

https://mutagen.readthedocs.io/en/latest/api/mp4.html. The chapters are ffmpeg's work: see `radio.delivery`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mutagen import MutagenError
from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

from radio.episode import Episode
from radio.errors import OutputError
from radio.picture import picture
from radio.tags.words import names, own, rights
from radio.transcript import to_text

_FREE = "----:com.apple.iTunes:"


def write_mp4(path: Path, episode: Episode) -> None:
    """Tag the M4A at ``path``, which the encoder has just made. Raises OutputError if that fails."""
    script, station = episode.script, episode.station
    texts = {
        "©nam": script.title,
        "©ART": names(episode),
        "aART": station.name,
        "©alb": station.programme or station.name,
        "©day": episode.made.strftime("%Y-%m-%d"),
        "©gen": "Speech",
        "©cmt": script.byline,
        "©lyr": to_text(episode.track),
        "cprt": rights(episode),
    }
    free = {**own(episode), "LANGUAGE": station.language, "LABEL": station.name}
    try:
        file: Any = MP4(path)
        for name, text in texts.items():
            if text:
                file[name] = [text]
        for name, text in free.items():
            if text:
                file[_FREE + name] = [MP4FreeForm(text.encode("utf-8"), AtomDataType.UTF8)]
        if found := picture(episode.cover):
            kind = MP4Cover.FORMAT_PNG if found.type == "image/png" else MP4Cover.FORMAT_JPEG
            file["covr"] = [MP4Cover(episode.cover, kind)]
        file.save()
    except (MutagenError, OSError) as error:
        raise OutputError(path.name, f"cannot be tagged ({error})", "check the disk and try again") from error
