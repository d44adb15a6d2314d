"""``radio script`` and ``radio normalize``."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import typer

from radio import settings, speech
from radio.cli.printing import note
from radio.errors import ArticleError
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


def normalize(text: str | None, *, station: Path | None) -> None:
    """Print spoken forms: of ``text``, or of each line of standard input, a line for a line."""
    found = settings.load(station)
    for line in [text] if text is not None else _stdin_lines():
        spoken = speech.normalize(line, found.reading, found.lexicon).text
        # One line out for a line in, whatever stood in it.
        typer.echo(" ".join(spoken.splitlines()) if len(spoken.splitlines()) > 1 else spoken)


def _stdin_lines() -> Iterator[str]:
    # Line feeds alone part lines: text may hold other separators that Python would split at.
    for number, raw in enumerate(sys.stdin.buffer, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            problem = f"line {number} is not UTF-8 text"
            raise ArticleError("standard input", problem, "convert it to UTF-8 first") from error
        yield unicodedata.normalize("NFC", line.removesuffix("\n").removesuffix("\r"))
