"""A page's furniture, line by line: menus, dates, counters, share buttons, captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from radio.segment.tables import rows

_LONGEST = 240  # characters in a line that the table is asked about


@dataclass(frozen=True, slots=True)
class Furniture:
    """Why a line is no part of the story."""

    scope: str  # "line": itself; "box": with the headlines after it; "end": with all that follows
    reason: str


_DATE = r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
_CLOCK = r"\d{1,2}\s*(?::|h|giờ)\s*\d{2}(?::\d{2})?(?:\s*[AP]M)?"
_DAY = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (
            rf"[\W\d]*(?:{_DAY})?[\s,|•·–-]*(?:ngày\s+)?(?:{_DATE}|{_CLOCK})"
            rf"(?:[\s,|•·()–-]*(?:lúc|{_DATE}|{_CLOCK}|GMT|UTC|\+\d+|{_DAY}))*\W*",
            "date line",
        ),
        (
            rf"{_DAY}[\s,]+(?:ngày\s+)?\d{{1,2}}[\s/.-]+(?:tháng\s+)?\d{{1,2}}(?:[\s/.,-]+(?:năm\s+)?\d{{4}})?.{{0,30}}",
            "date line",
        ),
        (r"(?:thích|bình luận|chia sẻ|lượt xem|lượt thích|xem|\W|\d)+", "counter"),
        (r"\W*\d+\s+(?:giây|phút|giờ|ngày|tuần|tháng|năm)\s+trước\W*", "date line"),
        (r"\W+", "ornament"),
        (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "address"),
        (r"(?:https?://|www\.)\S+", "address"),
    )
)


def furniture(line: str) -> Furniture | None:
    """What kind of furniture ``line`` is; None if it may belong to the story."""
    if len(line) > _LONGEST:
        return None
    folded = line.lower().strip(" :.•·*|-–»›")
    table = _table()
    if (found := table.whole.get(folded)) is not None:
        return found
    first = _FIRST_WORD.match(folded)
    candidates = (
        *(kind for words, kind in table.opening.get(first[0] if first else "", ()) if _opens(folded, words)),
        *(kind for words, kind in table.inside if words in folded),
        *(kind for words, kind in table.closing if folded.endswith(words)),
    )
    if candidates:
        return candidates[0]
    return next((Furniture("line", reason) for pattern, reason in _PATTERNS if pattern.fullmatch(line)), None)


def footer(line: str) -> Furniture | None:
    """Whether a long line is the page's imprint."""
    folded = line[: 2 * _LONGEST].lower()
    return next((kind for words, kind in _table().inside if kind.scope == "end" and words in folded), None)


_FIRST_WORD = re.compile(r"\w+|\W")


def _opens(folded: str, words: str) -> bool:
    return folded.startswith(words) and not folded[len(words) :][:1].isalpha()


@dataclass(frozen=True, slots=True)
class _Table:
    """The table by how a row matches; opening phrases by their first word."""

    whole: dict[str, Furniture]
    opening: dict[str, list[tuple[str, Furniture]]]
    inside: tuple[tuple[str, Furniture], ...]
    closing: tuple[tuple[str, Furniture], ...]


@cache
def _table() -> _Table:
    parts: dict[str, list[tuple[str, Furniture]]] = {"is": [], "starts": [], "has": [], "ends": []}
    for how, words, scope, reason in rows("furniture"):
        parts[how].append((words, Furniture(scope, reason)))
    opening: dict[str, list[tuple[str, Furniture]]] = {}
    for words, kind in parts["starts"]:
        first = _FIRST_WORD.match(words)
        opening.setdefault(first[0] if first else "", []).append((words, kind))
    return _Table(dict(parts["is"]), opening, tuple(parts["has"]), tuple(parts["ends"]))


_PHOTO = re.compile(
    r"(?:^|(?<=[\s(\[.–-]))ảnh(?: minh họa| minh hoạ| tư liệu| tl)?(?:\s*[:–-]\s*\S.{0,60}|\s*\)?\.?)$",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\((?:\w+ ){0,4}(?:trái|phải|giữa)(?: [^()]{0,40})?\)", re.IGNORECASE)
_BYLINE = (",", "và", "/", "-", "tin", "bài", "&", "+")
_CAPTION_WORDS = 60


def is_caption(line: str) -> bool:
    """Whether ``line`` stands under a picture: it names the photographer or points into the picture."""
    if line.count(" ") >= _CAPTION_WORDS:
        return False
    photo = _PHOTO.search(line)
    if photo is not None and not line[: photo.start()].rstrip().lower().endswith(_BYLINE):
        return True
    return _POINTING.search(line) is not None
