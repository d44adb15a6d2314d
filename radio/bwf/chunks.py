"""Chunks of a RIFF file, and the ASCII in them."""

from __future__ import annotations

from radio.slug import plain

_SIGNS = str.maketrans(
    {"–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...", "«": '"', "»": '"', "•": "-"}
)


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk: its name of four letters, its length, itself, filled up to an even length."""
    return name + len(body).to_bytes(4, "little") + body + bytes(len(body) % 2)


def ascii_of(text: str) -> str:
    """``text`` in ASCII: no marks on letters, what has no letter for it a question mark."""
    bare = " ".join(plain(text.translate(_SIGNS)).split())
    return "".join(c if " " <= c <= "~" else "?" for c in bare)


def field(text: str, size: int) -> bytes:
    """``text`` in ASCII in so many bytes, cut at a word if it must be, filled up with zeros."""
    bare = ascii_of(text)
    if len(bare) > size:
        bare = bare[: size + 1].rpartition(" ")[0] or bare[:size]
    return bare.encode("ascii").ljust(size, b"\0")
