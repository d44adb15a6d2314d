"""A page's furniture, line by line: menus, dates, counters, share buttons, captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from radio.segment.tables import Phrases, rows
from radio.segment.words import UPPER

_LONGEST = 240  # characters in a line that the table is asked about
_WIDGET = 120  # characters in a line of buttons, dates, sections
_SENTENCE = 10  # words of a line that is a sentence, however it opens
_SENTENCE_ENDS = (".", ":", "”", "…")
_ROW = 24  # words in a row of buttons
_PATH = 12  # words in one part of a breadcrumb
_ITEM = 5  # words in one part of a menu's line


@dataclass(frozen=True, slots=True)
class Furniture:
    """Why a line is no part of the story."""

    scope: str  # "line": itself; "box": with the headlines after it; "end": with all that follows
    reason: str


SIGNATURE = "signature"  # of an office, with who signs for whom: its names are no byline

_DATE = r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
_CLOCK = r"\d{1,2}\s*(?::|h|giờ)\s*\d{2}(?::\d{2})?['’]?(?:\s*(?:[AP]M|SA|CH)\b)?"
_MONTH = r"(?:\d{1,2}|giêng|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?: một| hai)?)"
_DAY = r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), reason)
    for pattern, reason in (
        (
            r"\W*(?:(?:cập nhật|đăng|đăng tải|xuất bản|ngày đăng|lần cuối|lúc|ngày)[\s:]*)*"
            rf"[\W\d]*(?:{_DAY})?[\s,|•·–-]*(?:ngày\s+)?(?:{_DATE}|{_CLOCK})"
            rf"(?:[\s,|•·()–-]*(?:lúc|{_DATE}|{_CLOCK}|GMT|UTC|\+\d+|{_DAY}))*"
            r"(?:[\s|•·(–-]*(?:đã xem|đã đọc|(?:số )?lượt (?:xem|đọc))\W*\d[\d.,]*)?\W*",
            "date line",
        ),
        (
            rf"\w+(?: \w+){{0,3}}, (?:ngày \d{{1,2}} )?tháng {_MONTH}(?:\s*[/-]\s*| năm )\d{{4}}\W*",
            "place and date",
        ),
        (
            rf"{_DAY}[\s,]+(?:ngày\s+)?\d{{1,2}}[\s/.-]+(?:tháng\s+)?\d{{1,2}}(?:[\s/.,-]+(?:năm\s+)?\d{{4}})?.{{0,30}}",
            "date line",
        ),
        (rf"{_DAY}?[\s,]*(?:ngày\s+)?\d{{1,2}}\s+tháng\s+{_MONTH}[\s,]+(?:năm\s+)?\d{{4}}\W*", "date line"),
        (
            r"\W*(?:(?:đang |khách )?(?:online|trực tuyến|truy cập)|hôm nay|hôm qua|tuần này|trong tuần"
            r"|tháng này|trong tháng|năm nay|tổng cộng|tất cả|tổng số|lượt)\W*\d[\d.,\s]*",
            "counter",
        ),
        (r"(?:thích|bình luận|chia sẻ|lượt xem|lượt thích|xem|\W|\d)+", "counter"),
        (r"\W*\d+\s+(?:giây|phút|giờ|ngày|tuần|tháng|năm)\s+trước\W*", "date line"),
        (r"theo dõi .{2,40} trên(?: \w+){0,3}", "share widget"),
        (r"(?:T[LM]|KT|TUQ|Q)\.\s*[A-ZĐ].{1,80}", SIGNATURE),
        (r"\(?đã ký(?: tên)?(?:,? đóng dấu)?\)?\W*", SIGNATURE),
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
    opening = table.opening.get(first[0] if first else "", ())
    sentence = bool(opening) and line.endswith(_SENTENCE_ENDS) and line.count(" ") >= _SENTENCE
    candidates = (
        *(kind for words, kind in opening if _opens(folded, words, sentence=sentence)),
        *(kind for words, kind in table.inside if words in folded),
        *(kind for words, kind in table.closing if line.count(" ") < _SENTENCE and folded.endswith(words)),
    )
    if candidates:
        return candidates[0]
    if len(line) > _WIDGET:
        return None
    reason = next((reason for pattern, reason in _PATTERNS if pattern.fullmatch(line)), "")
    reason = reason or _row(line) or _path(line) or _site(line)
    return Furniture("line", reason) if reason else None


def _row(line: str) -> str:
    """The reason of a line that is nothing but buttons, "Tweet Lưu", "A- A A+"; "" for another."""
    printed = _BUTTON.findall(line) if line.count(" ") < _ROW else []
    parts = [part.lower() for part in printed]
    table, reason, at = _table(), "", 0
    while at < len(parts):
        most = min(table.buttons.by_first.get(parts[at], 0), len(parts) - at)
        length = next((n for n in range(most, 0, -1) if " ".join(parts[at : at + n]) in table.buttons), 0)
        if length and printed[at][0].isupper():
            reason = reason or table.whole[" ".join(parts[at : at + length])].reason
        elif parts[at].isdigit() and reason != "menu":
            length = 1
        else:
            return ""
        at += length
    return reason


def _path(line: str) -> str:
    """Whether a line is a breadcrumb, "Kinh tế › Nông nghiệp", a row of sections or a town's weather."""
    if _WEATHER.fullmatch(line):
        return "weather"
    steps = _STEP.split(line)
    if len(steps) > 1 and all(0 < len(step.split()) <= _PATH and step[0].isupper() for step in steps):
        return "breadcrumb"
    items = [item.strip() for item in line.split("|")]
    short = len(items) > 2 and all(len(item.split()) <= _ITEM for item in items)
    return "menu" if short and not line.endswith(".") else ""


