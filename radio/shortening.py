"""Texts made to fit: cut between words and marked with an ellipsis."""

from __future__ import annotations

_ELLIPSIS = "…"


def shorten(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` characters."""
    if len(text) <= limit:
        return text
    # One character more than fits beside the ellipsis, so that a word that just fits is kept.
    kept = text[:limit].rpartition(" ")[0].rstrip(" ,;:–-")
    return f"{kept or text[: limit - 1]}{_ELLIPSIS}"


def shorten_bytes(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` bytes of UTF-8, of which it takes up to four a letter."""
    data = text.encode()
    if len(data) <= limit:
        return text
    fitting = data[: limit - len(_ELLIPSIS.encode())].decode(errors="ignore")
    whole = text[len(fitting) : len(fitting) + 1] == " "  # the cut is between words already
    kept = fitting if whole else fitting.rpartition(" ")[0]
    return f"{kept.rstrip(' ,;:–-') or fitting}{_ELLIPSIS}"
