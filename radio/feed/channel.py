"""Channel: a feed's own part, from the station's settings, with nothing missing that a directory requires."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from importlib import resources
from urllib.parse import quote, urlsplit

from radio.errors import ConfigError
from radio.station import Station

_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # podcast-namespace, guid.md
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._~-]*")
# What has no default, by its setting's name, and what it is.
_REQUIRED = {
    "base_url": "the address at which the folder is published",
    "description": "what the podcast is about",
    "link": "the address of the station's own page",
    "category": 'one of Apple\'s categories, such as "News > Daily News"',
    "image": "the cover, a file in the folder or an address",
}


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed's own part."""

    url: str  # of the feed itself
    base_url: str  # of the folder of episodes, with a stroke at the end
    guid: str  # a UUID, for good
    title: str
    description: str
    link: str  # the station's page
    language: str  # ISO 639-1
    category: tuple[str, ...]  # one of Apple's, and a part of it or nothing
    image: str  # address of the cover
    explicit: bool
    author: str
    owner_name: str
    owner_email: str  # "" for none
    locked: bool
    copyright: str  # without a sign or a year
    hosts: tuple[str, ...]
    txt: tuple[tuple[str, str], ...] = ()  # purpose → text: proofs that the podcast is the station's
    new_feed_url: str = ""  # where the podcast has moved to; "" if it has not


def channel_of(
    station: Station, *, source: str, feed_name: str, base_url: str = "", guid: str = ""
) -> Channel:
    """The channel of ``station``.

    source: the settings' file, for messages. feed_name: the feed's file, relative to the folder of episodes.
    base_url: instead of the setting. guid: the channel's so far, unless a setting gives one; "" for none.
    Raises ConfigError that names a setting which is missing or will not do.
    """
    podcast = station.podcast
    base = base_url or podcast.base_url
    title = podcast.title or station.programme or station.name
    found = {"base_url": base, **{key: getattr(podcast, key) for key in _REQUIRED if key != "base_url"}}
    for key, what in ({"title": "the podcast's name"} | _REQUIRED).items():
        if not (found | {"title": title})[key]:
            raise ConfigError(
                f"{source}: podcast.{key}",
                "is not set, and the feed needs it",
                f"give {what}, under [podcast]",
            )
    base = _given(base, source, "base_url").rstrip("/") + "/"
    url = _given(podcast.feed_url, source, "feed_url") or address(base, feed_name)
    image = podcast.image
    return Channel(
        url=url,
        base_url=base,
        guid=_uuid(podcast.guid, source) or guid or guid_of(url),
        title=title,
        description=podcast.description,
        link=_given(podcast.link, source, "link"),
        language=station.language,
        category=_category(podcast.category, source),
        image=_given(image, source, "image") if is_address(image) else address(base, image),
        explicit=podcast.explicit,
        author=podcast.author or station.name or title,
        owner_name=podcast.owner_name or station.name or title,
        owner_email=podcast.owner_email,
        locked=podcast.locked,
        copyright=station.copyright,
        hosts=podcast.hosts,
        txt=tuple(podcast.txt.items()),
        new_feed_url=_given(podcast.new_feed_url, source, "new_feed_url"),
    )


def _given(url: str, source: str, key: str) -> str:
    """An address of the settings as feeds give it; "" stays."""
    try:
        return encoded(url) if url else ""
    except ValueError as error:
        problem, remedy = f"{url!r} is no address of the web", "give one that a browser can open"
        raise ConfigError(f"{source}: podcast.{key}", problem, remedy) from error


def _uuid(told: str, source: str) -> str:
    try:
        return str(uuid.UUID(told)) if told else ""
    except ValueError as error:
        problem, remedy = f"{told!r} is no UUID", "copy podcast:guid from the feed that it is to go on"
        raise ConfigError(f"{source}: podcast.guid", problem, remedy) from error


def guid_of(url: str) -> str:
    """The channel's UUID, from the feed's address without its scheme and its last strokes."""
    return str(uuid.uuid5(_GUIDS, url.partition("://")[2].rstrip("/")))


def is_address(text: str) -> bool:
    """Whether ``text`` is an address, and not a file's name."""
    return text.startswith(("http://", "https://"))


def address(base_url: str, path: str) -> str:
    """The address of ``path``, relative and with strokes, behind ``base_url``."""
    plain = _PLAIN_PATH.fullmatch(path)
    return base_url + (path if plain else quote(path, safe="/-._~!$'()*,;=:@+", errors="surrogateescape"))


def encoded(url: str) -> str:
    """``url`` in ASCII, as feeds give it: letters of the host by IDNA, others in per cent (RFC 3987 §3.1).

    Raises ValueError for what is no address of the web.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{url!r} is no address of the web")
    port = f":{parts.port}" if parts.port is not None else ""
    rest = parts._replace(scheme="", netloc="").geturl()
    # The per cent sign is safe: what is encoded already stays.
    told = quote(rest, safe="/?#[]@!$&'()*+,;=:%~", errors="replace")
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{told}"


def categories() -> dict[str, tuple[str, ...]]:
    """Apple's categories and their parts."""
    text = resources.files("radio.feed").joinpath("data/categories.tsv").read_text("utf-8")
    rows = (row.partition("\t") for row in text.splitlines() if row and not row.startswith("#"))
    return {name: tuple(parts.split(", ")) if parts else () for name, _, parts in rows}


def _category(told: str, source: str) -> tuple[str, ...]:
    path = tuple(part.strip() for part in told.split(">"))
    known = categories()
    if path[0] not in known:
        listed = ", ".join(known)
        raise ConfigError(f"{source}: podcast.category", f"{told!r} is none", f"choose one of: {listed}")
    if len(path) > 2 or not set(path[1:]) <= set(known[path[0]]):
        listed = ", ".join(known[path[0]]) or "none"
        raise ConfigError(
            f"{source}: podcast.category", f"{told!r} is none", f"the parts of {path[0]} are: {listed}"
        )
    return path
