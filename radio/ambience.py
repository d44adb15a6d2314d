"""Ambience: what is heard around a recording, so that a cut into it is none into nothing."""

from __future__ import annotations

from dataclasses import dataclass

OF_THE_CLIP = "clip"


@dataclass(frozen=True, slots=True)
class Ambience:
    """What lies under the pauses before and after recordings."""

    source: str = ""  # "" for silence, "clip" for the recording's own room, else a file: "cho.mp3@5-30"
    level_lu: float = -28.0  # of a file, against speech
