"""Word documents (.docx): Office Open XML, ECMA-376 part 1, transitional or strict.

What the reader of a printed copy would see is the article, changes accepted: insertions are in, deletions are
out. Headers, footers, comments, footnotes, field codes, hidden text and tables of contents are left out. A
text box stands where it is anchored; of a choice for newer and older programs one is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from radio.article import Article
from radio.errors import ArticleError
from radio.read import blocks
from radio.read.archive import SIGNATURE, Archive
from radio.read.blocks import Block, Run
from radio.read.looks import Look, Styles
from radio.read.word_looks import paragraph_look, run_look, styles_of
from radio.read.xmltree import Element, child, parsed

_ENDINGS = (".docx", ".docm", ".dotx", ".dotm")


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
    walker = _Walker(styles_of(parsed(styles, source) if styles else None))
    return blocks.article(walker.blocks(body), source)


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
_MARKS = {"w:tab": " ", "w:ptab": " ", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_PICTURES = frozenset(("pic:pic", "v:imagedata"))


@dataclass(slots=True)
class _Line:
    """A paragraph being read."""

    runs: list[Run] = field(default_factory=list)
    above: list[Block] = field(default_factory=list)  # of text boxes anchored before its first word
    below: list[Block] = field(default_factory=list)  # of the others
    fields: list[bool] = field(default_factory=list)  # open ones, outermost first: whether it is in its code
    picture: bool = False

    def add(self, text: str, look: Look) -> None:
        if not any(self.fields):
            self.runs.append(Run(text, look))

    def mark(self, field_mark: str) -> None:
        """Note a complex field's beginning, the end of its code or its end (17.16.18)."""
        if field_mark == "begin":
            self.fields.append(True)
        elif field_mark == "separate" and self.fields:
            self.fields[-1] = False
        elif field_mark == "end" and self.fields:
            self.fields.pop()


class _Walker:
    """Walks a document in order; it remembers a paragraph whose end is not its own."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._open: tuple[_Line, Look] | None = None  # a paragraph that the next one continues

    def blocks(self, nodes: Iterable[Element]) -> Iterator[Block]:
        """The blocks in a body, a cell, a text box, or in what groups paragraphs in one."""
        for node in nodes:
            if node.tag == "w:p":
                yield from self._paragraph(node)
            elif node.tag == "w:tbl":
                yield from self._closed()
                yield from blocks.table(list(self._rows(node)))
            elif node.tag not in _UNSEEN:
                yield from self.blocks(_parts(node))
        yield from self._closed()

    def _rows(self, nodes: Iterable[Element]) -> Iterator[list[list[Block]]]:
        for node in nodes:
            if node.tag == "w:tr":
                if child(node, "w:trPr", "w:del") is None and child(node, "w:trPr", "w:hidden") is None:
                    yield list(self._cells(node))
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
        line = self._open[0] if self._open else _Line()
        self._open = None
        self._inline(node, look, line)
        self._open = line, look  # of paragraphs made one, the last one's properties stay
        if not _goes_on(properties):
            yield from self._closed()

    def _closed(self) -> Iterator[Block]:
        """The blocks of the paragraph that is open, if one is."""
        if self._open is None:
            return
        line, look = self._open
        self._open = None
        yield from line.above
        yield blocks.block(line.runs, look, picture=line.picture)
        yield from line.below

    def _inline(self, nodes: Iterable[Element], look: Look, line: _Line) -> None:
        """Add what ``nodes`` show to ``line``; ``look`` is that of the text around them."""
        for node in nodes:
            tag = node.tag
            if tag == "w:t":
                line.add(node.text or "", look)
            elif tag == "w:r":
                self._inline(node, run_look(child(node, "w:rPr"), look, self._styles), line)
            elif tag in _UNSEEN:
                continue
            elif tag in _MARKS:
                line.add(_MARKS[tag], look)
            elif tag == "w:sym":
                line.add(_symbol(node), look | Look(font=node.get("w:font", "")))
            elif tag == "w:fldChar":
                line.mark(node.get("w:fldCharType", ""))
            elif tag == "w:txbxContent":
                box = line.below if any(run.text.strip() for run in line.runs) else line.above
                box.extend(self.blocks(node))
            else:
                line.picture = line.picture or tag in _PICTURES
                self._inline(_parts(node), look, line)


def _goes_on(properties: Element | None) -> bool:
    """Whether the next paragraph continues this one: its end was deleted or moved, or it is a drop cap."""
    mark = child(properties, "w:rPr")
    frame = child(properties, "w:framePr")
    deleted = child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None
    return deleted or (frame is not None and frame.get("w:dropCap", "none") != "none")


def _parts(node: Element) -> Iterable[Element]:
    """What is shown of a group: one of alternatives, nothing of a form's hint or a list of contents."""
    if node.tag == "mc:AlternateContent":
        return node[:1]
    if node.tag == "w:sdt":
        gallery = child(node, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
        is_contents = gallery is not None and gallery.get("w:val") == "Table of Contents"
        if is_contents or child(node, "w:sdtPr", "w:showingPlcHdr") is not None:
            return ()
    return node


def _symbol(node: Element) -> str:
    """The character of a w:sym, whose code is hexadecimal; "" for a code that is none."""
    try:
        return chr(int(node.get("w:char", ""), 16))
    except (ValueError, OverflowError):
        return ""
