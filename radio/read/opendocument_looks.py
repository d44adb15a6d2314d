"""Looks of OpenDocument texts: the properties of styles (OASIS OpenDocument 1.3 part 3, 16 and 20)."""

from __future__ import annotations

from collections.abc import Iterator

from radio.read.looks import Look, Styles, named
from radio.read.xmltree import Element, child, parts

_FRESH = Look(size=12.0)  # points, where the document sets no default
_BOLD = ("bold", "600", "700", "800", "900")
_HOLDERS = ("office:styles", "office:automatic-styles")


def styles_of(*roots: Element) -> Styles:
    """The styles in ``roots``: a text's styles.xml and content.xml, the latter's own styles last."""
    fonts = {
        face.get("style:name", ""): face.get("svg:font-family", "").strip("'\"")
        for root in roots
        for face in parts(root, "office:font-face-decls")
    }
    default: Look = _FRESH
    looks: dict[str, Look] = {}
    parents: dict[str, str] = {}
    for style in _styles(roots):
        name = style.get("style:name", "")
        if style.tag == "style:default-style" and style.get("style:family") == "paragraph":
            default = default | _look(style, fonts)
        elif style.tag == "style:style" and style.get("style:family") in ("paragraph", "text"):
            shown = style.get("style:display-name") or name.replace("_20_", " ")
            looks[name] = _look(style, fonts) | named(shown)
            parents[name] = style.get("style:parent-style-name", "")
    return Styles(default, looks, parents)


def _styles(roots: tuple[Element, ...]) -> Iterator[Element]:
    for root in roots:
        for holder in _HOLDERS:
            yield from parts(root, holder)


def _look(style: Element, fonts: dict[str, str]) -> Look:
    look = Look()
    text, paragraph = child(style, "style:text-properties"), child(style, "style:paragraph-properties")
    if text is not None:
        look = look | _letters(text, fonts)
    if paragraph is not None and (align := paragraph.get("fo:text-align")):
        look["centred"] = align == "center"
    if style.get("style:list-style-name"):
        look["item"] = True
    return look


def _letters(text: Element, fonts: dict[str, str]) -> Look:
    look = Look()
    if weight := text.get("fo:font-weight"):
        look["bold"] = weight in _BOLD
    if slant := text.get("fo:font-style"):
        look["italic"] = slant != "normal"
    if display := text.get("text:display"):
        look["hidden"] = display == "none"
    points = text.get("fo:font-size", "").removesuffix("pt")
    if points.replace(".", "", 1).isdecimal() and len(points) < 8:
        look["size"] = float(points)
    font = text.get("style:font-name", "")
    if family := fonts.get(font, font) or text.get("fo:font-family", "").strip("'\""):
        look["font"] = family
    return look
