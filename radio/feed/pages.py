"""Pages: which items stand in which file of a feed (RFC 5005 §3).

Pages are filled from the oldest item on, and numbered so: a new episode changes the first file alone, and
what lies in caches stays true. The feed's own file holds the newest items, from one page's worth to two.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from radio.feed.item import Item


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the feed."""

    name: str  # of the file: "feed.xml", "feed-2.xml"
    items: tuple[Item, ...]  # newest first
    links: tuple[tuple[str, str], ...] = ()  # relation → file name, where there are several pages


def pages(items: Sequence[Item], name: str, *, size: int = 0, limit: int = 0) -> tuple[Page, ...]:
    """The feed's files, the first of them called ``name``; ``items`` in any order.

    size: items a page, 0 for all on one. limit: newest items to list, 0 for all.
    """
    old_first = sorted(items, key=lambda item: (item.published, item.id))
    unlisted = max(0, len(old_first) - limit) if limit else 0
    full = max(0, len(old_first) // size - 1) if size else 0
    numbers = range(1, full + 1)
    cuts = [0, *(size * number for number in numbers), len(old_first)]
    names = [_numbered(name, number) for number in numbers] + [name]
    listed = [
        (told, tuple(reversed(old_first[max(start, unlisted) : end])))
        for told, (start, end) in zip(names, pairwise(cuts), strict=True)
        if end > unlisted or told == name
    ]
    listed.reverse()
    order = [told for told, _ in listed]
    return tuple(Page(told, held, _links(order, place)) for place, (told, held) in enumerate(listed))


def _numbered(name: str, number: int) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def _links(order: Sequence[str], place: int) -> tuple[tuple[str, str], ...]:
    if len(order) == 1:
        return ()
    links = [("first", order[0]), ("last", order[-1])]
    links += [("previous", order[place - 1])] if place else []
    links += [("next", order[place + 1])] if place + 1 < len(order) else []
    return tuple(links)
