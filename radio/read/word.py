"""Word documents (.docx): Office Open XML, ECMA-376 part 1, transitional or strict.

What the reader of a printed copy would see is the article, changes accepted: insertions are in, deletions and
field codes are out. Headers, footers, comments, notes, hidden text and tables of contents are left out and
listed as such. A text box stands where it is anchored; of a choice for newer and older programs one is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from radio.article import Article
from radio.errors import ArticleError
from radio.read import blocks
from radio.read.archive import SIGNATURE, Archive
from radio.read.blocks import Block, Line
from radio.read.looks import Look, Styles
from radio.read.word_looks import paragraph_look, run_look, styles_of
from radio.read.word_notes import MARKS, Notes, notes_of
from radio.read.xmltree import Element, child, parsed

_ENDINGS = (".docx", ".docm", ".dotx", ".dotm")
_SAVE_AGAIN = "open it in Word and save it again"


def score(name: str, head: bytes) -> float:
    """0.95 for a zip with Word's parts in it, 0.92 for one of that name, else 0."""
    if not head.startswith(SIGNATURE):
        return 0.0
    if b"word/" in head:
        return 0.95
    return 0.92 if name.endswith(_ENDINGS) else 0.0


def parse(data: bytes, source: str) -> Article:
    """The article in a Word document's bytes; ArticleError if there is none, or it is no such document."""
    archive = Archive(data, source)
    main = _main_part(archive)
    styles = archive.part(main.rpartition("/")[0] + "/styles.xml")
    document = parsed(archive.part(main), source)
    body = child(document, "w:body")
    if body is None:
        raise _no_document(source)
    notes = notes_of(archive, main)
    walker = _Walker(styles_of(parsed(styles, source) if styles else None), notes, source)
    shown = [
        *walker.aside(notes.headers, "header"),
        *walker.blocks(body),
        *walker.aside(notes.footers, "footer"),
    ]
    return blocks.article(shown, source)


def _main_part(archive: Archive) -> str:
    """The name of the part that is the document itself, by the package's relationships."""
    listed = archive.part("_rels/.rels")
    links = parsed(listed, archive.source) if listed else ()
    targets = [link.get("Target", "") for link in links if link.get("Type", "").endswith("/officeDocument")]
    name = next((target for target in targets if target in archive), "word/document.xml")
    if name not in archive:
        raise _no_document(archive.source)
    return name


def _no_document(source: str) -> ArticleError:
    return ArticleError(source, "holds no Word document", "open it in its own program and save it as .docx")


# What is not printed, with all that is in it.
_UNSEEN = frozenset(
    "w:del w:moveFrom w:instrText w:delText w:delInstrText w:fldData w:pPr w:rPr w:sectPr w:tblPr w:tblGrid "
    "w:trPr w:tcPr w:sdtPr w:sdtEndPr w:rt".split()
)
_MARKS = {
    "w:tab": " ",
    "w:ptab": " ",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "\u00ad",
}
_TEXTS = frozenset(("w:t", "w:sym", *_MARKS))
_PICTURES = frozenset(("pic:pic", "v:imagedata"))


class _Fields:
    """The complex fields that are open at a place in a paragraph (17.16.18)."""

    def __init__(self) -> None:
        self._open: list[bool] = []  # outermost first: whether its code is being read
        self._codes = 0  # of them, in their code

    @property
    def in_code(self) -> bool:
        """Whether the place is in a field's code, which is not printed."""
        return self._codes > 0

    def mark(self, kind: str) -> None:
        """Pass a mark: a field's beginning, the end of its code, or its end."""
        if kind == "begin":
            self._open.append(True)
            self._codes += 1
        elif kind == "separate" and self._open:
            self._codes -= self._open[-1]
            self._open[-1] = False
        elif kind == "end" and self._open:
            self._codes -= self._open.pop()


