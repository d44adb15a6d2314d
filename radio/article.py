"""Article: what was published, as far as its file says so; no editorial judgement yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """What the source's own format says about a paragraph."""

    BODY = "body"
    HEADING = "heading"
    LEAD = "lead"  # marked as the sapo by the page's own mark-up
    ITEM = "item"  # a list item
    CAPTION = "caption"  # under a picture, or a cell of a layout table around one


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as printed."""

    text: str  # NFC, one line, blanks folded, never empty
    line: int  # line (or block) of the source it starts at, from 1: what a message points to
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Dropped:
    """A piece of the source that is not to be heard, and why."""

    text: str  # as printed, NFC, blanks folded
    line: int  # line (or block) of the source, from 1
    reason: str  # the rule's short name, such as "breadcrumb"


@dataclass(frozen=True, slots=True)
class Article:
    """A source in reading order."""

    paragraphs: tuple[Paragraph, ...]  # in order, at least one
    source: str  # where it came from: a path or an address, for messages and sidecars
    title: str = ""  # the title, where the format itself names it (HTML, Word); "" if it does not
    dropped: tuple[Dropped, ...] = ()  # what the reader left out already
    sha256: str = ""  # hex digest of the source's bytes; "" if there were none
