"""``radio doctor`` and ``radio init``."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from pathlib import Path

import typer

from radio import __version__, ffmpeg, press, settings
from radio.cli.printing import table
from radio.errors import ConfigError, RadioError
from radio.voices import available

_LITTLE_SPACE = 500 << 20  # bytes: an hour's MP3 with its temporary copy and room to spare


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that doctor looked at."""

    what: str
    fine: bool
    detail: str  # where it is, or what is wrong and what to do


def init(folder: Path) -> None:
    """Write a commented station.toml and say where."""
    typer.echo(settings.write_template(folder))


def doctor(*, station: Path | None) -> None:
    """Print what is present; end with exit code 7 if an article could not be made here."""
    needed = [_python(), _ffmpeg(), _lame(), _voices(), _configuration(station), _space()]
    findings = [*needed, _cache()]
    rows = [("what", "", ""), *((f.what, "ok" if f.fine else "MISSING", f.detail) for f in findings)]
    typer.echo(table(rows))
    if not all(f.fine for f in needed):
        raise typer.Exit(ConfigError.exit_code)


def _python() -> Finding:
    return Finding(
        "radio", True, f"{__version__} on Python {platform.python_version()}, {platform.platform()}"
    )


def _ffmpeg() -> Finding:
    try:
        program = ffmpeg.find()
        return Finding("ffmpeg", True, f"{ffmpeg.version()} from {program.origin} ({program.path})")
    except RadioError as error:
        return Finding("ffmpeg", False, f"{error.problem}; {error.remedy}")


def _lame() -> Finding:
    detail = press.version() or "ffmpeg's own; where it is to be had, lameenc is faster"
    return Finding("LAME", True, detail)


def _voices() -> Finding:
    found = available()
    ready = [v.name for v in found if v.ready]
    wanting = ", ".join(v.name for v in found if not v.ready)
    why = f"; not ready: {wanting} (see: radio voices)" if wanting else ""
    detail = f"ready: {', '.join(ready) or 'none'}{why}"
    return Finding("voices", bool(ready), detail if ready else f"{detail}; run: pip install espeakng-loader")


def _configuration(station: Path | None) -> Finding:
    try:
        found = settings.load(station)
    except RadioError as error:
        return Finding("configuration", False, str(error))
    if found.path is None:
        return Finding("configuration", True, "none, the defaults stand; make one with: radio init")
    return Finding(
        "configuration",
        True,
        f"{found.path} ({found.station.name or 'no name'}), {len(found.lexicon.terms)} own words",
    )


def _cache() -> Finding:
    folder = settings.cache_dir()
    if not folder.exists():
        return Finding("cache", True, f"{folder} (empty)")
    size = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
    return Finding("cache", True, f"{folder} ({size / 1e6:.1f} MB)")


def _space() -> Finding:
    free = shutil.disk_usage(Path.cwd()).free
    detail = f"{free / 1e9:.1f} GB free in this folder"
    return Finding(
        "disk", free > _LITTLE_SPACE, detail if free > _LITTLE_SPACE else f"{detail}; free some space"
    )
