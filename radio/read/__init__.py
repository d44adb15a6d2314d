"""From a file or an address to an `Article`: the edge through which every story comes in.

Each reader is a module with two functions: ``score(name, head)`` says how well it suits an input, from 0 (not
at all) to 1 (certainly), by the file's name and its first bytes; ``parse(data, source)`` makes the Article.
The best score reads. A new format is a new module in `READERS`. `fetch` brings what is at an address.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from radio.article import Article
from radio.errors import ArticleError
from radio.read import foreign, html, mail, opendocument, text, word
from radio.read.file import LIMIT_BYTES, bytes_of
from radio.read.mending import damage

__all__ = ["bytes_of", "damage", "read"]

HEAD_BYTES = 8192
_ADDRESSES = ("http://", "https://")
_BLANK = b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"


class Reader(Protocol):
    """What a reader module offers."""

    def score(self, name: str, head: bytes) -> float:
        """How well this reader suits an input, 0 to 1."""

    def parse(self, data: bytes, source: str) -> Article:
        """The article in ``data``; ArticleError if there is none."""


READERS: tuple[Reader, ...] = (text, html, mail, word, opendocument, foreign)


def read(source: str | Path, *, allow_private: bool = False) -> Article:
    """The article in the file or at the http(s) address ``source``, its text in NFC, its paragraphs numbered.

    ``allow_private``: whether an address may lead to a private or loopback host. The article's source is the
    file, or the last address that the given one led to.

    Raises ArticleError for anything that is not a readable article, naming it and saying what to do;
    ArticleBusyError for an address that may answer later.
    """
    if not str(source).lower().startswith(_ADDRESSES):
        return _parsed(bytes_of(source), Path(source).name.lower(), str(source))
    from radio.read.fetch import Limits, fetch  # noqa: PLC0415 - requests is loaded on use

    page = fetch(str(source), allow_private=allow_private, limits=Limits(most_bytes=LIMIT_BYTES))
    return _parsed(page.data, f"page{page.ending}", page.address, page.charset)


def _parsed(data: bytes, name: str, source: str, charset: str = "") -> Article:
    """The article, by the reader that suits best; ``charset`` is a server's word on a page."""
    if not data.strip(_BLANK):
        raise ArticleError(source, "is empty", "check that the article was saved into it")
    head = data[:HEAD_BYTES]
    best = max(READERS, key=lambda reader: reader.score(name, head))
    article = html.parse(data, source, charset) if best is html else best.parse(data, source)
    if damaged := damage("\n".join(p.text for p in article.paragraphs)):
        raise ArticleError(source, *damaged)
    return replace(article, sha256=hashlib.sha256(data).hexdigest())
