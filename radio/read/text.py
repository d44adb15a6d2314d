"""Plain text: a file of lines, each a paragraph, or wrapped lines with blank lines between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from radio.article import Article, Paragraph
from radio.errors import ArticleError
from radio.read.encoding import decoded

_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_UNHEARD = re.compile(f"[{_CONTROLS}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]+")
_SIGN = re.compile(
    "(?m)^([^\\S\n]*)[\ue000-\uf8ff]+|[\ue000-\uf8ff]+"
)  # of Word's fonts of symbols, as copied
_SIGNED = re.compile("[\ue000-\uf8ff]")
_INNER_BREAK = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_BINARY_SHARE = 0.01  # of control characters: more is no text
_BINARY_BYTES = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))


def score(name: str, head: bytes) -> float:
    """0.6 for a text's name, 0.5 for what looks like text, 0.1 otherwise: the reader of last resort."""
    if name.endswith((".txt", ".text")):
        return 0.6
    controls = len(head) - len(head.translate(None, _BINARY_BYTES))
    return 0.5 if controls <= _BINARY_SHARE * len(head) else 0.1


def parse(data: bytes, source: str) -> Article:
    """The article in a text file's bytes. Raises ArticleError for what is no text or says nothing."""
    text = decoded(data)
    if text is None:
        raise ArticleError(source, "is in no encoding known here", "save it as plain text (UTF-8)")
    if _UNHEARD.search(text):
        if len(_CONTROL.findall(text)) > _BINARY_SHARE * len(text):
            raise ArticleError(source, "is not text", "give the article as plain text (UTF-8)")
        text = _UNHEARD.sub("", text)
    if _SIGNED.search(text):
        text = _SIGN.sub(lambda sign: "" if sign[1] is None else "•", text)
    paragraphs = tuple(_paragraphs(text))
    if not any(c.isalpha() for p in paragraphs for c in p.text):
        raise ArticleError(source, "has no words in it", "check that the article was saved into it")
    return Article(paragraphs, source)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    """Paragraphs with their first line's number, from 1, as an editor counts lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    blocks = _unwrapped(lines) if _is_wrapped(lines) else [(n, line) for n, line in enumerate(lines, 1)]
    broken = _INNER_BREAK.search(text) is not None
    for number, block in blocks:
        for piece in _INNER_BREAK.split(block) if broken else (block,):
            if folded := " ".join(piece.split()):
                yield Paragraph(folded, number)


_LAST = (".", "!", "?", ":", ";", "”", '"', "»", "…")
_WIDEST = 110  # characters: an editor's or a mail program's line, and hardly a paragraph's
_NEW_BLOCK = ("-", "–", "—", "•", "+", "*", "(", "[")


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines were broken at a margin: none is long, most end inside a sentence."""
    width = max(map(len, lines))
    if any(line.startswith("##") for line in lines):  # a heading is a line, and what stands below it another
        return False
    if not 30 < width <= _WIDEST:
        return False
    inside = [a for a, b in pairwise(lines) if a.strip() and b.strip()]
    if len(inside) < 3:
        return False
    broken = sum(len(a) > 0.7 * width and not a.rstrip().endswith(_LAST) for a in inside)
    return broken > 0.6 * len(inside)


def _unwrapped(lines: list[str]) -> list[tuple[int, str]]:
    """Wrapped lines joined; a blank line, a list's mark or a bracketed cue begins a new one."""
    blocks: list[tuple[int, list[str]]] = []
    fresh = True
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        if bare and (fresh or bare.startswith(_NEW_BLOCK)):
            blocks.append((number, [bare]))
        elif bare:
            blocks[-1][1].append(bare)
        fresh = not bare
    return [(number, " ".join(parts)) for number, parts in blocks]
