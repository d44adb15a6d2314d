"""``radio script`` and ``radio normalize``."""

from __future__ import annotations

import json

import typer

from radio.cli.printing import note
from radio.read import read
from radio.script import Script, to_json
from radio.segment import segment


def script(article: str, *, as_json: bool) -> None:
    """Print the script of ``article``; doubts go to stderr."""
    made = understood(article)
    typer.echo(json.dumps(to_json(made), ensure_ascii=False, indent=2) if as_json else as_text(made))
    tell_doubts(made)


def understood(article: str) -> Script:
    """Read and segment an article."""
    return segment(read(article))


def tell_doubts(script: Script) -> None:
    """Where a producer should look first, on stderr."""
    for doubt in script.doubts:
        note(f"{script.source}, line {doubt.line}: {doubt.message}")


def as_text(script: Script) -> str:
    """The script for people: who says what, in order."""
    blocks = [script.title, script.lead]
    for piece in script.segments:
        label = f"[{piece.kind}]"
        if piece.speaker is not None:
            role = f", {piece.speaker.role}" if piece.speaker.role else ""
            label = f"[{piece.kind}: {piece.speaker.name}{role}]"
        blocks.append(f"{label}\n{piece.text}")
    blocks.append(script.byline)
    return "\n\n".join(block for block in blocks if block)
