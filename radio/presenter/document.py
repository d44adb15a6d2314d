"""The sheet as a Word document: Office Open XML, ECMA-376 part 1, transitional.

The parts that never change, the styles among them, are files in ``data/``; here are those that the script
fills. The same script gives the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from importlib.resources import files
from io import BytesIO
from xml.etree.ElementTree import Element, SubElement, tostring

from radio.presenter.sheet import Line

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can tell
_KEPT_WORDS = 60  # a paragraph of no more is kept on one page: nobody turns over in the middle of it
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2

# In the order in which a package is read; the names of their files in data/.
_FIXED = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "package.rels",
    "word/_rels/document.xml.rels": "document.rels",
    "word/styles.xml": "styles.xml",
    "word/settings.xml": "settings.xml",
    "word/footer.xml": "footer.xml",
}


def packed(lines: Iterable[Line], head: Line, *, title: str, author: str) -> bytes:
    """A .docx of ``lines`` on A4 paper, ``head`` atop each page but the first.

    title, author: its properties.
    """
    fixed = files("radio.presenter") / "data"
    parts = {part: (fixed / name).read_bytes() for part, name in _FIXED.items()}
    parts["word/header.xml"] = _xml(_header(head))
    parts["word/document.xml"] = _xml(_document(lines))
    parts["docProps/core.xml"] = _xml(_properties(title, author))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the bytes would tell on which system they were made
            package.writestr(entry, data)
    return out.getvalue()


def _document(lines: Iterable[Line]) -> Element:
    root = Element("w:document", {"xmlns:w": _MAIN, "xmlns:r": _LINKS})
    body = SubElement(root, "w:body")
    shown = list(lines)
    for number, line in enumerate(shown, 1):
        _paragraph(body, line, before_last=number == len(shown) - 1)
    section = SubElement(body, "w:sectPr")
    SubElement(section, "w:headerReference", {"w:type": "default", "r:id": "rId3"})
    for page in ("default", "first"):
        SubElement(section, "w:footerReference", {"w:type": page, "r:id": "rId4"})
    # A4 with margins of 2 cm, twentieths of a point: 9638 are left for a line, where the right tab stands.
    SubElement(section, "w:pgSz", {"w:w": "11906", "w:h": "16838"})
    sides = dict.fromkeys(("w:top", "w:right", "w:bottom", "w:left"), "1134")
    SubElement(section, "w:pgMar", {**sides, "w:header": "567", "w:footer": "567", "w:gutter": "0"})
    SubElement(section, "w:titlePg")  # the first page has a head of its own: none
    return root


def _header(head: Line) -> Element:
    root = Element("w:hdr", {"xmlns:w": _MAIN})
    _paragraph(root, head)
    return root


def _paragraph(parent: Element, line: Line, *, before_last: bool = False) -> None:
    paragraph = SubElement(parent, "w:p")
    properties = SubElement(paragraph, "w:pPr")
    SubElement(properties, "w:pStyle", {"w:val": line.style})
    if before_last:  # an end mark alone on its page looks like a page that is missing
        SubElement(properties, "w:keepNext")
    if len(line.text.split()) <= _KEPT_WORDS:
        SubElement(properties, "w:keepLines")
    run = SubElement(paragraph, "w:r")
    _text(run, line.text)
    if line.right:
        SubElement(run, "w:tab")
        _text(run, line.right)


def _text(run: Element, text: str) -> None:
    SubElement(run, "w:t", {"xml:space": "preserve"}).text = _NO_XML.sub("", text)


def _properties(title: str, author: str) -> Element:
    root = Element("cp:coreProperties", {"xmlns:cp": _CORE, "xmlns:dc": _DUBLIN_CORE})
    for name, value in (("dc:title", title), ("dc:creator", author), ("dc:language", "vi-VN")):
        if value:
            SubElement(root, name).text = _NO_XML.sub("", value)
    return root


def _xml(root: Element) -> bytes:
    data: bytes = tostring(root, "utf-8", xml_declaration=True)
    return data
