"""``radio show``."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from radio import ffmpeg, sidecar, tags
from radio.errors import ClipError, OutputError
from radio.files import output_error, replacing, write_text
from radio.script import KINDS
from radio.show import Span, png, sketch, svg, terminal

_COLUMNS = 552  # of the picture's waveform: two units each


def show(path: Path, *, out: Path | None) -> None:
    """Draw the episode at ``path`` to the file ``out``, or small to the terminal."""
    ending = out.suffix.lower() if out else ""
    if out and ending not in (".svg", ".png"):
        raise OutputError(out, "is not a name for a picture", "end it in .svg or .png")
    known = _sidecar(path) or _tagged(path)
    sound = ffmpeg.play(path, subject=path.name)
    drawn = sketch(
        sound, title=known.title or path.stem, spans=known.spans, target=known.target, columns=_COLUMNS
    )
    if out is None:
        typer.echo(terminal(drawn, min(shutil.get_terminal_size().columns, 120)))
    elif ending == ".svg":
        write_text(out, svg(drawn))
    else:
        _write(out, png(svg(drawn), subject=out))


def _write(out: Path, data: bytes) -> None:
    with replacing(out) as (temp,):
        try:
            temp.write_bytes(data)
        except OSError as error:
            raise output_error(out, error) from error


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a sound file."""

    title: str = ""
    spans: tuple[Span, ...] = ()
    target: float | None = None  # LUFS


def _sidecar(path: Path) -> _Known | None:
    """What stands beside the sound; None if it is not an episode of ours, or damaged."""
    try:
        told = json.loads(path.with_suffix(".json").read_text("utf-8"))
        if told["schema"] != sidecar.SCHEMA:
            return None
        spans = tuple(map(_span, told["segments"]))
        return _Known(str(told["title"]), spans, float(told["loudness"]["target_lufs"]))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def _span(segment: dict[str, Any]) -> Span:
    speaker, kind = segment["speaker"], str(segment["kind"])
    music = segment["origin"] == "music"
    label = speaker["name"] if speaker else segment["text"] if music else "presenter"
    shown = kind if kind in KINDS else "narration"
    return Span(str(label), shown, int(segment["start_ms"]), int(segment["end_ms"]))


def _tagged(path: Path) -> _Known:
    """What an MP3 without a sidecar says of itself; nothing of what is no MP3."""
    try:
        told = tags.info(path)
    except ClipError:
        return _Known()
    spans = (Span(mark.title, "chapter", mark.start_ms, mark.end_ms) for mark in told.chapters)
    return _Known(dict(told.texts).get("title", ""), tuple(spans))
