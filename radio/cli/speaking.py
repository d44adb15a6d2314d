"""``radio say``, ``radio voices``, ``radio voices add`` and ``radio cache``."""

from __future__ import annotations

from pathlib import Path

import typer

from radio import kept, saying, settings
from radio.cli.printing import Progress, clock, note, table
from radio.files import output_error

_MB = 1e6


def say(text: str, *, out: Path, voice: str, station: Path | None) -> None:
    """Speak ``text`` into ``out``; print what was said and where it is."""
    said = saying.say(text, out, voice, settings.load(station))
    if said.left_out:
        note(f"{said.voice} leaves out “{said.left_out}”")
    typer.echo(f"{said.spoken}\n{said.out}  {clock(said.duration_ms)}, {said.voice}")


def voices(*, sample: Path | None, station: Path | None) -> None:
    """List the voices, ready or not; with ``sample`` have each speak into a file of that folder."""
    found = settings.load(station)
    if sample is None:
        rows = [("voice", "ready", "")]
        for voice in saying.ready(found):
            rows.append((voice.name, "yes" if voice.ready else "no", voice.detail))
            rows += [(f"{voice.name}:{character}", "yes", "") for character in voice.characters]
        typer.echo(table(rows))
        return
    try:
        sample.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(sample, error) from error
    rows = [("voice", "length", "")]
    for heard in saying.sample_all(sample, found):
        length = clock(heard.said.duration_ms) if heard.said else ""
        rows.append((heard.voice, length, str(heard.said.out) if heard.said else heard.problem))
    typer.echo(table(rows))


def add(source: str, *, quiet: bool) -> None:
    """Bring a piper voice here, and say under which licence it is."""
    # Loaded on use: only this command fetches.
    from radio.voices.piper_store import add as add_piper  # noqa: PLC0415

    progress = Progress(quiet=quiet)
    added = add_piper(
        source,
        settings.data_dir(),
        told=lambda there, total: progress(there, max(total, there + 1), f"{there / _MB:.0f} MB"),
    )
    progress(1, 1, "")
    typer.echo(added.path)
    note(added.licence or f"{added.name}: nothing says its licence; ask who made it before it goes on air")
    if not added.checked:
        note(f"{added.name}: no checksum is published for it")
    if wrong := saying.wants(f"piper:{added.name}", settings.load(None)):
        note(f"{added.name} cannot speak yet: {wrong}")
    note(f'use it with --voice piper:{added.name}, or voice = ["piper:{added.name}"] in station.toml')


def cache(*, clear: bool) -> None:
    """Print what is kept for the next time, or take it away."""
    folder = settings.cache_dir()
    if clear:
        typer.echo(f"{folder}: {kept.clear(folder) / _MB:.1f} MB freed")
        return
    found = kept.kept(folder)
    rows = [("kept", "count", "MB")]
    rows += [(k.what, str(k.count), f"{k.bytes / _MB:.1f}") for k in found]
    total = sum(k.bytes for k in found)
    most = settings.load(None).station.cache_mb
    typer.echo(f"{table(rows)}\n\n{folder}  {total / _MB:.1f} MB; sentences at most {most} MB (cache_mb)")
