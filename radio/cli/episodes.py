"""``radio tag``, ``radio info`` and ``radio feed``: what comes after an episode is made."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import typer

from radio import settings
from radio.cli.printing import clock, note, table
from radio.errors import ArticleError, ConfigError
from radio.feed import complaints, cover_of
from radio.picture import complaint
from radio.publish import publish
from radio.read.fetch import Limits, fetch
from radio.retag import retag
from radio.script import Credit
from radio.segment.credits import credits_of, name_alone
from radio.tags import Changes, Info
from radio.tags import info as info_of
from radio.understand import is_address

_MOST_FEED_BYTES = 100_000_000
_FEEDS = Limits(
    most_bytes=_MOST_FEED_BYTES,
    kinds=("application/rss+xml", "application/xml", "text/xml", "text/plain", "text/html"),
)
_PICTURES = Limits(kinds=("image/jpeg", "image/png"))


def tag(file: Path, *, title: str | None, byline: str | None, programme: str | None) -> None:
    """Correct an MP3's tags, and say what was written."""
    if (title, byline, programme) == (None, None, None):
        raise ConfigError(file, "there is nothing to change", "give --byline, --title or --programme")
    changes = Changes(
        title=None if title is None else _folded(title),
        credits=None if byline is None else _credits(_folded(byline)),
        programme=None if programme is None else _folded(programme),
    )
    for path in retag(file, changes):
        typer.echo(path)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


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
    rows += ((name, " ".join(text.split())) for name, text in found.texts)
    rows += ((clock(mark.start_ms), mark.title) for mark in found.chapters)
    return table(rows)


def feed(
    folder: Path, *, out: Path | None, base_url: str, station: Path | None, every_byte: bool, quiet: bool
) -> None:
    """Write the feed of a folder, and say what is in it and what is not."""
    done = publish(folder, settings.load(station), out=out, base_url=base_url, every_byte=every_byte)
    for left in done.left_out:
        note(f"left out: {left.path}: {left.reason}")
    if not quiet:
        state = "written" if done.written else "unchanged"
        pages = f" on {done.pages} pages" if done.pages > 1 else ""
        typer.echo(f"{done.feed}  {done.items} episode{'' if done.items == 1 else 's'}{pages}, {state}")


def check(target: str, *, allow_private: bool) -> None:
    """Print what a directory would say of a feed; end with exit code 7 if it would refuse it."""
    found = list(_judged(target, allow_private))
    for refused, told in sorted(found, key=lambda each: not each[0]):
        typer.echo(f"{'refused' if refused else 'advised'}: {told}")
    if any(refused for refused, _ in found):
        raise typer.Exit(ConfigError.exit_code)
    typer.echo(f"{target}: nothing that a directory would refuse")


def _judged(target: str, allow_private: bool) -> Iterator[tuple[bool, str]]:
    """What is wrong, and whether it leads to refusal. A feed at an address has its cover looked at, too."""
    data = _feed_at(target, allow_private)
    yield from ((each.refused, str(each)) for each in complaints(data))
    cover = cover_of(data) if is_address(target) else ""
    if cover:
        try:
            page = fetch(cover, allow_private=allow_private, limits=_PICTURES)
        except ArticleError as error:
            yield True, f"channel: itunes:image {error.problem}"
        else:
            if problem := complaint(urlsplit(cover).path, page.data):
                yield True, f"channel: itunes:image {problem}"


def _feed_at(target: str, allow_private: bool) -> bytes:
    if is_address(target):
        return fetch(target, allow_private=allow_private, limits=_FEEDS).data
    try:
        with Path(target).open("rb") as file:
            return file.read(_MOST_FEED_BYTES)
    except OSError as error:
        raise ArticleError(
            target, f"cannot be read ({error.strerror})", "give a feed's file or address"
        ) from error
