"""XML from a stranger as a tree: no document type, so no entities; bounded in depth and in elements.

Names are written with the prefix that their namespace has in the specifications, whatever prefix the file
uses: ``w:p``, ``text:h``. Names in other namespaces have the prefix ``x``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from radio.errors import ArticleError

__all__ = ["Element", "child", "parsed", "parts"]

_ELEMENTS = 400_000  # an article has some thousands, a book in small pieces some hundred thousand
_DEPTH = 250  # a table in a text box in a table stands about 40 deep
_REMEDY = "open it in a word processor and save it again"

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    # ECMA-376, transitional and strict
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "urn:schemas-microsoft-com:vml": "v",
    # OpenDocument 1.3
    f"{_ODF}office:1.0": "office",
    f"{_ODF}style:1.0": "style",
    f"{_ODF}text:1.0": "text",
    f"{_ODF}table:1.0": "table",
    f"{_ODF}drawing:1.0": "draw",
    f"{_ODF}xsl-fo-compatible:1.0": "fo",
    f"{_ODF}svg-compatible:1.0": "svg",
    f"{_ODF}manifest:1.0": "manifest",
    "http://www.w3.org/XML/1998/namespace": "xml",
}


def parsed(data: bytes, source: str) -> Element:
    """The root of the XML document ``data``; ``source`` is the file's name in messages.

    Raises ArticleError for what is no XML, has a document type (where entities would be declared), or is
    larger or deeper than a document needs.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    tree = _Tree(source)
    parser.StartElementHandler = tree.start
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.builder.data
    parser.StartDoctypeDeclHandler = partial(_refused, source)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an unknown encoding
        raise ArticleError(source, f"is damaged inside ({error})", _REMEDY) from error
    return tree.builder.close()


def child(node: Element | None, *path: str) -> Element | None:
    """The first child of ``node`` of that name, or at the end of a path of names; None if there is none."""
    for name in path:
        node = next((part for part in node if part.tag == name), None) if node is not None else None
    return node


def parts(node: Element | None, *path: str) -> Iterable[Element]:
    """What stands in the child that `child` finds; nothing if there is none. An element is no truth value."""
    found = child(node, *path)
    return () if found is None else found


def _refused(source: str, *_declared: object) -> NoReturn:
    raise ArticleError(source, "declares a document type inside, as no word processor does", _REMEDY)


class _Tree:
    """What the parser reports, built into a tree and counted."""

    def __init__(self, source: str) -> None:
        self.builder = TreeBuilder()
        self._source = source
        self._names = _Names()
        self._count = self._depth = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._depth += 1
        if self._count > _ELEMENTS or self._depth > _DEPTH:
            problem = "is too long or too deeply nested for an article"
            raise ArticleError(self._source, problem, "copy the article's text into a new document")
        names = self._names
        if attributes:
            attributes = {names[key]: value for key, value in attributes.items()}
        self.builder.start(names[name], attributes)

    def end(self, name: str) -> None:
        self._depth -= 1
        self.builder.end(name)  # the parser has made sure that it is the one that is open


class _Names(dict[str, str]):
    """Names as the parser gives them, namespace and all → names with their prefix, each made once."""

    def __missing__(self, name: str) -> str:
        space, _, local = name.rpartition(" ")
        self[name] = f"{_PREFIXES.get(space, 'x')}:{local}" if space else local
        return self[name]
