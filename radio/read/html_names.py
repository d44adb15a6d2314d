"""What a page calls its parts: an element's tag and names, looked up in tables.

`data/html_tags.tsv` says how a tag's text flows, `data/html_names.tsv` what a class or id means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from lxml import etree

Name = str | bytes | bytearray | etree.QName  # of a tag, as lxml has it
Given = dict[str, str]  # an element's attributes

NAMING = ("class", "id", "itemprop", "data-role", "data-type", "role", "type")
_LONGEST = 60  # characters of a name; and this many names of an element are looked at
_MOST = 12
_NO_NAMES = {"html", "body"}  # their classes describe the site
# WordPress puts a post's categories and tags into its classes: those are words of the story. What a text
# "has" is its design, as what it is under a condition ("print:hidden") is.
_SLUGS = ("category-", "tag-", "format-", "status-", "postid-", "has-")
_CONDITION = ":"
# Drupal's own: how a thing is viewed, "node--view-mode-full", and a list, "view view-id-news views-row".
_VIEWED = re.compile(r"(?:.*--)?view-mode|views?-(?!.*count)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Role:
    """What an element is to the story."""

    kind: str  # "title", "lead", "author", "caption", "content", "furniture" or "meta"
    reason: str = ""  # why it is not heard, for furniture and meta


@dataclass(frozen=True, slots=True)
class Tag:
    """How a tag's text flows."""

    flow: str = ""  # "block", "break", "cell", "skip"; "" for within a line
    role: Role | None = None


_INLINE = Tag()


def tag_of(name: Name) -> Tag:
    """How the text of an element called ``name`` flows; an unknown one's within the line."""
    return _tags().get(name, _INLINE)


def role_of(name: str, given: Given) -> Role | None:
    """What an element's names, and else its tag, say it is; None if nothing."""
    own = tag_of(name).role
    if not given:
        return own
    if "hidden" in given or given.get("aria-hidden") == "true":
        return Role("furniture", "hidden")
    if own is not None and own.kind == "caption":
        return own
    if name not in _NO_NAMES:
        for attribute in NAMING:
            if (value := given.get(attribute)) and (role := _named(value[: _LONGEST * _MOST])):
                return role
    return own


@lru_cache(4096)
def _named(value: str) -> Role | None:
    """The first row of the table that fits any of the names in an attribute."""
    names = [
        n
        for n in value.split()[:_MOST]
        if len(n) <= _LONGEST and _CONDITION not in n and not n.startswith(_SLUGS)
    ]
    if any(_VIEWED.match(n) for n in names):
        names = [n for n in names if n not in ("view", "views") and not _VIEWED.match(n)]
    words = {w.lower() for n in names for w in _CAMEL.split(n)}
    whole = ["".join(c for c in n if c.isalnum()).lower() for n in names]
    for how, letters, role in _names():
        if how == "word":
            fits = letters in words
        elif how == "is":
            fits = letters in whole
        else:
            fits = any(letters in name for name in whole)
        if fits:
            return role
    return None


@cache
def _tags() -> dict[Name, Tag]:
    return {
        tag: Tag(flow, Role(role, reason) if role else None) for tag, flow, role, reason in rows("html_tags")
    }


@cache
def _names() -> tuple[tuple[str, str, Role], ...]:
    return tuple((how, letters, Role(kind, reason)) for how, letters, kind, reason in rows("html_names"))


def rows(name: str) -> list[list[str]]:
    """The rows of ``data/<name>.tsv``, without the comments."""
    text = (files("radio.read") / "data" / f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
