"""``radio feed --check``: not with the rest of ``radio feed``, which does without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import typer

from radio.errors import ArticleError, ConfigError
from radio.feed import complaints, cover_of
from radio.picture import complaint
from radio.read.fetch import Limits, fetch
from radio.understand import is_address

_MOST_FEED_BYTES = 100_000_000
_FEEDS = Limits(
    most_bytes=_MOST_FEED_BYTES,
    kinds=("application/rss+xml", "application/xml", "text/xml", "text/plain", "text/html"),
)
_PICTURES = Limits(kinds=("image/jpeg", "image/png"))


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
