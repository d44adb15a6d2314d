"""From a page's bytes to a tree: its characters, and the bounds that a stranger's mark-up is held to.

lxml parses: no script runs, nothing is loaded, no entity is fetched, and what is wrongly nested is mended.
"""

from __future__ import annotations

import codecs
import re
from itertools import islice

from lxml import etree

from radio.errors import ArticleError
from radio.read.encoding import decoded

MOST_ELEMENTS = 100_000  # of a page; a portal's has some 5,000
REMEDY = "open it in a browser, copy the article and save it as plain text (UTF-8)"
_HEAD = 4096  # bytes within which a page names its charset
_DECLARED = re.compile(
    rb"""<meta[^<>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE
)
# Charsets that a page's own word is taken for; UTF-8 shows by itself, and all others are mistakes here.
_BELIEVED = {
    "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
    "windows-1258": "cp1258", "cp1258": "cp1258", "x-cp1258": "cp1258",
}  # fmt: skip
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f\ufffe\uffff]+")
_TOO_DEEP = "Excessive depth"  # how libxml2 says so, having left out the rest


def tree(data: bytes, source: str, charset: str = "") -> etree._Element | None:
    """The page's root element, without control characters; None if there is no element at all.

    ``charset`` is what the server said. Raises ArticleError for what no newsroom's page is: elements nested
    some 2,000 deep, where the parser gives up, or more than `MOST_ELEMENTS` of them.
    """
    text = _CONTROLS.sub("", characters(data, charset)).replace("\x0b", " ").replace("\x0c", " ")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        # Bytes again: lxml takes no text that names an encoding of its own. A lone surrogate is no character.
        root: etree._Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing but blanks, or but a comment
        return None
    if root is None:  # nothing but a closing tag
        return None
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise ArticleError(source, "is nested too deeply for a page", REMEDY)
    if sum(1 for _ in islice(root.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        raise ArticleError(source, f"has more than {MOST_ELEMENTS:,} elements", REMEDY)
    return root


def characters(data: bytes, charset: str = "") -> str:
    """The characters in ``data``: by its mark, as UTF-8 if it is that, as declared, or by what reads best."""
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not _is_utf8(
        data
    ):
        for name in (charset, _declared(data)):
            if codec := _BELIEVED.get(name.strip("\"' ").lower()):
                return data.decode(codec, "replace")
    return decoded(data) or data.decode("cp1252", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")[:_HEAD]
    except UnicodeDecodeError:
        return False


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD])
    return found[1].decode("ascii", "replace") if found else ""
