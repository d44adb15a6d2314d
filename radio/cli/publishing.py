"""``radio feed``."""

from __future__ import annotations

from pathlib import Path

import typer

from radio import settings
from radio.cli.printing import note
from radio.publish import publish


def feed(
    folder: Path, *, out: Path | None, base_url: str, station: Path | None, every_byte: bool, quiet: bool
) -> None:
    """Write the feed of a folder, and say what is in it and what is not."""
    done = publish(folder, settings.load(station), out=out, base_url=base_url, every_byte=every_byte)
    for left in done.left_out:
        note(f"left out: {left.path}: {left.reason}")
    for told in done.notes:
        note(told)
    if not quiet:
        state = "written" if done.written else "unchanged"
        pages = f" on {done.pages} pages" if done.pages > 1 else ""
        typer.echo(f"{done.feed}  {done.items} episode{'' if done.items == 1 else 's'}{pages}, {state}")
