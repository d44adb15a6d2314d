"""How the text of a page's element looks and what it is in, by its tag, its style and what is around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from radio.read.html_names import NAMING, Given, Role, role_of, tag_of

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ALIGN = re.compile(r"text-align\s{0,9}:\s{0,9}(\w{1,12})")
_BLOCK = re.compile(r"display\s{0,9}:\s{0,9}(?:block|flex|grid|table)")
_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|font-size\s{0,9}:\s{0,9}0(?![.\d]*[1-9])"
)
_ITALIC = re.compile(r"font-style\s{0,9}:\s{0,9}italic")
_BOLD = re.compile(r"font-weight\s{0,9}:\s{0,9}(?:bold|[6-9]00)")
_STYLE = 400  # characters of a style that are looked at
_TELLING = frozenset((*NAMING, "style", "align", "hidden", "aria-hidden"))  # attributes
_LONGEST = 1000  # characters of one
_SMALL_BOX = 60  # elements, and
_SMALL_TEXT = 400  # characters, in what may be a picture with its caption, or a table's row
_ROW_PARTS = {"p", "div", "br"}  # what a cell of a row may hold and still be one of a row
BOXED = {"table", "figure"}  # tags that lay out a picture with its caption
PICTURES = {"img", "picture", "amp-img"}


class Manner(NamedTuple):
    """How the text of an element looks and what it is in; inner elements begin with what is around them."""

    box: int = -1
    line_box: int = -1  # the box that the line itself stands in
    piece_box: int = -1  # the outermost named box within the line; -1 where there is none
    block: bool = False  # the element begins and ends a line
    link: bool = False
    bold: bool = False
    italic: bool = False
    level: int = 0
    item: bool = False
    align: str = ""
    row: bool = False  # within a table's row that is one line
    kept_lines: bool = False  # line ends count, as in <pre>
    in_picture_box: bool = False

    def within(self, box: int, line_box: int, piece_box: int) -> Manner:
        """The same in other boxes; `_replace` takes more than twice as long, for thousands of boxes."""
        return Manner(box, line_box, piece_box, *self[3:])


class Own(NamedTuple):
    """What an element says of its text by its tag and attributes, whatever it is in."""

    flow: str  # as in `html_names.Tag`
    role: Role | None
    block: bool = False
    link: bool = False
    bold: bool = False
    italic: bool = False
    level: int = 0
    item: bool = False
    align: str = ""
    kept_lines: bool = False


def own_of(element: etree._Element) -> Own:
    """What the element itself says; a page says the same many times."""
    told = []
    for key, value in element.items():
        if key in _TELLING:
            told.append((key, value[:_LONGEST]))
        elif key == "href" and _leads_away(value):
            told.append((key, ""))
    return _own(str(element.tag), tuple(told))


@lru_cache(4096)
def _own(name: str, told: tuple[tuple[str, str], ...]) -> Own:
    given, tag = dict(told), tag_of(name)
    style = given.get("style", "")[:_STYLE].lower()
    role = Role("furniture", "hidden") if _HIDDEN.search(style) else role_of(name, given)
    return Own(
        tag.flow,
        role,
        # A date line is printed in the lead's line, but is no part of it.
        block=tag.flow in ("block", "cell")
        or _BLOCK.search(style) is not None
        or (role is not None and role.kind == "dateline"),
        link=name == "a" and "href" in given,
        bold=name in ("b", "strong") or _BOLD.search(style) is not None,
        italic=name in ("i", "em") or _ITALIC.search(style) is not None,
        level=_HEADINGS.get(name, 0),
        item=name in ("li", "dd"),
        align=_align(given, name, style),
        kept_lines=name == "pre",
    )


def manner_of(element: etree._Element, own: Own, outer: Manner) -> Manner:
    """How the element's text looks, given what it says itself and what is around it."""
    name = element.tag
    return Manner(
        outer.box,
        outer.line_box,
        outer.piece_box,
        own.block,
        outer.link or own.link,
        outer.bold or own.bold,
        outer.italic or own.italic,
        own.level or outer.level,
        outer.item or own.item,
        own.align or outer.align,
        outer.row or (name == "tr" and _is_row(element)),
        outer.kept_lines or own.kept_lines,
        outer.in_picture_box or (name in BOXED and _is_picture_box(element)),
    )


def _leads_away(href: str) -> bool:
    href = href.strip()
    return bool(href) and not href.startswith(("#", "mailto:", "tel:"))


def _align(given: Given, name: str, style: str) -> str:
    if name == "center":
        return "center"
    if style and (found := _ALIGN.search(style)):
        return found[1]
    if names := given.get("class", "")[:_STYLE].lower():
        for align in ("center", "right"):
            if f"text-{align}" in names or f"text-align-{align}" in names or f"align{align}" in names:
                return align
    # A table's own align says where it stands, not how its text does.
    return "" if name == "table" else given.get("align", "").lower()[:12]


def _is_row(row: etree._Element) -> bool:
    """Whether a table's row is to be read as one line: short cells without a box or a picture in them."""
    cells = breaks = size = 0
    for number, part in enumerate(row.iterdescendants()):
        if number > _SMALL_BOX or size > _SMALL_TEXT or part.tag in PICTURES:
            return False
        tag = tag_of(part.tag)
        if tag.flow == "cell":
            cells += 1
        elif tag.flow == "block" and part.tag not in _ROW_PARTS:
            return False
        breaks += tag.flow == "break"
        size += len((part.text or "").strip()) + len((part.tail or "").strip())
    # A column of lines beside another is a page's layout.
    return cells > 1 and breaks <= cells and size <= _SMALL_TEXT


def _is_picture_box(box: etree._Element) -> bool:
    """Whether a table or figure is there for a picture, with a caption at most beside it."""
    size = 0
    pictures = False
    for number, part in enumerate(box.iterdescendants()):
        if number > _SMALL_BOX or size > _SMALL_TEXT:
            return False
        pictures = pictures or part.tag in PICTURES
        size += len((part.text or "").strip()) + len((part.tail or "").strip())
    return pictures and size <= _SMALL_TEXT
