"""The script that a presenter prints and reads in the studio, as a Word document.

Large type at double spacing; who speaks, and how long; recordings set apart, with their first and last words;
instructions in bold capitals. `sheet` says what is printed, ``data/styles.xml`` how it looks, `document`
packs both into a .docx.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from radio.files import output_error, replacing
from radio.presenter.document import packed
from radio.presenter.sheet import is_sheet, running_head, sheet
from radio.script import Script
from radio.station import Station

__all__ = ["is_sheet", "script_docx", "write"]


def script_docx(script: Script, station: Station, day: date | None = None) -> bytes:
    """The bytes of a .docx of ``script``; the same for the same arguments.

    station: its name, programme, pauses and whether the title is read. day: of the broadcast; None prints
    none. Times are estimates, for a person who reads; a cue counts what it says.
    """
    head = running_head(script)
    return packed(sheet(script, station, day), head, title=script.title, author=station.name)


def write(script: Script, path: Path, station: Station, day: date | None = None) -> None:
    """Write `script_docx` to ``path``, whole or not at all. Raises OutputError."""
    data = script_docx(script, station, day)
    with replacing(path) as (temp,):
        try:
            temp.write_bytes(data)
        except OSError as error:
            raise output_error(path, error) from error
