"""OpenDocument texts (.odt): OASIS OpenDocument 1.3 part 3, as LibreOffice writes them.

What the reader of a printed copy would see is the article, changes accepted: what was deleted is kept apart
in the file and is left out. Headers, footers, annotations, notes, hidden text and indexes are left out as
well, and listed as such. A text box stands where it is anchored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from radio.article import Article
from radio.errors import ArticleError
from radio.read import blocks
from radio.read.archive import SIGNATURE, Archive
from radio.read.blocks import Block, Line
from radio.read.looks import Look, Styles
from radio.read.opendocument_looks import styles_of
from radio.read.xmltree import Element, child, parsed, parts

_ENDINGS = (".odt", ".ott", ".odm")
_TYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
_TYPE_AT = 30  # the first part is its type, stored as it is (part 2, 3.3)


def score(name: str, head: bytes) -> float:
    """0.97 for a zip that says it is an OpenDocument text, 0.92 for one of that name, else 0."""
    if not head.startswith(SIGNATURE):
        return 0.0
    if head.startswith(_TYPE, _TYPE_AT):
        return 0.97
    return 0.92 if name.endswith(_ENDINGS) else 0.0


def parse(data: bytes, source: str) -> Article:
    """The article in an OpenDocument's bytes; ArticleError if there is none, or it is no such document."""
    archive = Archive(data, source)
    if _is_locked(archive):
        raise ArticleError(
            source, "is locked with a password", "open it with the password and save it without"
        )
    content = archive.part("content.xml")
    root = parsed(content, source) if content else None
    text = child(root, "office:body", "office:text")
    if root is None or text is None:
        problem, remedy = "holds no OpenDocument text", "open it in its own program and save it as .odt"
        raise ArticleError(source, problem, remedy)
    common = archive.part("styles.xml")
    pages = parsed(common, source) if common else None
    walker = _Walker(styles_of(*((pages, root) if pages is not None else (root,))))
    atop, below = (list(walker.margins(pages, place)) for place in ("header", "footer"))
    return blocks.article([*atop, *walker.blocks(text), *below], source)


def _is_locked(archive: Archive) -> bool:
    manifest = archive.part("META-INF/manifest.xml")
    return b"encryption-data" in manifest


# What is no text, with all that is in it.
_UNSEEN = frozenset(
    "text:tracked-changes text:ruby-text office:forms text:sequence-decls text:variable-decls "
    "text:user-field-decls svg:title svg:desc draw:object draw:object-ole".split()
)
# What is printed elsewhere, or not at all → why it is not heard.
_ASIDE = {
    "text:note": "footnote",
    "office:annotation": "comment",
    "text:hidden-text": "hidden text",
    "text:hidden-paragraph": "hidden text",
    **dict.fromkeys(
        (
            *("text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index"),
            *("text:user-index", "text:alphabetical-index", "text:bibliography"),
        ),
        "contents",
    ),
}
_MARKS = {"text:tab": " ", "text:line-break": "\n"}
_LINES = ("text:p", "text:h")


@dataclass(frozen=True, slots=True)
class _Walker:
    """Walks a document in order."""

    styles: Styles

    def blocks(self, nodes: Iterable[Element], *, item: bool = False) -> Iterator[Block]:
        """The blocks in a text, a cell, a text box, or in what groups paragraphs in one."""
        for node in nodes:
            if node.tag in _UNSEEN:
                continue
            if node.tag in _ASIDE or node.get("text:display") == "none":
                yield from self._aside(node)
            elif node.tag in _LINES:
                yield from self._paragraph(node, item=item)
            elif node.tag == "table:table":
                yield from blocks.table(list(self._rows(node)))
            elif node.tag == "draw:frame":
                yield from self._frame(node)
            else:
                yield from self.blocks(node, item=item or node.tag == "text:list")

    def _aside(self, node: Element) -> list[Block]:
        """The blocks of what is not heard."""
        reason = (
            "endnote" if node.get("text:note-class") == "endnote" else _ASIDE.get(node.tag, "hidden text")
        )
        hidden = [Block(node.get("text:string-value", ""), {})]
        return blocks.unheard([*hidden, *self.blocks(list(node))], reason)

    def margins(self, pages: Element | None, place: str) -> Iterator[Block]:
        """What stands at the "header" or "footer" of any page; ``pages`` is the text's styles.xml."""
        for page in parts(pages, "office:master-styles"):
            for part in page:
                if part.tag.startswith(f"style:{place}"):
                    yield from blocks.unheard(self.blocks(part), place)

    def _rows(self, nodes: Iterable[Element]) -> Iterator[list[list[Block]]]:
        for node in nodes:
            if node.tag == "table:table-row":
                yield [list(self.blocks(cell)) for cell in node if cell.tag == "table:table-cell"]
            else:
                yield from self._rows(node)

    def _frame(self, node: Element) -> Iterator[Block]:
        """What stands in a frame: the blocks of a text box, or a picture."""
        boxes = [part for part in node if part.tag == "draw:text-box"]
        for box in boxes:
            yield from self.blocks(box)
        if not boxes and child(node, "draw:image") is not None:
            yield Block("", {}, picture=True)

    def _paragraph(self, node: Element, *, item: bool) -> Iterator[Block]:
        look = self.styles.default | self.styles.look(node.get("text:style-name", ""))
        if item:
            look = look | Look(item=True)
        if node.tag == "text:h":
            look = look | Look(role="heading", level=_level(node, look))
        line = Line()
        self._inline(node, look, line)
        yield from line.blocks(look)

    def _inline(self, node: Element, look: Look, line: Line) -> None:
        """Add what ``node`` shows to ``line``; ``look`` is that of its own text."""
        line.add(_folded(node.text), look)
        for part in node:
            self._part(part, look, line)
            line.add(_folded(part.tail), look)

    def _part(self, node: Element, look: Look, line: Line) -> None:
        tag = node.tag
        if tag in _UNSEEN:
            return
        if tag in _ASIDE:
            line.note(self._aside(node))
        elif tag in _MARKS:
            line.add(_MARKS[tag], look)
        elif tag == "text:s":
            line.add(" ", look)  # however many: blanks are folded
        elif tag.startswith("draw:"):
            line.anchor(list(self.blocks([node])))
        else:
            self._inline(node, look | self.styles.look(node.get("text:style-name", "")), line)


def _folded(text: str | None) -> str:
    """Text with its line ends as blanks, which they are in OpenDocument (part 3, 6.1.2)."""
    return (text or "").replace("\n", " ").replace("\r", " ")


def _level(node: Element, look: Look) -> int:
    """A heading's level, that of its style where that is the title's."""
    if look.get("role") == "heading" and look.get("level") == 0:
        return 0
    level = node.get("text:outline-level", "")
    return int(level) if level.isdecimal() and len(level) < 3 else 1
