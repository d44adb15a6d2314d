"""What a directory would refuse in a feed, and what it would rather have: PSP-1 and the podcast namespace.

The feed may be anybody's: it is read piece by piece, and a document type, where entities would be declared,
is refused.
"""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError, iterparse

from radio.feed.channel import categories, guid_of
from radio.feed.rss import NAMESPACES
from radio.feed.rules import (
    ADDRESS,
    CHANNEL,
    CHANNEL_ADVICE,
    EMAIL,
    ITEM,
    ITEM_ADVICE,
    ONCE,
    UUID,
    Need,
    Rule,
    Table,
    date_of,
    type_of,
)
from radio.shortening import shorten

_ITUNES, _PODCAST, _ATOM = (f"{{{NAMESPACES[prefix]}}}" for prefix in ("itunes", "podcast", "atom"))
_NAMES = frozenset(NAMESPACES.values())
# The podcast namespace's former name, which its readers still know.
_OLD_NAME = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
_DECLARATION = re.compile(rb"<\?xml\s[^>]*?\?>")
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([^"']*)""")
# Before the root, there can be nothing but comments and instructions; each is taken whole or not at all.
_DOCUMENT_TYPE = re.compile(rb"(?:\s|<\?(?>.*?\?>)|<!--(?>.*?-->))*+<!DOCTYPE", re.DOTALL)
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


@dataclass(frozen=True, slots=True)
class Told:
    """What a feed says of files that can be looked at."""

    self_url: str = ""  # the feed's own address; "" if it gives none, here and below
    cover: str = ""  # address of the channel's cover
    enclosure: str = ""  # address of the first item's sound
    length: int = 0  # its bytes


def complaints(data: bytes, *, now: datetime | None = None) -> tuple[Complaint, ...]:
    """What is wrong with the feed ``data``, refusals first; what many items share is told in short.

    now: to tell of episodes that are yet to come; with its time zone.
    """
    told: dict[tuple[str, bool, bool], list[Complaint]] = {}
    for found in _found(data, now):
        told.setdefault((found.what, found.where.startswith("item "), found.refused), []).append(found)
    short: list[Complaint] = []
    for (what, of_items, refused), alike in told.items():
        short += alike if not of_items else alike[:_MANY]
        if of_items and len(alike) > _MANY:
            short.append(Complaint("items", what, f"is wrong in {len(alike) - _MANY} more", refused))
    return tuple(sorted(short, key=lambda complaint: not complaint.refused))


def told_by(data: bytes) -> Told:
    """The addresses that the feed gives; none where it cannot be read."""
    sounds: list[tuple[str, str]] = []

    def item(node: Element) -> None:
        if not sounds:
            sounds.extend((_attribute(e, "url"), _attribute(e, "length")) for e in node.findall("enclosure"))

    try:
        channel = _walk(_document(data), item, lambda *_: None)
    except (ValueError, ParseError):
        return Told()
    if channel is None:
        return Told()
    url, length = sounds[0] if sounds else ("", "")
    return Told(
        self_url=_fit(next(iter(_own(channel)), "")),
        cover=_fit(next(iter(_values(channel, "itunes:image@href")), "")),
        enclosure=_fit(url),
        length=int(length) if re.fullmatch("[0-9]{1,15}", length) else 0,
    )


def _attribute(node: Element, name: str) -> str:
    return (node.get(name) or "").strip()


def _fit(address: str) -> str:
    return address if ADDRESS.fullmatch(address) else ""


def _document(data: bytes) -> bytes:
    """The feed without the declaration before it. Raises ValueError that says what it is instead of one."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8") from error
    document = data.removeprefix(codecs.BOM_UTF8)
    if declared := _DECLARATION.match(document):
        encoding = _ENCODING.search(declared[0])
        if encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
            told = encoding[1][:20].decode(errors="replace")
            raise ValueError(f"says that it is {told}, and must be UTF-8")
        document = document[declared.end() :]
    if _DOCUMENT_TYPE.match(document):
        raise ValueError("has a document type, which a feed has not")
    return document


def _found(data: bytes, now: datetime | None) -> Iterator[Complaint]:
    try:
        document = _document(data)
    except ValueError as error:
        yield Complaint("feed", "", str(error), refused=True)
        return
    found: list[Complaint] = []
    seen: dict[str, Counter[str]] = {"guid": Counter(), "enclosure@url": Counter()}
    items = 0

    def item(node: Element) -> None:
        nonlocal items
        items += 1
        found.extend(_item(node, items, seen, now))

    try:
        channel = _walk(
            document, item, lambda what, problem: found.append(Complaint("feed", what, problem, True))
        )
    except ParseError as error:
        found.append(Complaint("feed", "", f"is not XML: {error}", refused=True))
    else:
        if channel is None:
            found.append(Complaint("feed", "", "has no channel", refused=True))
        else:
            found += _checked(channel, CHANNEL, "channel")
            found += _of_channel(channel)
            if not items:
                found.append(Complaint("channel", "item", "is missing", refused=True))
    yield from found
    for name, values in seen.items():
        for value, count in values.items():
            if count > 1:
                yield Complaint("items", name, f"{value[:60]!r} stands there {count} times", refused=True)


def _walk(
    document: bytes, item: Callable[[Element], None], complain: Callable[[str, str], None]
) -> Element | None:
    """Give each item to ``item`` and let it go; return the channel without its items, None if there is none.

    Raises ParseError.
    """
    channel: Element | None = None
    depth = 0
    # No document type is in it, so no entities are.
    for event, node in iterparse(io.BytesIO(document), ("start", "end", "start-ns")):  # noqa: S314
        if event == "start-ns":
            if problem := _namespace(*node):
                complain("namespace", problem)
        elif event == "start":
            depth += 1
            if depth == 1 and (node.tag != "rss" or node.get("version") != "2.0"):
                complain("", f"is not RSS 2.0 but <{node.tag[:60]}>")
            if depth == 2 and node.tag == "channel":
                if channel is not None:
                    complain("", "has more than one channel")
                channel = node
        else:
            node.tag = node.tag.replace(f"{{{_OLD_NAME}}}", _PODCAST)
            depth -= 1
            if depth == 2 and node.tag == "item" and channel is not None:
                item(node)
                channel.remove(node)
    return channel


def _namespace(prefix: str, name: str) -> str:
    """What is wrong with a namespace; "" if nothing."""
    wanted = NAMESPACES.get(prefix)
    if name in _NAMES or name == _OLD_NAME:
        return ""
    if wanted and name.lower() == wanted.lower():
        return f"{name!r} is written with other capitals"
    if any(name.lower() == known.lower() for known in _NAMES):
        return f"{name!r} is written with other capitals"
    return f"{prefix!r} stands for {name[:80]!r}, not {wanted!r}" if wanted else ""


def _item(
    node: Element, number: int, seen: dict[str, Counter[str]], now: datetime | None
) -> Iterator[Complaint]:
    title = " ".join((node.findtext("title") or "").split())
    where = f"item {number} ({shorten(title, 40)})" if title else f"item {number}"
    yield from _checked(node, ITEM, where)
    for name, values in seen.items():
        values.update(value for value in _values(node, name)[:1] if value)
    yield from _advised(node, ITEM_ADVICE, where)
    date = date_of(next(iter(_values(node, "pubDate")), ""))
    if now and date and date > now:
        yield Complaint(where, "pubDate", "is yet to come: apps hide the episode until then", refused=False)
    for url, kind in zip(_values(node, "enclosure@url"), _values(node, "enclosure@type"), strict=True):
        if wrong := type_of(url, kind) if kind else None:
            yield Complaint(where, "enclosure@type", wrong, refused=False)
    guid = node.find("guid")
    if guid is not None and guid.get("isPermaLink") != "false" and not _fit((guid.text or "").strip()):
        problem = 'is no address, and needs isPermaLink="false"'
        yield Complaint(where, "guid", problem, refused=False)


def _advised(node: Element, advice: Mapping[str, Rule], where: str) -> Iterator[Complaint]:
    for name, rule in advice.items():
        for value in _values(node, name):
            if problem := rule(value):
                yield Complaint(where, name, problem, refused=False)


def _own(channel: Element) -> list[str]:
    return [
        _attribute(link, "href") for link in channel.iterfind(f"{_ATOM}link") if link.get("rel") == "self"
    ]


def _of_channel(channel: Element) -> Iterator[Complaint]:
    yield from _advised(channel, CHANNEL_ADVICE, "channel")
    own = _own(channel)
    if not own:
        yield Complaint("channel", "atom:link", 'has none with rel="self"', refused=True)
    guid = (channel.findtext(f"{_PODCAST}guid") or "").strip()
    if own and guid and UUID.fullmatch(guid) and guid.lower() != guid_of(own[0]):
        problem = "is not that of this address: right only if the feed has moved"
        yield Complaint("channel", "podcast:guid", problem, refused=False)
    email = channel.findtext(f"{_ITUNES}owner/{_ITUNES}email")
    if email is None or not EMAIL.fullmatch(email.strip()):
        problem = "has no e-mail address, to which directories write"
        yield Complaint("channel", "itunes:owner", problem, refused=False)
    known = categories()
    for category in channel.iterfind(f"{_ITUNES}category"):
        parts = known.get(category.get("text") or "")
        for part in category.iterfind(f"{_ITUNES}category") if parts is not None else ():
            if (name := part.get("text") or "") not in (parts or ()):
                problem = f"{name[:40]!r} is no part of {category.get('text')}"
                yield Complaint("channel", "itunes:category", problem, refused=True)


def _checked(node: Element, table: Table, where: str) -> Iterator[Complaint]:
    for name, (need, rule) in table.items():
        values = _values(node, name)
        lacking = not any(values) if need in (Need.REQUIRED, Need.WISHED) else "" in values
        if lacking and need is not Need.FREE:
            what = "holds markup that is not escaped" if _holds_markup(node, name) else "is missing"
            yield Complaint(where, name, what, refused=need is not Need.WISHED)
        for value in filter(None, values):
            if problem := rule(value):
                yield Complaint(where, name, problem, refused=True)
    for name in ONCE:
        if (count := len(node.findall(_tag(name)))) > 1:
            yield Complaint(where, name, f"stands there {count} times, once at most", refused=True)


def _holds_markup(node: Element, name: str) -> bool:
    return "@" not in name and any(len(part) for part in node.findall(_tag(name)))


def _values(node: Element, name: str) -> list[str]:
    """The trimmed values of all elements, or attributes, of that name in ``node``; "" for an empty one."""
    element, _, attribute = name.partition("@")
    found = node.findall(_tag(element))
    return [((part.get(attribute) if attribute else part.text) or "").strip() for part in found]


def _tag(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local
