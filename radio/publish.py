"""From a folder of episodes to the feed in it: what stands there is read, and written if it changed."""

from __future__ import annotations

import contextlib
import ipaddress
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from radio import picture
from radio.errors import ArticleError, ConfigError
from radio.feed import Channel, Page, channel_of, guid_of, pages, rss
from radio.feed.channel import is_address
from radio.files import output_error, replacing
from radio.outbox import LeftOut, outbox
from radio.settings import FILE_NAME, Settings
from radio.station import Podcast

FEED_NAME = "feed.xml"
_MOST_COVER_BYTES = 20_000_000
_MOST_HEAD_BYTES = 100_000
_GUID = re.compile(
    rb"<podcast:guid>\s*([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\s*</podcast:guid>"
)
_OWN = re.compile(rb'<atom:link href="([^"]{1,2000})" rel="self"')


@dataclass(frozen=True, slots=True)
class Published:
    """What came of publishing."""

    feed: Path  # of the first page
    pages: int  # files of the feed
    items: int  # episodes listed in them
    written: tuple[Path, ...]  # files that changed, in the order of writing
    left_out: tuple[LeftOut, ...]  # episodes that are not listed, and why
    notes: tuple[str, ...] = ()  # what a producer should know, one line each


def publish(
    folder: Path,
    settings: Settings,
    *,
    out: Path | None = None,
    base_url: str = "",
    every_byte: bool = False,
    without: Collection[str] = (),
) -> Published:
    """Write the feed of the episodes in ``folder``, all its pages or none; what would not change stays.

    out: the feed's file, else feed.xml in the folder. base_url: instead of the setting. every_byte: compare
    the digest of every MP3, not only of those that look changed. without: sidecars of episodes that are not
    to be listed, as paths relative to the folder, with strokes.
    Raises ConfigError for a setting that is missing or will not do, ArticleError for a folder without an
    episode, OutputError if the feed cannot be written.
    """
    feed = out or folder / FEED_NAME
    source = str(settings.path or FILE_NAME)
    name = _name_in(folder, feed)
    guid = _guid_so_far(feed)
    channel = channel_of(settings.station, source=source, feed_name=name, base_url=base_url, guid=guid)
    _check_cover(folder, settings.station.podcast.image, f"{source}: podcast.image")
    found = outbox(folder, every_byte=every_byte, without=without)
    if not found.items:
        # An empty feed would take every episode from every listener.
        raise ArticleError(folder, _why_none(found.left_out), "make an episode there first, with: radio make")
    podcast = settings.station.podcast
    written = pages(found.items, feed.name, size=podcast.page, limit=podcast.limit)
    return Published(
        feed=feed,
        pages=len(written),
        items=sum(len(page.items) for page in written),
        written=_write(feed.parent, channel, written),
        left_out=found.left_out,
        notes=_notes(channel, settings.station.podcast),
    )


def _guid_so_far(feed: Path) -> str:
    """The podcast's guid as the feed that stands there has it, for it must outlive a move to another address.

    "" for none, and for that of a feed which was tried out on somebody's own machine.
    """
    try:
        with feed.open("rb") as file:
            head = file.read(_MOST_HEAD_BYTES).partition(b"<item>")[0]
    except OSError:
        return ""
    guid, own = _GUID.search(head), _OWN.search(head)
    host = urlsplit(own[1].decode("ascii", "replace")).hostname if own else ""
    return guid[1].decode("ascii").lower() if guid and host and not _is_local(host) else ""


def _is_local(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".test"))


def _notes(channel: Channel, podcast: Podcast) -> tuple[str, ...]:
    if podcast.guid or channel.guid == guid_of(channel.url):
        return ()
    return (
        f"the podcast keeps its guid {channel.guid} though its address is another one now; "
        f"to be sure of it, set podcast.guid",
    )


def _why_none(left_out: Sequence[LeftOut]) -> str:
    told = f" ({left_out[0].path.name}: {left_out[0].reason})" if left_out else ""
    return f"holds no episode that can be published{told}"


def _name_in(folder: Path, feed: Path) -> str:
    """The feed's file, relative to the folder where it lies in it."""
    with contextlib.suppress(ValueError):
        return feed.resolve().relative_to(folder.resolve()).as_posix()
    return feed.name


def _check_cover(folder: Path, image: str, setting: str) -> None:
    if is_address(image):
        return
    if PurePath(image).is_absolute() or ".." in PurePath(image).parts:
        problem = f"{image!r} leads out of the folder that is published"
        raise ConfigError(setting, problem, "put the cover into the folder, or give its address")
    try:
        with (folder / image).open("rb") as file:
            picture.check(image, file.read(_MOST_COVER_BYTES))
    except OSError as error:
        problem = f"the cover {image!r} cannot be read in {folder} ({error.strerror})"
        raise ConfigError(setting, problem, "put it there, or give its address") from error


def _write(folder: Path, channel: Channel, written: Sequence[Page]) -> tuple[Path, ...]:
    """Write the pages that changed, the oldest first and the feed itself last, and return them."""
    documents: dict[Path, bytes] = {}
    for page in reversed(written):
        document = _document(channel, page)
        if not _stands(folder / page.name, document):
            documents[folder / page.name] = document
    with replacing(*documents) as temps:
        for (target, document), temp in zip(documents.items(), temps, strict=True):
            try:
                temp.write_bytes(document)
            except OSError as error:
                raise output_error(target, error) from error
    return tuple(documents)


def _document(channel: Channel, page: Page) -> bytes:
    # Piece by piece: as one text, with letters of two bytes and more, it would be several times as large.
    document = bytearray()
    for piece in rss(channel, page):
        document += piece.encode()
    return bytes(document)


def _stands(path: Path, document: bytes) -> bool:
    """Whether ``path`` holds just that: then its time must not change, for caches go by it."""
    with contextlib.suppress(OSError):
        return path.stat().st_size == len(document) and path.read_bytes() == document
    return False
