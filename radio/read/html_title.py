"""The title as the page prints it: found by what the page's head and its mark-up say of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from radio.composing import composed
from radio.read.html_flow import Flow, Line
from radio.segment.furniture import furniture
from radio.slug import key

_HEADLINES = ("og:title", "twitter:title", "headline", "dc.title")  # names of <meta>, the surest first
_SEPARATOR = re.compile(r"\s+[-–—|»«•·/:]{1,2}\s+|\s*\|\s*")
_JSON_LONGEST = 500_000  # characters of linked data
_LONGEST = 400  # characters of a title, and of what is looked at of a window's
_WORDS = (2, 40)
BACK_LINK = "null "  # Liferay prints a missing back link so
_NEAR = 6  # lines above the story in which an unnamed title may stand
_UNFINISHED = (".", ":", ";", ",")
_LIKELY = {1: 4.0, 2: 2.0, 3: 1.5, 4: 1.0}  # by the heading's level


@dataclass(frozen=True)
class Head:
    """What a page says about itself where no reader looks."""

    headlines: tuple[str, ...] = ()  # for machines: linked data, social networks
    title: str = ""  # the browser window's, mostly with the site's name
    site: str = ""  # the site's name

    def says(self, text: str) -> bool:
        """Whether ``text`` is a headline, or the window's title before or after the site's name."""
        return len(text) <= _LONGEST and key(text) in self._keys

    def leads(self, text: str) -> bool:
        """Whether ``text`` is what the window's title begins with, before the site's name."""
        first = _SEPARATOR.search(self.title)
        return first is not None and key(self.title[: first.start()]) == key(text)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(key(t) for t in (*self.headlines, *_parts(self.title))) - {""}

    @property
    def best(self) -> str:
        """The likeliest title where none is printed; "" if there is none but the site's name."""
        if self.headlines:
            return self.headlines[0]
        longest = max(_SEPARATOR.split(self.title), key=len, default="").strip()
        return longest if len(longest.split()) > 3 and key(longest) != key(self.site) else ""


def head(root: etree._Element) -> Head:
    """What the page's <head> and linked data say."""
    metas = {_name(m): _folded(m.get("content")) for m in root.iter("meta") if _name(m)}
    linked = (found for script in root.iter("script") for found in _linked_data(script))
    headlines = (*(metas.get(n, "") for n in _HEADLINES), *map(_folded, linked))
    window = next((_folded("".join(t.itertext()))[:_LONGEST] for t in root.iter("title")), "")
    site = metas.get("og:site_name", "")
    named = tuple(dict.fromkeys(h for h in headlines if h and key(h) != key(site)))
    return Head(named, window, site)


def title(flow: Flow, said: Head, able: Sequence[int], story_at: int) -> tuple[str, int]:
    """The title and the number of its line; -1 for one that is not printed, "" if there is none.

    ``able``: numbers of the lines above the story that are no furniture. ``story_at``: its first line.
    """
    lines = {n: _bare(flow.lines[n].text) for n in able}
    matching = [n for n, text in lines.items() if said.says(text)]
    # A linked one may be the site's name, which leads home and is in the window's title, too.
    certain = [
        n
        for n in matching
        if not flow.lines[n].linked
        or lines[n] in said.headlines
        or (said.leads(lines[n]) and _likeness(flow, n) >= 1)  # Joomla links a title to its own page
    ]
    named = [
        n
        for n in able
        if _likeness(flow, n) >= 1 and _may_be(lines[n], flow.lines[n], said, marked=_is_marked(flow, n))
    ]
    for found in (certain, named, matching):
        if found:
            number = max(found, key=lambda n: (_likeness(flow, n), n))
            return lines[number], number
    for number in reversed(able):
        line, text = flow.lines[number], lines[number]
        stands_out = line.bold or line.align == "center" or text.isupper()
        if number >= story_at - _NEAR and stands_out and len(text.split()) > 3 and _may_be(text, line, said):
            return text, number
    return said.best, -1


def _likeness(flow: Flow, number: int) -> float:
    """How much the mark-up makes a line the title."""
    line = flow.lines[number]
    role = flow.boxes[line.box].within
    named = role is not None and role.kind == "title"
    return _LIKELY.get(line.level, 0.0) + (1.0 if named else 0.0) - (0.5 if line.linked else 0.0)


def _is_marked(flow: Flow, number: int) -> bool:
    """Whether a line's own mark-up calls it a title, and it is a heading."""
    role = flow.boxes[flow.lines[number].box].within
    return flow.lines[number].level > 0 and role is not None and role.kind == "title"


def _may_be(text: str, line: Line, said: Head, *, marked: bool = False) -> bool:
    """Whether a line that the head does not know can be the title.

    marked: its own mark-up calls it one, so that it may lead to its own page.
    """
    size = len(text.split())
    return (
        _WORDS[0] <= size <= _WORDS[1]
        and (not line.linked or (marked and size > 3))
        and furniture(text) is None
        and (not text.endswith(_UNFINISHED) or text.endswith("..."))
        and key(text) not in {key(said.site), *map(key, _SEPARATOR.split(said.title)[1:])}
    )


def _bare(text: str) -> str:
    return text.removeprefix(BACK_LINK)


def _parts(window: str) -> Iterator[str]:
    """The window's title as a whole, and without the pieces at its end or its beginning."""
    yield window
    for found in _SEPARATOR.finditer(window):
        yield window[: found.start()]
        yield window[found.end() :]
    if ": " in window:  # Blogger: the blog's name, a colon, the post's
        yield window.partition(": ")[2]


def _name(meta: etree._Element) -> str:
    return (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()


def _folded(text: str | None) -> str:
    return " ".join(composed(text or "").split())


def _linked_data(script: etree._Element) -> Iterator[str]:
    """The headlines in a JSON-LD block; none in what is no JSON."""
    if "ld+json" not in (script.get("type") or "").lower() or len(script.text or "") > _JSON_LONGEST:
        return
    try:
        waiting = [json.loads(script.text or "", strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            if isinstance(headline := value.get("headline"), str):
                yield headline
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
