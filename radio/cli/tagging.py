"""``radio tag`` and ``radio info``."""

from __future__ import annotations

import contextlib
import json
import re
import unicodedata
from dataclasses import asdict
from pathlib import Path

import typer

from radio.cli.printing import clock, harmless, note, table
from radio.errors import ConfigError
from radio.formats import FORMATS
from radio.retag import adopt, retag
from radio.script import Credit
from radio.segment.credits import credits_of, name_alone
from radio.shortening import shorten
from radio.sidecar import is_sidecar
from radio.tags import Changes, Info, ending
from radio.tags import info as info_of

_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ADOPT = "to bring it up to date, run radio tag without a change"
_WIDTH = 100  # characters of a text that is told to people; programs are told all of it
_BEGINNING = 8192  # bytes in which a sidecar names its schema


def tag(file: Path, *, title: str | None, byline: str | None, programme: str | None) -> None:
    """Correct an MP3's tags, or its sidecar where nothing is given, and say what was written."""
    if (title, byline, programme) == (None, None, None):
        _adopt(file)
        return
    changes = Changes(
        title=None if title is None else _folded(title),
        credits=None if byline is None else _credits(_folded(byline)),
        programme=None if programme is None else _folded(programme),
    )
    written = retag(file, changes)
    for path in written:
        typer.echo(path)
    if kinds := ending(file).kinds:
        note(f"{file}: {' and '.join(kinds)} behind the sound stay as they were; an old player may show them")
    others = [f.suffix for f in FORMATS.values() if f.name != "mp3" and file.with_suffix(f.suffix).is_file()]
    if others:
        note(f"{file.stem}{' and '.join(others)} beside it stay as they were: make them anew with radio make")
    beside = file.with_suffix(".json")
    if len(written) == 1 and is_sidecar(_beginning(beside)):
        note(f"{beside}: describes another file than this one, and stays as it was; {_ADOPT}")


def _adopt(file: Path) -> None:
    written = adopt(file)
    if not written:
        raise ConfigError(file, "there is nothing to change", "give --byline, --title or --programme")
    for path in written:
        typer.echo(path)


def _beginning(path: Path) -> bytes:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return file.read(_BEGINNING)
    return b""


def _folded(text: str) -> str:
    """``text`` as it is written into tags: on one line, of whole letters, whatever the terminal sent."""
    return " ".join(_UNFIT.sub(" ", unicodedata.normalize("NFC", text)).split())


def _credits(line: str) -> tuple[Credit, ...]:
    """The credits of a byline as printed; one that follows no rule is a name."""
    return credits_of(line) or name_alone(line) or ((Credit("", line, line),) if line else ())


def info(file: Path, *, as_json: bool) -> None:
    """Print what an MP3 says of itself."""
    found = info_of(file)
    typer.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2) if as_json else _sheet(file, found))


def _sheet(file: Path, found: Info) -> str:
    sound = f"{clock(found.duration_ms)}, {found.bitrate_kbps} kbit/s, {found.sample_rate_hz} Hz"
    rows = [
        ("what", "says"),
        ("file", str(file)),
        ("sound", f"{sound}, {'mono' if found.channels == 1 else 'stereo'}"),
    ]
    rows.append(("tag", found.tag or "none"))
    rows += ((name, shorten(" ".join(text.split()), _WIDTH)) for name, text in found.texts)
    rows += ((clock(mark.start_ms), mark.title) for mark in found.chapters)
    return table([tuple(map(harmless, row)) for row in rows])
