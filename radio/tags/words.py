"""What is said of an episode in tags that are pairs of a name and a text: of M4A, of Ogg Opus."""

from __future__ import annotations

from radio.episode import Episode

AI_MARK, STORY_ID = "AI-CONTENT", "STORY-ID"


def names(episode: Episode) -> str:
    """The byline's names, for players."""
    return "; ".join(dict.fromkeys(c.name for c in episode.script.credits))


def own(episode: Episode) -> dict[str, str]:
    """What no format has a name for: by that of the MP3's TXXX frames."""
    told = {
        AI_MARK: "true" if episode.track.synthetic else "false",
        "AI-VOICE": "; ".join(episode.voices),
        "AI-VOICE-REPLACED": "; ".join(episode.replaced),
        STORY_ID: episode.id,
        "SOURCE-SHA256": episode.script.sha256,
    }
    return {name: text for name, text in told.items() if text}


def rights(episode: Episode) -> str:
    """The copyright with its year; "" for none."""
    owner = episode.station.copyright
    return f"{episode.made.year} {owner}" if owner else ""
