"""Companions: the further files of an episode, beside its MP3 and its sidecar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from radio import transcript
from radio.chapters import chapters, to_json
from radio.episode import Episode
from radio.station import Station


@dataclass(frozen=True, slots=True)
class Companion:
    """One kind of further file."""

    name: str  # in station.toml: "vtt"
    suffix: str  # behind the MP3's stem
    type: str  # media type, as feeds give it
    text: Callable[[Episode], str]  # what is written into it


def _chapters(episode: Episode) -> str:
    return to_json(chapters(episode.track), episode.script.title)


# In the order of publishing. A plain transcript has a suffix of two parts: article.txt is the article.
_ALL = (
    Companion("vtt", ".vtt", "text/vtt", lambda e: transcript.to_vtt(e.track)),
    Companion("srt", ".srt", "application/x-subrip", lambda e: transcript.to_srt(e.track)),
    Companion("txt", ".transcript.txt", "text/plain", lambda e: transcript.to_text(e.track)),
    Companion("chapters", ".chapters.json", "application/json+chapters", _chapters),
)


def wanted(station: Station) -> tuple[Companion, ...]:
    """What the station wants beside an episode, in the order of publishing."""
    return tuple(c for c in _ALL if c.name in station.files)
