"""XML as text: elements in the order in which they are written, their values made fit for XML 1.0.

Written by hand, for a tree of ten thousand items would take seconds and hundreds of megabytes.
"""

from __future__ import annotations

import re

from radio.shortening import shorten, shorten_bytes

LIMIT = 255  # characters of a value, if its element allows no more (PSP-1)
# XML 1.0 §2.2: everything else may not stand in a document, not even as a reference.
_UNFIT = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, text: str = "", **attributes: str) -> str:
    """``<name …>text</name>``; ``<name …/>`` without a text. An attribute without a value is left out."""
    opening = name
    for key, value in attributes.items():
        if value:
            opening += f' {key}="{escaped(value)}"'
    return f"<{opening}>{escaped(text)}</{name}>" if text else f"<{opening}/>"


def escaped(text: str) -> str:
    """``text`` for an element or an attribute; what XML cannot hold becomes a blank."""
    # What can be printed is fit, and is nearly everything.
    fit = text if text.isprintable() else _UNFIT.sub(" ", text)
    if "&" in fit or "<" in fit or ">" in fit or '"' in fit:
        return fit.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return fit


def line(text: str, limit: int = LIMIT) -> str:
    """``text`` on one line, trimmed, in at most ``limit`` characters."""
    printable = text.isprintable()  # then all blanks are plain ones
    if printable and len(text) <= limit and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    return shorten(" ".join((text if printable else _UNFIT.sub(" ", text)).split()), limit)


def prose(text: str, limit_bytes: int) -> str:
    """``text`` with its lines, trimmed, in at most ``limit_bytes`` of UTF-8."""
    return shorten_bytes(_UNFIT.sub(" ", text).strip(), limit_bytes)
