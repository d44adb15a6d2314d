"""XML from strangers: what is understood, and what is refused."""

from __future__ import annotations

import pytest

from radio.errors import ArticleError
from radio.read.xmltree import child, parsed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_names_have_the_specification_s_prefix() -> None:
    root = parsed(
        f'<q:a xmlns:q="{W}" q:val="1" plain="2"><q:b>Ánh</q:b> x<z xmlns="u"/></q:a>'.encode(), "x"
    )
    assert (root.tag, root.attrib) == ("w:a", {"w:val": "1", "plain": "2"})
    inner = child(root, "w:b")
    assert inner is not None
    assert (inner.text, inner.tail) == ("Ánh", " x")
    assert child(root, "x:z") is root[1]
    assert child(root, "w:b", "w:c") is None
    assert child(None, "w:b") is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1258", "latin-1"])
def test_encodings(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><a>é</a>'.encode(encoding)
    assert parsed(data, "x").text == "é"


BOMB = '<!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
REFUSED = {
    "entities": (BOMB.encode(), "document type"),
    "external": (b'<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><a/>', "document type"),
    "unknown entity": (b"<a>&b;</a>", "damaged"),
    "depth": (b"<a>" * 300, "deeply nested"),
    "elements": (b"<a>" + b"<b/>" * 400_001 + b"</a>", "too long"),
    "cut off": (b"<a><b>", "damaged"),
    "encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', "damaged"),
    "wide encoding": (b'<?xml version="1.0" encoding="utf-7"?><a/>', "damaged"),
    "no text at all": (bytes(range(256)), "damaged"),
}


@pytest.mark.parametrize(("data", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem):
        parsed(data, "x.docx")
