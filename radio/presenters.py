"""Presenter: somebody who reads, as station.toml describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ALTERNATIONS = ("paragraph", "story", "none")  # how several presenters take turns


@dataclass(frozen=True, slots=True)
class Presenter:
    """Who reads. What is not set is as the station's, or as the voice's own."""

    label: str = ""  # as scripts call them: "PTV nữ", "MC 1"
    voice: tuple[str, ...] = ()  # names of voices in order of trust, "espeak" or "espeak:f3"
    variant: str = ""  # of the first of them, where its name has none
    accent: str = ""
    rate: float | None = None  # times the voice's normal rate
    pitch: int | None = None  # 0 to 100


def presenter(table: str | Mapping[str, Any]) -> Presenter:
    """A presenter from a checked value of station.toml: a voice's name, or a table of its fields."""
    values: dict[str, Any] = {"voice": table} if isinstance(table, str) else dict(table)
    voice = values.get("voice", ())
    values["voice"] = tuple([voice] if isinstance(voice, str) else voice) if voice else ()
    return Presenter(**values)
