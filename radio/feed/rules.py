"""Rules: which elements a feed must have, and what their values may be.

PSP-1 (2023-08), Apple's "Podcast RSS feed requirements", and the podcast namespace (2026-05). Tables; `check`
walks them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import Enum

from radio.feed.channel import categories
from radio.feed.item import TRANSCRIPTS
from radio.feed.rss import DESCRIPTION_LIMIT

ADDRESS = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:[/?#][!-~]*)?")
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]{1,63}(?:\.[^@\s.]{1,63}){1,8}")
_DURATION = re.compile(r"\d{1,9}|(?:\d{1,3}:)?\d{1,2}:\d{2}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_SOUND = re.compile(r"(?:audio|video)/[\w.+-]+")
_NUMBERED = re.compile(r"(?i)(?:ep|episode|tập|kỳ|số|#)\.?\s*\d")
_SIGNED = re.compile(r"(?i)©|\(c\)|copyright|bản quyền|\b(?:19|20)\d\d\b")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# What players expect of a file by its ending.
_TYPES = {
    ".mp3": ("audio/mpeg",),
    ".m4a": ("audio/mp4", "audio/x-m4a"),
    ".mp4": ("video/mp4", "audio/mp4"),
    ".m4v": ("video/mp4", "video/x-m4v"),
    ".mov": ("video/quicktime",),
    ".opus": ("audio/opus", "audio/ogg"),
    ".ogg": ("audio/ogg", "audio/opus"),
}

Rule = Callable[[str], str | None]  # a complaint about a value, or None


class Need(Enum):
    """Whether an element, or an element's attribute, has to be there."""

    REQUIRED = "directories refuse a feed without it"
    WISHED = "they would rather have it"
    FREE = "it may be left out"
    WITH = "the attribute has to be there wherever its element is"


Table = Mapping[str, tuple[Need, Rule]]


def _at_most(limit: int, *, in_bytes: bool = False) -> Rule:
    def rule(value: str) -> str | None:
        size = len(value.encode()) if in_bytes else len(value)
        return (
            f"has {size} {'bytes' if in_bytes else 'characters'}, {limit} at most" if size > limit else None
        )

    return rule


def _one_of(*allowed: str) -> Rule:
    return lambda value: None if value in allowed else f"is {value[:40]!r}, not one of: {', '.join(allowed)}"


def _like(pattern: re.Pattern[str], what: str) -> Rule:
    return lambda value: None if pattern.fullmatch(value) else f"is {value[:40]!r}, not {what}"


def _address(value: str) -> str | None:
    return None if ADDRESS.fullmatch(value) else f"is {value[:60]!r}, not an address"


def _picture_address(value: str) -> str | None:
    if problem := _address(value):
        return problem
    fits = ending(value) in (".jpg", ".jpeg", ".png")
    return None if fits else "does not end in .jpg, .jpeg or .png"


def ending(address: str) -> str:
    """The ending of the file that ``address`` names, in small letters: ".mp3"; "" if it has none."""
    name = address.partition("?")[0].partition("#")[0].rpartition("/")[2]
    return name[name.rfind(".") :].lower() if "." in name else ""


