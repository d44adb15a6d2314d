"""``radio feed --check``: not with the rest of ``radio feed``, which does without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import typer

from radio.cli.printing import harmless
from radio.errors import ArticleBusyError, ArticleError, ConfigError
from radio.feed import Told, complaints, told_by
from radio.picture import complaint
from radio.read.fetch import Limits, fetch, look
from radio.understand import is_address

_MOST_FEED_BYTES = 100_000_000
_FEEDS = Limits(
    most_bytes=_MOST_FEED_BYTES,
    kinds=(
        "application/rss+xml",
        "application/xml",
        "text/xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/octet-stream",
        "binary/octet-stream",
        "text/plain",
        "text/html",
    ),
)
_PICTURES = Limits(kinds=("image/jpeg", "image/png"))
_SOUNDS = Limits(kinds=("audio/*", "*/*"))

_Judgement = tuple[bool, str]  # whether it leads to refusal, and what is wrong


def check(target: str, *, allow_private: bool) -> None:
    """Print what a directory would say of a feed; end with exit code 7 if it would refuse it."""
    found = list(_judged(target, allow_private))
    for refused, told in sorted(found, key=lambda each: not each[0]):
        typer.echo(f"{'refused' if refused else 'advised'}: {harmless(told)}")
    if any(refused for refused, _ in found):
        raise typer.Exit(ConfigError.exit_code)
    typer.echo(f"{target}: nothing that a directory would refuse")


def _judged(target: str, allow_private: bool) -> Iterator[_Judgement]:
    """What is wrong. A feed at an address has its cover and its newest sound looked at, too."""
    data = _feed_at(target, allow_private)
    yield from ((each.refused, str(each)) for each in complaints(data, now=datetime.now(UTC)))
    if is_address(target):
        told = told_by(data)
        if told.self_url and told.self_url != target:
            yield False, f'channel: atom:link rel="self" is {told.self_url}, and the feed is at {target}'
        yield from _cover(told.cover, allow_private) if told.cover else ()
        yield from _sound(told, allow_private) if told.enclosure else ()


def _cover(address: str, allow_private: bool) -> Iterator[_Judgement]:
    what = "channel: itunes:image"
    try:
        page = fetch(address, allow_private=allow_private, limits=_PICTURES)
    except ArticleError as error:
        yield True, f"{what} {error.problem}"
        return
    if problem := complaint(urlsplit(address).path, page.data):
        yield True, f"{what} {problem}"
    try:
        look(address, allow_private=allow_private, limits=_PICTURES)
    except ArticleError as error:
        yield True, f"{what} {error.problem} when asked for its headers alone (HEAD)"


def _sound(told: Told, allow_private: bool) -> Iterator[_Judgement]:
    """The first item's: as players ask for it, by its headers and from any byte on."""
    what = "item 1: enclosure"
    try:
        headers = look(told.enclosure, allow_private=allow_private, limits=_SOUNDS)
        part = look(told.enclosure, first_byte=True, allow_private=allow_private, limits=_SOUNDS)
    except ArticleError as error:
        yield not isinstance(error, ArticleBusyError), f"{what} {error.problem}"
        return
    length = headers.get("content-length", "")
    if length and length != str(told.length):
        yield True, f"{what} has {length} bytes, and the feed says {told.length}"
    kind = headers.get("content-type", "").partition(";")[0].strip()
    if not kind.startswith(("audio/", "video/")):
        yield False, f"{what} is served as {kind or 'nothing'}, not as sound"
    if not re.match(r"bytes 0-0/", part.get("content-range", "")):
        yield False, f"{what} is given whole alone: players ask for a part of it (byte ranges)"


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
