"""How results look on a terminal or in a mail."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Sequence

import typer

from radio.cli.stopping import heed

_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clock(ms: int) -> str:
    """``m:ss`` rounded down, ``h:mm:ss`` from an hour on."""
    seconds = ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows in columns, two blanks between them; the first row is the head. Cells are one-line NFC text."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * w for w in widths), *lines[1:]])


def harmless(text: str) -> str:
    """``text`` of anybody's without signs that steer a terminal."""
    return _STEERING.sub("\ufffd", text)


def note(text: str) -> None:
    """A remark to the person, on stderr."""
    typer.echo(f"note: {harmless(text)}", err=True)


class Progress:
    """One line on a terminal that is written over; nothing anywhere else."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._width = shutil.get_terminal_size().columns - 1

    def __call__(self, done: int, total: int, label: str) -> None:
        """Show that ``done`` of ``total`` are ready and ``label`` comes now; the last call wipes the line."""
        heed()
        if not self._shown:
            return
        bar = "#" * (20 * done // max(1, total))
        text = f"[{bar:<20}] {done}/{total} {label}"[: self._width] if done < total else ""
        # Blanks instead of an escape sequence: old Windows consoles print those.
        sys.stderr.write(f"\r{text:<{self._width}}" + ("" if text else "\r"))
        sys.stderr.flush()