class _Walker:
    """Walks a document in order; it remembers a paragraph whose end is not its own."""

    def __init__(self, styles: Styles, notes: Notes, source: str) -> None:
        self._source = source
        self._styles = styles
        self._notes = notes
        self._open: tuple[Line, Look] | None = None  # a paragraph that the next one continues

    def blocks(self, nodes: Iterable[Element]) -> Iterator[Block]:
        """The blocks in a body, a cell, a text box, or in what groups paragraphs in one."""
        for node in nodes:
            if node.tag == "w:p":
                yield from self._paragraph(node)
            elif node.tag == "w:tbl":
                yield from self._closed()
                yield from blocks.table(list(self._rows(node)))
            elif node.tag == "w:altChunk":
                raise ArticleError(self._source, "holds a page that only Word puts in its place", _SAVE_AGAIN)
            elif node.tag == "w:sdt" and _is_contents(node):
                yield from self._closed()
                yield from self.aside(node, "contents")
            elif node.tag not in _UNSEEN:
                yield from self.blocks(_parts(node))
        yield from self._closed()

    def aside(self, nodes: Iterable[Element], reason: str) -> list[Block]:
        """The blocks in ``nodes`` that tell something, none of them to be heard."""
        return blocks.unheard([b for node in nodes for b in self.blocks(node)], reason)

    def _rows(self, nodes: Iterable[Element]) -> Iterator[list[list[Block]]]:
        for node in nodes:
            if node.tag == "w:tr":
                if child(node, "w:trPr", "w:del") is None:
                    hidden = child(node, "w:trPr", "w:hidden") is not None
                    cells = list(self._cells(node))
                    yield [blocks.unheard(cell, "hidden text") for cell in cells] if hidden else cells
            elif node.tag not in _UNSEEN:
                yield from self._rows(_parts(node))

    def _cells(self, nodes: Iterable[Element]) -> Iterator[list[Block]]:
        for node in nodes:
            if node.tag == "w:tc":
                if child(node, "w:tcPr", "w:cellDel") is None:
                    yield list(self.blocks(node))
            elif node.tag not in _UNSEEN:
                yield from self._cells(_parts(node))

    def _paragraph(self, node: Element) -> Iterator[Block]:
        properties = child(node, "w:pPr")
        look = paragraph_look(properties, self._styles)
        line = self._open[0] if self._open else Line()
        self._open = None
        self._inline(node, look, line, _Fields())
        self._open = line, look  # of paragraphs made one, the last one's properties stay
        if not _goes_on(properties):
            yield from self._closed()

    def _closed(self) -> Iterator[Block]:
        """The blocks of the paragraph that is open, if one is."""
        if self._open is None:
            return
        line, look = self._open
        self._open = None
        yield from line.blocks(look)

    def _inline(self, nodes: Iterable[Element], look: Look, line: Line, fields: _Fields) -> None:
        """Add what ``nodes`` show to ``line``; ``look`` is that of the text around them."""
        for node in nodes:
            tag = node.tag
            if tag == "w:r":
                own = run_look(child(node, "w:rPr"), look, self._styles)
                self._inline(node, own, line, fields)
            elif tag == "w:fldChar":
                fields.mark(node.get("w:fldCharType", ""))
            elif tag in _TEXTS:
                if not fields.in_code:
                    line.add(*_text(node, look))
            elif tag == "w:txbxContent":
                line.anchor(list(self.blocks(node)))
            elif tag == "v:textpath":  # ornamental letters
                line.anchor([Block(node.get("string", ""), look)])
            elif tag in MARKS:
                note = self._notes.taken(node)
                line.note(self.aside([note], MARKS[tag][1]) if note is not None else [])
            elif tag not in _UNSEEN:
                line.picture = line.picture or tag in _PICTURES
                self._inline(_parts(node), look, line, fields)


def _text(node: Element, look: Look) -> tuple[str, Look]:
    """The text of a piece of a run, and its look."""
    if node.tag == "w:sym":
        return _symbol(node), look | Look(font=node.get("w:font", ""))
    return _MARKS.get(node.tag, node.text or ""), look


def _goes_on(properties: Element | None) -> bool:
    """Whether the next paragraph continues this one: its end was deleted or moved, or it is a drop cap."""
    mark = child(properties, "w:rPr")
    frame = child(properties, "w:framePr")
    deleted = child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None
    return deleted or (frame is not None and frame.get("w:dropCap", "none") != "none")


def _parts(node: Element) -> Iterable[Element]:
    """What is shown of a group: one of alternatives, nothing of a form's hint."""
    if node.tag == "mc:AlternateContent":
        return node[:1]
    if node.tag == "w:sdt" and child(node, "w:sdtPr", "w:showingPlcHdr") is not None:
        return ()
    return node


def _is_contents(node: Element) -> bool:
    """Whether a w:sdt is a table of contents."""
    gallery = child(node, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
    return gallery is not None and gallery.get("w:val") == "Table of Contents"


def _symbol(node: Element) -> str:
    """The character of a w:sym, whose code is hexadecimal; "" for a code that is none."""
    try:
        return chr(int(node.get("w:char", ""), 16))
    except (ValueError, OverflowError):
        return ""
