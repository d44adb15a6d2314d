"""Mails, and web pages that a browser saved as one file (.mht): MIME, RFC 2045 to 2049 and 2557.

The story is in the first page inside, or else in the first text; pictures and what else came along is left.
Some programs call such a file .doc.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message

from radio.article import Article
from radio.errors import ArticleError
from radio.read import html, text
from radio.read.html_tree import REMEDY

_ENDINGS = (".eml", ".mht", ".mhtml")
_HEADERS = re.compile(rb"\s*(?:[\w-]{1,40}:[^\n]{0,998}\r?\n(?:[ \t][^\n]{0,998}\r?\n){0,50}){1,100}")
_VERSION = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"boundary\s*\*?0?\*?=", re.IGNORECASE)
_DEEPEST = 50  # parts of parts; a mail that was passed on ten times has some twenty
_MOST = 20_000  # lines that may part it, those that end a page's remarks among them
_DOCUMENTS = (".doc", ".docx", ".odt", ".pdf", ".rtf")
_STRANGE = (LookupError, ValueError, TypeError, AttributeError, RecursionError)  # of headers out of all form


def score(name: str, head: bytes) -> float:
    """0.96 for what begins with the headers of a mail, else 0."""
    headers = _HEADERS.match(head)
    if headers is None:
        return 0.0
    return 0.96 if _VERSION.search(headers[0]) or name.endswith(_ENDINGS) else 0.0


def parse(data: bytes, source: str) -> Article:
    """The article in a mail's or a saved page's bytes.

    Raises ArticleError where there is none, and where a document is attached: the story is more likely there.
    """
    if len(_BOUNDARY.findall(data)) > _DEEPEST or data.count(b"\n--") > _MOST:
        raise ArticleError(source, "has too many parts for a page or a mail", REMEDY)
    try:
        parts = [part for part in message_from_bytes(data.lstrip()).walk() if not part.is_multipart()]
        attached = next((name for part in parts if (name := _name(part)).lower().endswith(_DOCUMENTS)), "")
        told = {part.get_content_type(): part for part in reversed(parts) if not _is_attached(part)}
        page = told.get("text/html") or told.get("text/plain")
        content = page.get_payload(decode=True) if page is not None else None
        charset = str(page.get_content_charset("")) if page is not None else ""
    except _STRANGE as error:
        raise ArticleError(source, "is damaged, or was cut off in copying", REMEDY) from error
    if attached:
        raise ArticleError(source, f"is a mail with a document ({attached})", "save that and give it instead")
    if page is None or not isinstance(content, bytes) or not content.strip():
        raise ArticleError(source, "is a page or a mail without a text", REMEDY)
    if page.get_content_type() == "text/html":
        return html.parse(content, source, charset)
    return text.parse(content, source)


def _name(part: Message) -> str:
    """The name of the file that a part is; "" for none."""
    return str(part.get_filename("") or "")


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"