def date_of(value: str) -> datetime | None:
    """A date of RFC 2822 with its zone; None for anything else."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else None


def _date(value: str) -> str | None:
    if date_of(value):
        return None
    return f"is {value[:40]!r}, not a date with its zone as RFC 2822 has it"


def _weekday(value: str) -> str | None:
    date, told = date_of(value), value[:3].lower()
    if date is None or told not in _WEEKDAYS or told == _WEEKDAYS[date.weekday()]:
        return None
    return f"is {value[:40]!r}, and that day is another of the week"


def _positive(what: str) -> Rule:
    def rule(value: str) -> str | None:
        fits = value.isascii() and value.isdecimal() and len(value) < 16 and int(value) > 0
        return None if fits else f"is {value[:40]!r}, not {what}"

    return rule


def _unnumbered(value: str) -> str | None:
    return "begins with a number, which apps show by themselves" if _NUMBERED.match(value) else None


def _bare(value: str) -> str | None:
    return "has a sign, the word or a year, which apps add by themselves" if _SIGNED.search(value) else None


def type_of(address: str, type_: str) -> str | None:
    """A complaint about the type of an enclosure whose file is called otherwise."""
    known = _TYPES.get(ending(address), (type_,))
    return (
        None
        if type_ in known
        else f"is {type_[:40]!r}, and of {ending(address)} should be {' or '.join(known)}"
    )


_EXPLICIT = _one_of("true", "false")
_SHORT = _at_most(255)
_LONG = _at_most(DESCRIPTION_LIMIT, in_bytes=True)
_CHAPTERS = _one_of("application/json+chapters", "application/json")

CHANNEL: Table = {
    "atom:link@href": (Need.FREE, _address),
    "title": (Need.REQUIRED, _SHORT),
    "description": (Need.REQUIRED, _LONG),
    "link": (Need.REQUIRED, _address),
    "language": (Need.REQUIRED, _like(_LANGUAGE, "a language's code")),
    "itunes:category@text": (Need.REQUIRED, _one_of(*categories())),
    "itunes:explicit": (Need.REQUIRED, _EXPLICIT),
    "itunes:image@href": (Need.REQUIRED, _picture_address),
    "podcast:locked": (Need.WISHED, _one_of("yes", "no")),
    "podcast:guid": (Need.WISHED, _like(UUID, "a UUID")),
    "itunes:author": (Need.WISHED, _SHORT),
    "itunes:type": (Need.FREE, _one_of("episodic", "serial")),
    "itunes:block": (Need.FREE, _one_of("Yes", "yes")),
    "itunes:complete": (Need.FREE, _one_of("Yes", "yes")),
    "copyright": (Need.FREE, _SHORT),
    "podcast:person": (Need.FREE, _at_most(128)),
    "podcast:txt": (Need.FREE, _at_most(4000)),
    "podcast:txt@purpose": (Need.FREE, _at_most(128)),
    "podcast:funding@url": (Need.WITH, _address),
    "podcast:funding": (Need.FREE, _at_most(128)),
}
ITEM: Table = {
    "title": (Need.REQUIRED, _SHORT),
    "enclosure@url": (Need.REQUIRED, _address),
    "enclosure@length": (Need.REQUIRED, _positive("a number of bytes")),
    "enclosure@type": (Need.REQUIRED, _like(_SOUND, "a type of sound")),
    "guid": (Need.REQUIRED, _SHORT),
    "link": (Need.WISHED, _address),
    "pubDate": (Need.WISHED, _date),
    "description": (Need.WISHED, _LONG),
    "itunes:duration": (Need.WISHED, _like(_DURATION, "a duration in seconds")),
    "itunes:image@href": (Need.WISHED, _picture_address),
    "itunes:explicit": (Need.WISHED, _EXPLICIT),
    "podcast:transcript@url": (Need.WISHED, _address),
    "podcast:transcript@type": (Need.WITH, _one_of(*TRANSCRIPTS)),
    "podcast:alternateEnclosure@type": (Need.WITH, _like(_SOUND, "a type of sound")),
    "podcast:chapters@url": (Need.WITH, _address),
    "podcast:chapters@type": (Need.WITH, _CHAPTERS),
    "podcast:person": (Need.FREE, _at_most(128)),
    "podcast:txt": (Need.FREE, _at_most(4000)),
    "podcast:soundbite@startTime": (Need.WITH, _like(re.compile(r"\d{1,6}(?:\.\d{1,9})?"), "a time")),
    "podcast:soundbite@duration": (Need.WITH, _like(re.compile(r"\d{1,6}(?:\.\d{1,9})?"), "a time")),
    "podcast:soundbite": (Need.FREE, _at_most(128)),
    "itunes:episodeType": (Need.FREE, _one_of("full", "trailer", "bonus")),
    "itunes:episode": (Need.FREE, _positive("a number from 1 on")),
    "itunes:season": (Need.FREE, _positive("a number from 1 on")),
    "itunes:block": (Need.FREE, _one_of("Yes", "yes")),
}
# What values would better not be, of the channel and of an item.
CHANNEL_ADVICE: Mapping[str, Rule] = {"copyright": _bare}
ITEM_ADVICE: Mapping[str, Rule] = {"title": _unnumbered, "pubDate": _weekday}
# Elements that stand once.
ONCE = ("title", "link", "description", "guid", "enclosure", "pubDate", "language", "podcast:guid",
        "podcast:locked", "itunes:explicit", "podcast:chapters")  # fmt: skip
