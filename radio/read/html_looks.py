"""How the text of a page's element looks and what it is in, by its tag, its style and what is around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

from radio.read.html_names import Role, Tag, role_of, tag_of

_HEADING = re.compile(r"h[1-6]")
_ALIGN = re.compile(r"text-align\s{0,9}:\s{0,9}(\w{1,12})")
_BLOCK = re.compile(r"display\s{0,9}:\s{0,9}(?:block|flex|grid|table)")
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none")
_ITALIC = re.compile(r"font-style\s{0,9}:\s{0,9}italic")
_BOLD = re.compile(r"font-weight\s{0,9}:\s{0,9}(?:bold|[6-9]00)")
_STYLE = 400  # characters of a style that are looked at
_SMALL_BOX = 60  # elements, and
_SMALL_TEXT = 400  # characters, in what may be a picture with its caption, or a table's row
_ROW_PARTS = {"p", "div", "br"}  # what a cell of a row may hold and still be one of a row
_BOXED = {"table", "figure"}  # tags that lay out a picture with its caption
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


def manner_of(element: etree._Element, tag: Tag, outer: Manner) -> Manner:
    """How the element's text looks, given what is around it."""
    name = str(element.tag)
    style = (element.get("style") or "")[:_STYLE].lower()
    return Manner(
        box=outer.box,
        line_box=outer.line_box,
        piece_box=outer.piece_box,
        block=tag.flow in ("block", "cell") or bool(_BLOCK.search(style)),
        link=outer.link or (name == "a" and _leads_away(element)),
        bold=outer.bold or name in ("b", "strong") or bool(_BOLD.search(style)),
        italic=outer.italic or name in ("i", "em") or bool(_ITALIC.search(style)),
        level=int(name[1]) if _HEADING.fullmatch(name) else outer.level,
        item=outer.item or name in ("li", "dd"),
        align=_align(element, name, style) or outer.align,
        row=outer.row or (name == "tr" and _is_row(element)),
        kept_lines=outer.kept_lines or name == "pre",
        in_picture_box=outer.in_picture_box or (name in _BOXED and _is_picture_box(element)),
    )


def named_role(element: etree._Element, manner: Manner) -> Role | None:
    """What the element is by its names, its style or, for a picture's box, by what is in it."""
    if _HIDDEN.search((element.get("style") or "")[:_STYLE].lower()):
        return Role("furniture", "hidden")
    role = role_of(element)
    if role is None and manner.in_picture_box and element.tag in _BOXED:
        return Role("caption")
    return role


def _leads_away(element: etree._Element) -> bool:
    href = (element.get("href") or "").strip()
    return bool(href) and not href.startswith(("#", "mailto:", "tel:"))


def _align(element: etree._Element, name: str, style: str) -> str:
    if name == "center":
        return "center"
    if found := _ALIGN.search(style):
        return found[1]
    names = (element.get("class") or "")[:_STYLE].lower()
    for align in ("center", "right"):
        if f"text-{align}" in names or f"text-align-{align}" in names or f"align{align}" in names:
            return align
    # A table's own align says where it stands, not how its text does.
    return "" if name == "table" else (element.get("align") or "").lower()[:12]


def _is_row(row: etree._Element) -> bool:
    """Whether a table's row is to be read as one line: short cells without a box or a picture in them."""
    cells = breaks = size = 0
    for number, part in enumerate(row.iterdescendants()):
        if number > _SMALL_BOX or size > _SMALL_TEXT or part.tag in PICTURES:
            return False
        tag = tag_of(part)
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