def _site(line: str) -> str:
    """Whether a line is a site's own name, "Cổng thông tin điện tử xã Tam Giang - huyện Yên Phong"."""
    opened = _SITE.match(line)
    if opened is None or line.endswith((".", ":", "!", "?")):
        return ""
    rest = line[opened.end() :].split()
    named = all(not word[0].isalpha() or word[0].isupper() or word.lower() in _OF_PLACES for word in rest)
    return "site's name" if named else ""


_SITE = re.compile(r"(?:Cổng|Trang)(?: thông)? tin(?: điện tử)?(?: tổng hợp)?\b|Cổng TTĐT|Trang TTĐT", re.I)
_OF_PLACES = frozenset("của ủy ban nhân dân huyện xã tỉnh thị trấn thành phố phường quận đặc khu".split())
_BUTTON = re.compile(r"[^\W_]+")
_STEP = re.compile(r"\s*[›»]\s*|\s+>\s+")
_PLACE = rf"(?:[{UPPER}][\w.]*[ ,-]*){{0,5}}"
_WEATHER = re.compile(rf"{_PLACE}[\d\s–-]{{1,9}}°\s*C?\W*{_PLACE}")


def footer(line: str) -> Furniture | None:
    """Whether a long line is the page's imprint."""
    folded = line[: 2 * _LONGEST].lower()
    return next((kind for words, kind in _table().inside if kind.scope == "end" and words in folded), None)


_FIRST_WORD = re.compile(r"\w+|\W")


def _opens(folded: str, words: str, *, sentence: bool) -> bool:
    """Whether ``words`` open the line; a sentence may go on from them, but not from a label's colon."""
    if not folded.startswith(words):
        return False
    following = folded[len(words) :][:1]
    label = following == ":" or not (words[0].isalpha() and words[-1].isalpha())
    return not following.isalpha() and (label or not sentence)


@dataclass(frozen=True, slots=True)
class _Table:
    """The table by how a row matches; opening phrases by their first word."""

    whole: dict[str, Furniture]
    buttons: Phrases  # of `whole`, those that may stand beside each other on a line
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
    buttons = Phrases(words for words, kind in parts["is"] if kind.scope == "line" and "-" not in words)
    return _Table(dict(parts["is"]), buttons, opening, tuple(parts["has"]), tuple(parts["ends"]))


_PHOTO = re.compile(
    r"(?:^|(?<=[\s(\[.–-]))(?:ảnh|clip|video)(?: minh họa| minh hoạ| tư liệu| tl)?"
    r"(?:\s*[:–-]\s*\S.{0,60}|\s*\)?\.?)$",
    re.IGNORECASE,
)
_FILM = re.compile(r"(?:video|clip|đồ họa|đồ hoạ|infographic|trong ảnh|ảnh trong bài|ảnh)\s*:", re.IGNORECASE)
_POINTING = re.compile(r"\((?:\w+ ){0,4}(?:trái|phải|giữa)(?: [^()]{0,40})?\)", re.IGNORECASE)
_BYLINE = (",", "và", "/", "-", "tin", "bài", "&", "+")
_CAPTION_WORDS = 60


def is_caption(line: str) -> bool:
    """Whether ``line`` stands under a picture: it names the photographer or points into the picture."""
    if line.count(" ") >= _CAPTION_WORDS:
        return False
    if _FILM.match(line):
        return True
    photo = _PHOTO.search(line) if "ảnh" in line.lower() else None
    if photo is not None and not line[: photo.start()].rstrip().lower().endswith(_BYLINE):
        return True
    return _POINTING.search(line) is not None
