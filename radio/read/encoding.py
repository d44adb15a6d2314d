"""From bytes to characters: every encoding that a Vietnamese newsroom's text files have.

UTF-8 and UTF-16 with or without a byte order mark; Windows-1258, TCVN3 and VNI by what reads as Vietnamese.
"""

from __future__ import annotations

import codecs

from radio.composing import composed
from radio.read import legacy
from radio.read.mending import mended

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 4096


def decoded(data: bytes) -> str | None:
    """The characters in ``data``, in NFC; None where no known encoding makes sense of them."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return composed(mended(data.decode(codec, "replace")))
    wide = _wide(data[:_HEAD])
    if wide:
        return composed(mended(data.decode(wide, "replace")))
    try:
        return composed(mended(data.decode("utf-8")))
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _single_byte(data)


def _wide(head: bytes) -> str:
    """The UTF-16 codec of a text without a mark: its ASCII letters and blanks leave every other byte zero."""
    pairs = len(head) // 2
    if pairs < 2:
        return ""
    high, low = head[1::2].count(0), head[0::2].count(0)
    if high > 0.25 * pairs and low < 0.05 * pairs:
        return "utf-16-le"
    if low > 0.25 * pairs and high < 0.05 * pairs:
        return "utf-16-be"
    return ""


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with a rare bad byte, as where a copy was cut off; the bad bytes are left out."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(not c.isascii() for c in text[:20_000])
    return composed(text.replace("\ufffd", "")) if bad <= 1 + len(text) // 1000 and good > 10 * bad else None


def _single_byte(data: bytes) -> str | None:
    """The reading of the high bytes that gives the most Vietnamese syllables, if it gives enough."""
    seen = data.decode("cp1252", "replace").replace("\ufffd", "")
    readings = (data.decode("cp1258", "replace"), seen, legacy.from_tcvn3(seen), legacy.from_vni(seen))
    best = max(map(composed, readings), key=legacy.vietnamese)
    return best if legacy.vietnamese(best) >= 0.6 else None
