"""``radio show``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import typer

from radio import ffmpeg, sidecar
from radio.errors import OutputError
from radio.files import write_text
from radio.show import Span, sketch, svg, terminal
from radio.tape import Tape

_COLUMNS = 560  # of the picture's waveform: two units each


def show(path: Path, *, out: Path | None) -> None:
    """Draw the episode at ``path`` to the file ``out``, or small to the terminal."""
    if out is not None and out.suffix.lower() != ".svg":
        raise OutputError(out, "is not a name for a picture", "end it in .svg")
    tape = Tape()
    ffmpeg.record(path, tape, subject=path.name)
    told = _sidecar(path)
    drawn = sketch(
        tape,
        title=told.get("title") or path.stem,
        spans=tuple(_span(segment) for segment in told.get("segments", ())),
        target=told.get("loudness", {}).get("target_lufs"),
        columns=_COLUMNS,
    )
    if out is None:
        typer.echo(terminal(drawn, min(shutil.get_terminal_size().columns, 120)))
    else:
        write_text(out, svg(drawn))


def _sidecar(path: Path) -> dict[str, Any]:
    """What stands beside the sound; nothing if it is not an episode of ours."""
    try:
        told = json.loads(path.with_suffix(".json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) and told.get("schema") == sidecar.SCHEMA else {}


def _span(segment: dict[str, Any]) -> Span:
    speaker = segment["speaker"]
    music = segment["origin"] == "music"
    label = speaker["name"] if speaker else segment["text"] if music else "presenter"
    return Span(label, segment["kind"], segment["start_ms"], segment["end_ms"])
