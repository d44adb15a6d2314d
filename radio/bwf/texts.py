"""The full text, with all its marks: ``LIST INFO`` for players, ``iXML`` for broadcasters.

RIFF's INFO list: https://www.robotplanet.dk/audio/wav_meta_data/riff_mci.pdf; UTF-8, as ffmpeg and VLC read
it. iXML 3.01: http://www.ixml.info.
"""

from __future__ import annotations

from html import escape

from radio.bwf.chunks import chunk
from radio.episode import Episode
from radio.transcript import to_text

_PROGRAM = b"radio"


def info(episode: Episode) -> bytes:
    """``LIST INFO``."""
    script, station = episode.script, episode.station
    texts = {
        b"INAM": script.title,
        b"IART": "; ".join(dict.fromkeys(c.name for c in script.credits)),
        b"IPRD": station.programme or station.name,
        b"ICMT": script.byline,
        b"ICOP": station.copyright and f"{episode.made.year} {station.copyright}",
        b"ICRD": episode.made.strftime("%Y-%m-%d"),
        b"IGNR": "Speech",
        b"ILNG": station.language,
    }
    found = [chunk(name, text.encode("utf-8") + b"\0") for name, text in texts.items() if text]
    return chunk(b"LIST", b"INFO" + b"".join([*found, chunk(b"ISFT", _PROGRAM + b"\0")]))


def ixml(episode: Episode) -> bytes:
    """``iXML``: what `bext` says, with all its marks; the words, the mark of synthetic speech."""
    script, station, track = episode.script, episode.station, episode.track
    user = {
        "TITLE": script.title,
        "BYLINE": script.byline,
        "STATION": station.name,
        "PROGRAMME": station.programme,
        "LANGUAGE": station.language,
        "AI-CONTENT": "true" if track.synthetic else "false",
        "AI-VOICE": "; ".join(episode.voices),
        "STORY-ID": episode.id,
        "SOURCE-SHA256": script.sha256,
        "TEXT": to_text(track),
    }
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<BWFXML>",
        _tag("IXML_VERSION", "3.01"),
        _tag("PROJECT", station.programme or station.name),
        _tag("SCENE", script.title),
        _tag("NOTE", script.byline),
        _tag("FILE_UID", episode.id),
        "<SPEED>",
        *(_tag("FILE_SAMPLE_RATE", "48000"), _tag("AUDIO_BIT_DEPTH", "16")),
        "</SPEED>",
        "<TRACK_LIST><TRACK_COUNT>1</TRACK_COUNT><TRACK>",
        *(_tag("CHANNEL_INDEX", "1"), _tag("INTERLEAVE_INDEX", "1"), _tag("NAME", "mono")),
        "</TRACK></TRACK_LIST>",
        "<BEXT>",
        *(_tag("BWF_DESCRIPTION", script.title), _tag("BWF_ORIGINATOR", station.name)),
        "</BEXT>",
        _tag("USER", "\n".join(f"{name}: {text}" for name, text in user.items() if text)),
        "</BWFXML>",
    ]
    return chunk(b"iXML", "\n".join(lines).encode("utf-8"))


def _tag(name: str, text: str) -> str:
    kept = "".join(c for c in text if c >= " " or c in "\t\n")
    return f"<{name}>{escape(kept)}</{name}>"
