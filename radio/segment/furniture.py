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
        (r"\W+", "ornament"),
        (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "address"),
        (r"(?:https?://|www\.)\S+", "address"),
    )
)
_CRUMBS = re.compile(r"\s(?:/|›|»|>|\|)\s")


def furniture(line: str) -> Furniture | None:
    """What kind of furniture ``line`` is; None if it may belong to the story."""
    if len(line) > _LONGEST:
        return None
    folded = line.lower().strip(" :.•·*|-–")
    whole, opening, inside, closing = _table()
    if (found := whole.get(folded)) is not None:
        return found
    candidates = (
        *(
            kind
            for words, kind in opening
            if folded.startswith(words) and not folded[len(words) :][:1].isalpha()
        ),
        *(kind for words, kind in inside if words in folded),
        *(kind for words, kind in closing if folded.endswith(words)),
        *(Furniture("line", reason) for pattern, reason in _PATTERNS if pattern.fullmatch(line)),
    )
    return candidates[0] if candidates else None


@cache
def _table() -> tuple[
    dict[str, Furniture],
    tuple[tuple[str, Furniture], ...],
    tuple[tuple[str, Furniture], ...],
    tuple[tuple[str, Furniture], ...],
]:
    """The table by how a row matches: is, starts, has, ends."""
    parts: dict[str, list[tuple[str, Furniture]]] = {"is": [], "starts": [], "has": [], "ends": []}
    for how, words, scope, reason in rows("furniture"):
        parts[how].append((words, Furniture(scope, reason)))
    return dict(parts["is"]), tuple(parts["starts"]), tuple(parts["has"]), tuple(parts["ends"])


_PHOTO = re.compile(
    r"(?:^|(?<=[\s(\[.–-]))ảnh(?: minh họa| minh hoạ| tư liệu| tl)?(?:\s*[:–-]\s*\S.{0,60}|\s*\)?\.?)$",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\((?:\w+ ){0,4}(?:trái|phải|giữa)(?: [^()]{0,40})?\)", re.IGNORECASE)
_BYLINE = (",", "và", "/", "-", "tin", "bài", "&", "+")
_CAPTION_WORDS = 60


def is_caption(line: str) -> bool:
    """Whether ``line`` stands under a picture: it names the photographer or points into the picture."""
    if len(line.split()) > _CAPTION_WORDS:
        return False
    photo = _PHOTO.search(line)
    if photo is not None and not line[: photo.start()].rstrip().lower().endswith(_BYLINE):
        return True
    return _POINTING.search(line) is not None
