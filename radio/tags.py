"""Tags of the MP3: ID3v2.3 in UTF-16, with chapters.

https://id3.org/id3v2.3.0, https://id3.org/id3v2-chapters-1.0. Version 2.3 because old players read it, and
because long Vietnamese chapter titles break in a large podcast client as 2.4.
"""

from __future__ import annotations

from pathlib import Path

from mutagen import MutagenError
from mutagen.id3 import (
    CHAP,
    COMM,
    CTOC,
    ID3,
    TALB,
    TCON,
    TCOP,
    TDRC,
    TIPL,
    TIT2,
    TLAN,
    TLEN,
    TPE1,
    TPUB,
    TXXX,
    USLT,
    CTOCFlags,
    Encoding,
    Frame,
)

from radio.chapters import chapters
from radio.episode import Episode
from radio.errors import OutputError
from radio.script import Cue, Script

_UTF16 = Encoding.UTF16
_LANGUAGES = {"vi": "vie"}  # ISO 639-1 → 639-2
_NUMERIC = (TDRC, TLEN)
_NO_OFFSET = 0xFFFFFFFF  # "use the times instead"


def write(path: Path, episode: Episode) -> None:
    """Put the episode's tags at the head of the MP3 at ``path``, which has none yet.

    Raises OutputError if the file cannot be written.
    """
    tags = ID3()
    for frame in frames(episode):
        tags.add(frame)
    tags.update_to_v23()
    try:
        tags.save(path, v1=0, v2_version=3, v23_sep=None)
    except (MutagenError, OSError) as error:
        raise OutputError(
            path, f"the tags cannot be written: {error}", "check the disk and try again"
        ) from error


def frames(episode: Episode) -> list[Frame]:
    """The frames of ``episode``."""
    script, station = episode.script, episode.station
    language = _LANGUAGES[station.language]
    texts = {
        TIT2: script.title,
        TPE1: artist(script),
        TALB: station.programme or station.name,
        TPUB: station.name,
        TLAN: language,
        TLEN: str(episode.track.duration_ms),
        TCON: "Speech",
        TCOP: station.copyright and f"{episode.made.year} {station.copyright}",
        TDRC: episode.made.strftime("%Y-%m-%d"),
    }
    found: list[Frame] = [_text(kind, text) for kind, text in texts.items() if text]
    if script.byline:
        found.append(COMM(encoding=_UTF16, lang=language, desc="", text=[script.byline]))
        # Involved people list, saved as IPLS in v2.3.
        people = [[c.role or "byline", c.name] for c in script.credits]
        found.append(TIPL(encoding=_UTF16, people=people))
    found.append(USLT(encoding=_UTF16, lang=language, desc="", text=spoken_text(script)))
    extra = {
        "AI-CONTENT": "true" if episode.track.synthetic else "false",
        "AI-VOICE": "; ".join(episode.voices),
        "STORY-ID": episode.id,
        "SOURCE-SHA256": script.sha256,
    }
    found += [TXXX(encoding=_UTF16, desc=k, text=[v]) for k, v in extra.items() if v]
    return found + _chapter_frames(episode)


def _text(kind: type[Frame], text: str) -> Frame:
    # ID3v2.3 §3.3: numeric strings are always ISO-8859-1.
    return kind(encoding=Encoding.LATIN1 if kind in _NUMERIC else _UTF16, text=[text])


def artist(script: Script) -> str:
    """The names of the credits, for TPE1: one text, for v2.3 would join several with a slash."""
    return "; ".join(dict.fromkeys(c.name for c in script.credits))


def spoken_text(script: Script) -> str:
    """The script's words as they are heard, paragraph by paragraph, speakers named."""
    lines = [script.title, script.lead]
    for segment in script.segments:
        if not isinstance(segment, Cue):
            lines.append(f"{segment.speaker.name}: {segment.text}" if segment.speaker else segment.text)
    return "\n\n".join(line for line in lines if line)


def _chapter_frames(episode: Episode) -> list[Frame]:
    marks = chapters(episode.track)
    if not marks:
        return []
    ids = [f"chp{i}" for i in range(len(marks))]
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    return [
        CTOC(element_id="toc", flags=flags, child_element_ids=ids, sub_frames=[]),
        *(
            CHAP(
                element_id=name,
                start_time=mark.start_ms,
                end_time=mark.end_ms,
                start_offset=_NO_OFFSET,
                end_offset=_NO_OFFSET,
                sub_frames=[TIT2(encoding=_UTF16, text=[mark.title])],
            )
            for name, mark in zip(ids, marks, strict=True)
        ),
    ]
