"""What a directory would refuse in a feed, and what it would rather have: PSP-1 and the podcast namespace.

Two tables say which elements there must be and what their values may be; the code walks them. The feed may be
anybody's: it is read piece by piece, and a document type, where entities would be declared, is refused.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from xml.etree.ElementTree import Element, ParseError, iterparse

from radio.feed.channel import categories, guid_of
from radio.feed.item import TRANSCRIPTS
from radio.feed.rss import DESCRIPTION_LIMIT, NAMESPACES
from radio.shortening import shorten

_ITUNES, _PODCAST, _ATOM = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("itunes", "podcast", "atom"))
_PREFIXES = {name: prefix for prefix, name in NAMESPACES.items()}
_SAME = frozenset(name.lower() for name in NAMESPACES.values())
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DURATION = re.compile(r"\d{1,9}|(?:\d{1,3}:)?\d{1,2}:\d{2}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][!-~]*)?")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,63}(?:\.[^@\s.]{1,63}){1,8}")
_NUMBERED = re.compile(r"(?i)(?:ep|episode|tập|kỳ|số|#)\.?\s*\d")
_MANY = 3  # complaints of one kind that are told one by one


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong."""

    where: str  # "feed", "channel", "items", or an item's number and title
    what: str  # the element, or element@attribute; "" for the whole
    problem: str  # in one clause, the element being its subject
    refused: bool  # whether directories refuse it; otherwise they would rather have it mended

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.problem}" if self.what else f"{self.where}: {self.problem}"


Rule = Callable[[str], str | None]  # a complaint about a value, or None


def _at_most(limit: int, *, in_bytes: bool = False) -> Rule:
    def rule(value: str) -> str | None:
        size = len(value.encode()) if in_bytes else len(value)
        return (
            f"has {size} {'bytes' if in_bytes else 'characters'}, {limit} at most" if size > limit else None
        )

    return rule


def _one_of(*allowed: str) -> Rule:
    return lambda value: None if value in allowed else f"is {value[:40]!r}, not one of: {', '.join(allowed)}"


def _like(pattern: re.Pattern[str], what: str) -> Rule:
    return lambda value: None if pattern.fullmatch(value) else f"is {value[:40]!r}, not {what}"


def _address(value: str) -> str | None:
    fits = _ADDRESS.fullmatch(value)
    return None if fits else f"is {value[:60]!r}, not an address"


def _picture_address(value: str) -> str | None:
    if problem := _address(value):
        return problem
    path = value.partition("?")[0].partition("#")[0]
    fits = path.lower().endswith((".jpg", ".jpeg", ".png"))
    return None if fits else "does not end in .jpg, .jpeg or .png"


def _date(value: str) -> str | None:
    try:
        parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return f"is {value[:40]!r}, not a date as RFC 2822 has it"
    return None


def _positive(value: str) -> str | None:
    fits = value.isascii() and value.isdecimal() and len(value) < 16 and int(value) > 0
    return None if fits else f"is {value[:40]!r}, not a number of bytes"


_EXPLICIT = _one_of("true", "false")
_SHORT = _at_most(255)

# Element, or element@attribute → whether it is required (True), recommended (False) or neither (None), and
# what its value may be. In the channel:
_CHANNEL: dict[str, tuple[bool | None, Rule]] = {
    "atom:link@href": (True, _address),
    "title": (True, _SHORT),
    "description": (True, _at_most(DESCRIPTION_LIMIT, in_bytes=True)),
    "link": (True, _address),
    "language": (True, _like(_LANGUAGE, "a language's code")),
    "itunes:category@text": (True, _one_of(*categories())),
    "itunes:explicit": (True, _EXPLICIT),
    "itunes:image@href": (True, _picture_address),
    "podcast:locked": (False, _one_of("yes", "no")),
    "podcast:guid": (False, _like(_UUID, "a UUID")),
    "itunes:author": (False, _SHORT),
    "itunes:type": (None, _one_of("episodic", "serial")),
    "copyright": (None, _SHORT),
    "podcast:person": (None, _at_most(128)),
    "podcast:txt": (None, _at_most(4000)),
    "podcast:txt@purpose": (None, _at_most(128)),
}
# In an item:
_ITEM: dict[str, tuple[bool | None, Rule]] = {
    "title": (True, _SHORT),
    "enclosure@url": (True, _address),
    "enclosure@length": (True, _positive),
    "enclosure@type": (True, _like(re.compile(r"(?:audio|video)/[\w.+-]+"), "a type of sound")),
    "guid": (True, _SHORT),
    "link": (False, _address),
    "pubDate": (False, _date),
    "description": (False, _at_most(DESCRIPTION_LIMIT, in_bytes=True)),
    "itunes:duration": (False, _like(_DURATION, "a duration in seconds")),
    "itunes:image@href": (False, _picture_address),
    "itunes:explicit": (False, _EXPLICIT),
    "podcast:transcript@url": (False, _address),
    "podcast:transcript@type": (None, _one_of(*TRANSCRIPTS)),
    "podcast:chapters@url": (None, _address),
    "podcast:chapters@type": (None, _one_of("application/json+chapters")),
    "podcast:person": (None, _at_most(128)),
    "podcast:txt": (None, _at_most(4000)),
    "itunes:episodeType": (None, _one_of("full", "trailer", "bonus")),
    "itunes:episode": (None, _positive),
    "itunes:season": (None, _positive),
}


