"""RSS 2.0 of a page: the channel, then item by item.

The same channel and items give the same bytes: nothing of the time of writing is in it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from email.utils import format_datetime
from functools import lru_cache

from radio.feed.channel import Channel, address
from radio.feed.item import Item, Sound
from radio.feed.pages import Page
from radio.feed.persons import Person, host
from radio.feed.xml import element, escaped, line, prose

DESCRIPTION_LIMIT = 4000  # bytes of UTF-8 (PSP-1)
NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
_TXT_LIMIT, _PURPOSE_LIMIT = 4000, 128  # bytes, characters (podcast-namespace, txt.md)
_AI = element("podcast:txt", "true", purpose="ai-content")


def rss(channel: Channel, page: Page) -> Iterator[str]:
    """The page's document, piece by piece; UTF-8 is what its first line promises."""
    names = "".join(f'\n     xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{names}>\n<channel>\n'
    yield from (f"  {part}\n" for part in _channel(channel, page))
    hosts = [_person(host(name)) for name in channel.hosts]
    # The same in every item: what PSP-1 wants there although the channel has said it.
    common = [
        _explicit(channel),
        element("itunes:image", href=channel.image),
        element("itunes:episodeType", "full"),
    ]
    for item in page.items:
        yield "  <item>\n    " + "\n    ".join([*_item(channel, item), *common, *hosts]) + "\n  </item>\n"
    yield "</channel>\n</rss>\n"


def _channel(channel: Channel, page: Page) -> Iterator[str]:
    yield from _links(channel, page)
    title, author = line(channel.title), line(channel.author)
    yield element("title", title)
    yield element("description", prose(channel.description, DESCRIPTION_LIMIT))
    yield element("link", channel.link)
    yield element("language", channel.language)
    if channel.copyright:
        yield element("copyright", line(channel.copyright))
    if page.items:
        yield element("lastBuildDate", _date(page.items[0]))
    yield _category(channel.category)
    yield _explicit(channel)
    yield element("itunes:image", href=channel.image)
    yield element("itunes:author", author)
    owner = element("itunes:name", line(channel.owner_name))
    owner += element("itunes:email", line(channel.owner_email)) if channel.owner_email else ""
    yield f"<itunes:owner>{owner}</itunes:owner>"
    yield element("itunes:type", "episodic")
    picture = element("url", channel.image) + element("title", title) + element("link", channel.link)
    yield f"<image>{picture}</image>"
    yield element("podcast:guid", channel.guid)
    yield element("podcast:locked", "yes" if channel.locked else "no", owner=line(channel.owner_email))
    yield element("podcast:medium", "podcast")
    if channel.new_feed_url:
        yield element("itunes:new-feed-url", channel.new_feed_url)
    for purpose, text in channel.txt:
        yield element("podcast:txt", prose(text, _TXT_LIMIT), purpose=line(purpose, _PURPOSE_LIMIT))
    yield from (_person(host(name)) for name in channel.hosts)
    if any(item.synthetic for item in page.items):
        yield _AI


def _links(channel: Channel, page: Page) -> Iterator[str]:
    """The page's own address, and its neighbours'; the first page is the feed itself."""
    first = dict(page.links).get("first", page.name)
    for relation, name in (("self", page.name), *page.links):
        url = channel.url if name == first else address(channel.base_url, name)
        yield element("atom:link", href=url, rel=relation, type="application/rss+xml")


def _item(channel: Channel, item: Item) -> Iterator[str]:
    audio = address(channel.base_url, item.path)
    description = prose(item.description, DESCRIPTION_LIMIT)
    yield element("title", line(item.title))
    yield element("link", item.link or audio)
    yield element("guid", item.id, isPermaLink="false")
    yield element("pubDate", _date(item))
    yield element("description", description)
    yield f"<content:encoded><![CDATA[{_html(description)}]]></content:encoded>"
    yield element("enclosure", url=audio, length=str(item.bytes), type=item.type)
    yield from (_alternate(channel, sound) for sound in item.alternates)
    yield element("itunes:duration", str(max(1, round(item.duration_ms / 1000))))
    if item.byline:
        yield element("itunes:author", line("; ".join(item.byline)))
    for transcript in item.transcripts:
        yield element(
            "podcast:transcript",
            url=address(channel.base_url, transcript.path),
            type=transcript.type,
            language=item.language,
            rel="" if transcript.type == "text/plain" else "captions",
        )
    if item.chapters:
        url = address(channel.base_url, item.chapters)
        yield element("podcast:chapters", url=url, type="application/json+chapters")
    yield from map(_person, item.persons)
    if item.synthetic:
        yield _AI


def _alternate(channel: Channel, sound: Sound) -> str:
    """podcast-namespace, alternate-enclosure.md: bits a second; a digest as of Subresource Integrity."""
    digest = base64.b64encode(bytes.fromhex(sound.sha256)).decode("ascii")
    inner = element("podcast:source", uri=address(channel.base_url, sound.path))
    inner += element("podcast:integrity", type="sri", value=f"sha256-{digest}")
    attributes = {"type": sound.type, "length": str(sound.bytes), "bitrate": str(1000 * sound.bitrate_kbps)}
    opening = element("podcast:alternateEnclosure", **attributes, codecs=sound.codec).removesuffix("/>")
    return f"{opening}>{inner}</podcast:alternateEnclosure>"


def _html(description: str) -> str:
    """The description's lines, for readers that would fold plain ones into one; without a bare ">"."""
    return "".join(f"<p>{escaped(text)}</p>" for text in description.splitlines() if text)


def _date(item: Item) -> str:
    return format_datetime(item.published)


def _explicit(channel: Channel) -> str:
    return element("itunes:explicit", "true" if channel.explicit else "false")


@lru_cache(10_000)
def _person(person: Person) -> str:
    return element("podcast:person", person.name, role=person.role, group=person.group)


def _category(path: tuple[str, ...]) -> str:
    name, *part = (escaped(name) for name in path)
    if not part:
        return f'<itunes:category text="{name}"/>'
    return f'<itunes:category text="{name}"><itunes:category text="{part[0]}"/></itunes:category>'
