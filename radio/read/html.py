"""Web pages: saved from a browser, exported from a newsroom's system, or fetched.

A page is parsed (`html_tree`), read down as lines in boxes (`html_flow`) whose names are known from tables
(`html_names`); then its title (`html_title`) and its story (`html_story`) are found.
"""

from __future__ import annotations

import re
from dataclasses import replace

from radio.article import Article
from radio.composing import composed
from radio.errors import ArticleError
from radio.read import text
from radio.read.html_flow import flow
from radio.read.html_story import story
from radio.read.html_title import head
from radio.read.html_tree import REMEDY, tree
from radio.read.mending import mended

_ENDINGS = (".html", ".htm", ".xhtml", ".shtml")
_OPENING = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|style|script|base|article|main|section|header|div|p|h[1-6]"
    rb"|table|center|font|span|ul|ol|b|strong|a|img|figure|form)\b",
    re.IGNORECASE,
)
_BLANK = b"\xef\xbb\xbf\xff\xfe\t\n\f\r "
_ELEMENT = re.compile(rb"<[a-zA-Z!/]")


def score(name: str, head: bytes) -> float:
    """0.95 for what begins as a page does, 0.85 for a page's name, else 0."""
    # UTF-16 is ASCII here, and a zero byte after or before each.
    start = head.replace(b"\0", b"").lstrip(_BLANK)
    if _OPENING.match(start) or (start.startswith((b"<!--", b"<?xml")) and b"<html" in start.lower()):
        return 0.95
    return 0.85 if name.endswith(_ENDINGS) else 0.0


def parse(data: bytes, source: str, charset: str = "") -> Article:
    """The article in a page's bytes; ``charset`` is what its server said of them.

    Raises ArticleError for a page that has no story in it.
    """
    if not _ELEMENT.search(data.replace(b"\0", b"")):
        return text.parse(data, source)
    root = tree(data, source, charset)
    page = flow(root) if root is not None else None
    found = story(page, head(root)) if root is not None and page is not None and page.lines else None
    if found is None or not any(c.isalpha() for p in found.paragraphs for c in p.text):
        raise ArticleError(source, "is a page without an article", REMEDY)
    return _readable(Article(found.paragraphs, source, found.title, found.dropped))


def _readable(article: Article) -> Article:
    """The letters put right where a page for an old font wrote them as references; without soft hyphens.

    Those are letters of old fonts, too.
    """
    texts = [article.title, *(p.text for p in article.paragraphs), *(d.text for d in article.dropped)]
    whole = "\n".join(texts)
    readable = composed(mended(whole)).replace("\u00ad", "")
    if readable == whole:
        return article
    title, *rest = (" ".join(line.split()) for line in readable.split("\n"))
    told, left = rest[: len(article.paragraphs)], rest[len(article.paragraphs) :]
    paragraphs = (replace(p, text=t) for p, t in zip(article.paragraphs, told, strict=True) if t)
    dropped = (replace(d, text=t) for d, t in zip(article.dropped, left, strict=True) if t)
    return replace(article, title=title, paragraphs=tuple(paragraphs), dropped=tuple(dropped))