def complaints(data: bytes) -> tuple[Complaint, ...]:
    """What is wrong with the feed ``data``, refusals first; what many items share is told in short."""
    told: dict[tuple[str, bool, bool], list[Complaint]] = {}
    for found in _found(data):
        told.setdefault((found.what, found.where.startswith("item "), found.refused), []).append(found)
    short: list[Complaint] = []
    for (what, of_items, refused), alike in told.items():
        short += alike if not of_items else alike[:_MANY]
        if of_items and len(alike) > _MANY:
            short.append(Complaint("items", what, f"is wrong in {len(alike) - _MANY} more", refused))
    return tuple(sorted(short, key=lambda complaint: not complaint.refused))


def cover_of(data: bytes) -> str:
    """The address of the channel's cover; "" if there is none, or the feed cannot be read."""
    if b"<!DOCTYPE" in data:
        return ""
    try:
        # No document type is in it, so no entities are.
        for _, node in iterparse(io.BytesIO(data)):  # noqa: S314
            if node.tag == f"{_ITUNES}image":
                address = (node.get("href") or "").strip()
                return "" if _address(address) else address
    except ParseError:
        return ""
    return ""


def _found(data: bytes) -> Iterator[Complaint]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield Complaint("feed", "", "is not UTF-8", refused=True)
        return
    if "<!DOCTYPE" in text:
        yield Complaint("feed", "", "has a document type, which a feed has not", refused=True)
        return
    del text
    seen: dict[str, Counter[str]] = {"guid": Counter(), "enclosure@url": Counter()}
    try:
        yield from _walked(data, seen)
    except ParseError as error:
        yield Complaint("feed", "", f"is not XML: {error}", refused=True)
    for name, values in seen.items():
        for value, count in values.items():
            if count > 1:
                yield Complaint("items", name, f"{value[:60]!r} stands there {count} times", refused=True)


def _walked(data: bytes, seen: dict[str, Counter[str]]) -> Iterator[Complaint]:
    """The complaints, item by item; an item is let go once it is seen."""
    channel: Element | None = None
    depth = items = 0
    # No document type is in it, so no entities are.
    for event, node in iterparse(io.BytesIO(data), ("start", "end", "start-ns")):  # noqa: S314
        if event == "start-ns":
            yield from _namespace(node[1])
        elif event == "start":
            depth += 1
            if depth == 1 and (node.tag != "rss" or node.get("version") != "2.0"):
                yield Complaint("feed", "", "is not RSS 2.0", refused=True)
            if depth == 2 and node.tag == "channel":
                channel = node
        else:
            depth -= 1
            if depth == 2 and node.tag == "item" and channel is not None:
                items += 1
                yield from _item(node, items, seen)
                channel.remove(node)
    if channel is None:
        yield Complaint("feed", "", "has no channel", refused=True)
        return
    yield from _checked(channel, _CHANNEL, "channel")
    yield from _of_channel(channel)
    if not items:
        yield Complaint("channel", "item", "is missing", refused=True)


def _namespace(name: str) -> Iterator[Complaint]:
    if name.lower() in _SAME and name not in _PREFIXES:
        yield Complaint("feed", "namespace", f"{name!r} is written with other capitals", refused=True)


def _item(node: Element, number: int, seen: dict[str, Counter[str]]) -> Iterator[Complaint]:
    title = " ".join((node.findtext("title") or "").split())
    where = f"item {number} ({shorten(title, 40)})" if title else f"item {number}"
    yield from _checked(node, _ITEM, where)
    for name, values in seen.items():
        values.update(_values(node, name)[:1])
    if _NUMBERED.match(title):
        yield Complaint(where, "title", "begins with a number, which apps show by themselves", refused=False)


def _of_channel(channel: Element) -> Iterator[Complaint]:
    own = [link.get("href", "") for link in channel.iterfind(f"{_ATOM}link") if link.get("rel") == "self"]
    if not own:
        yield Complaint("channel", "atom:link", 'has none with rel="self"', refused=True)
    guid = (channel.findtext(f"{_PODCAST}guid") or "").strip()
    if own and guid and _UUID.fullmatch(guid) and guid.lower() != guid_of(own[0]):
        problem = "is not that of this address: right only if the feed has moved"
        yield Complaint("channel", "podcast:guid", problem, refused=False)
    email = channel.findtext(f"{_ITUNES}owner/{_ITUNES}email")
    if email is None or not _EMAIL.fullmatch(email.strip()):
        problem = "has no e-mail address, to which directories write"
        yield Complaint("channel", "itunes:owner", problem, refused=False)


def _checked(node: Element, rules: dict[str, tuple[bool | None, Rule]], where: str) -> Iterator[Complaint]:
    for name, (needed, rule) in rules.items():
        values = _values(node, name)
        if needed is not None and not any(values):
            yield Complaint(where, name, "is missing", refused=needed)
        for value in filter(None, values):
            if problem := rule(value):
                yield Complaint(where, name, problem, refused=True)


def _values(node: Element, name: str) -> list[str]:
    """The trimmed values of all elements, or attributes, of that name in ``node``; "" for an empty one."""
    element, _, attribute = name.partition("@")
    prefix, _, local = element.rpartition(":")
    tag = f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local
    found = node.findall(tag)
    return [((part.get(attribute) if attribute else part.text) or "").strip() for part in found]
