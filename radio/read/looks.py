"""Looks: what a word processor's styles say about text, down the chain of the styles they are based on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TypedDict

from radio.slug import key


class Look(TypedDict, total=False):
    """How text looks, as far as it is said; a later saying replaces an earlier: ``a | b``."""

    bold: bool
    italic: bool
    hidden: bool  # is not printed
    size: float  # of the letters, points
    font: str  # the font's name
    centred: bool
    item: bool  # of a list
    role: str  # "heading", "lead", "caption", "item" or "contents"; "" for body text
    level: int  # of a heading: 0 for the document's title, 1 to 9 below it


@dataclass(slots=True)
class Styles:
    """Named styles and what each is based on."""

    default: Look  # of text that no style speaks of
    looks: Mapping[str, Look]  # what each style itself says
    parents: Mapping[str, str]  # style → the one it is based on; a file may draw a circle
    _known: dict[str, Look] = field(default_factory=dict)

    def look(self, name: str) -> Look:
        """What the style ``name`` and those it is based on say; nothing for an unknown one."""
        if name not in self._known:
            found: Look = {}
            for style in reversed(list(self._line(name))):
                found = found | self.looks.get(style, {})
            self._known[name] = found
        return self._known[name]

    def _line(self, name: str) -> Iterator[str]:
        seen: set[str] = set()
        while name and name not in seen and len(seen) < _GENERATIONS:
            seen.add(name)
            yield name
            name = self.parents.get(name, "")


_GENERATIONS = 20  # Word itself stops at 10


def named(name: str) -> Look:
    """What a style's name says: ``Heading 1``, ``Tiêu đề``, ``Caption``; nothing for any other."""
    return _names().get(key(name), {})


@cache
def _names() -> dict[str, Look]:
    text = (files("radio.read") / "data" / "styles.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {name: Look(role=role, level=int(level)) for name, role, level in rows}
