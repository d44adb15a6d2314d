"""Looks of Word documents: the properties of runs, paragraphs and styles (ECMA-376 part 1, 17.3 and 17.7)."""

from __future__ import annotations

from collections.abc import Callable

from radio.read.looks import Look, Styles, named
from radio.read.xmltree import Element, child

_FRESH = Look(size=10.0)  # points, where the document sets no default
_OFF = ("0", "false", "off")
_BODY_LEVEL = 9  # an outline level that is none


def styles_of(root: Element | None) -> Styles:
    """The styles in ``root``, a document's w:styles; none if there is no such part."""
    parts = list(root) if root is not None else []
    named_styles = {style.get("w:styleId", ""): style for style in parts if style.tag == "w:style"}
    defaults = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr")
    usual = (
        name
        for name, style in named_styles.items()
        if style.get("w:type") == "paragraph" and style.get("w:default", "0") not in _OFF
    )
    styles = Styles(
        _FRESH | _run(defaults),
        {name: _style(style, name) for name, style in named_styles.items()},
        {name: _value(child(style, "w:basedOn")) for name, style in named_styles.items()},
    )
    styles.default = styles.default | styles.look(next(usual, ""))
    return styles


def paragraph_look(properties: Element | None, styles: Styles) -> Look:
    """The look of a paragraph with the w:pPr ``properties``."""
    name = _value(child(properties, "w:pStyle"))
    # A document may name a style that it does not bring along.
    style = styles.look(name) if name in styles.looks else named(name)
    return styles.default | style | _paragraph(properties)


def run_look(properties: Element | None, around: Look, styles: Styles) -> Look:
    """The look of a run with the w:rPr ``properties`` in a paragraph that looks like ``around``."""
    if properties is None:
        return around
    return around | styles.look(_value(child(properties, "w:rStyle"))) | _run(properties)


def _style(style: Element, identifier: str) -> Look:
    name = _value(child(style, "w:name")) or identifier
    return _run(child(style, "w:rPr")) | _paragraph(child(style, "w:pPr")) | named(name)


def _value(node: Element | None) -> str:
    return "" if node is None else node.get("w:val", "")


def _run(properties: Element | None) -> Look:
    look = Look()
    for part in properties if properties is not None else ():
        if read := _RUN.get(part.tag):
            look = look | read(part)
    return look


def _paragraph(properties: Element | None) -> Look:
    look = Look()
    for part in properties if properties is not None else ():
        if read := _PARAGRAPH.get(part.tag):
            look = look | read(part)
    return look


def _is_on(part: Element) -> bool:
    return part.get("w:val", "1").lower() not in _OFF


def _size(part: Element) -> Look:
    half_points = part.get("w:val", "")
    return Look(size=int(half_points) / 2) if half_points.isdecimal() and len(half_points) < 5 else Look()


def _font(part: Element) -> Look:
    # Letters beyond ASCII, those that an old font changes, are set in the hAnsi font (17.3.2.26).
    font = part.get("w:hAnsi") or part.get("w:ascii")
    return Look(font=font) if font else Look()


def _level(part: Element) -> Look:
    level = part.get("w:val", "")
    if level.isdecimal() and int(level[:3]) < _BODY_LEVEL:
        return Look(role="heading", level=int(level) + 1)
    return Look()


def _numbered(part: Element) -> Look:
    return Look(item=_value(child(part, "w:numId")) != "0")


_RUN: dict[str, Callable[[Element], Look]] = {
    "w:b": lambda part: Look(bold=_is_on(part)),
    "w:i": lambda part: Look(italic=_is_on(part)),
    "w:vanish": lambda part: Look(hidden=_is_on(part)),
    "w:sz": _size,
    "w:rFonts": _font,
}
_PARAGRAPH: dict[str, Callable[[Element], Look]] = {
    "w:jc": lambda part: Look(centred=part.get("w:val") == "center"),
    "w:outlineLvl": _level,
    "w:numPr": _numbered,
}
