"""A person's role: the apposition after a name, the office before it.

As printed, but for two things: an age is left off where there is more to say, and so are "ở", "ngụ", "trú
tại" before an address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from radio.segment.tables import Phrases, phrases
from radio.segment.words import Words, words

_MOST = 40  # words in a role
_PARENTHESIS = 160  # characters in one that can be a role
_LINK = re.compile(r"\.?\s*(?:,\s*[-–—]?|[-–—])\s*")  # the point of "chị H.," is the name's
_EMPTY = frozenset("người con hộ dân chủ thợ lớp vợ chồng mẹ cha bố cán bộ trưởng phó quyền số".split())


@dataclass(frozen=True, slots=True)
class Role:
    """A role as printed at one place."""

    role: str  # "" if there is none
    start: int  # where it begins in the text
    end: int  # after it
    adjoins: bool = False  # it stands directly before the name
    trade: bool = False  # it is a trade before the name: "cử tri Trần Văn Lắm, ấp 1"


@dataclass(frozen=True, slots=True)
class _Item:
    start: int
    end: int
    kind: str  # "office", "place", "address", "home", "age"


def apposition(text: str, known: Words, i: int) -> Role:
    """The role after a name whose last word is number ``i - 1``."""
    begin = known.ends[i - 1]
    items: list[_Item] = []
    gap = known.gap(i - 1)
    if gap.strip(" .") == "(":
        close = text.find(")", begin, begin + _PARENTHESIS)
        if close > 0:
            items += _parenthesis(text, text.index("(", begin) + 1, close)
            i = known.from_place(close)
            begin = close + 1
            gap = text[begin : known.starts[i]] if i < len(known.starts) else ""
    first = True
    while i < len(known.starts):
        plain = first and gap.isspace()
        if not (plain or _LINK.fullmatch(gap)):
            break
        kind, skip = _opens(known, i)
        if not kind or (plain and not _may_follow_bare(known, i, kind, skip)):
            break
        last = _item_end(known, i, skip)
        start = i + (skip if kind == "address" else _lead(known, i))
        if last <= start or (kind == "address" and not _is_somewhere(known, start, last)):
            break
        if items and known.phrase_at(start, _NO_MORE):
            break
        if kind == "office" and _ends_in_name(known, start, last):
            break  # "ý kiến của ông Đối, Giám đốc Sở Giao thông vận tải Ngô Cao Phát cho biết"
        items.append(_Item(known.starts[start], known.ends[last - 1], kind))
        i, first = last, False
        gap = known.gap(i - 1)
    items = [item for item in items if text[item.start : item.end].lower() not in _EMPTY]
    end = max((item.end for item in items), default=begin)
    return Role(_joined(text, items), begin, max(begin, end))


def office_at(text: str, known: Words, i: int, *, trades: bool = False) -> str:
    """The office that begins at word ``i``, as printed; "" if none does. trades: a trade will do."""
    length = known.phrase_at(i, phrases("roles", "strong"))
    if not length and trades and not known.phrase_at(i, phrases("family")):
        length = known.phrase_at(i, phrases("roles"))
    return text[known.starts[i] : known.ends[_item_end(known, i, length) - 1]] if length else ""


# What is told of somebody after an office: no second one.
_NO_MORE = Phrases(
    ("phụ trách", "con gái", "con trai", "con dâu", "con rể", "con", "vợ", "chồng", "làm", "chạy xe ôm")
)


def _ends_in_name(known: Words, first: int, last: int) -> bool:
    """Whether an office ends in the name of who holds it: three or four capital words led by a surname."""
    if not known.phrase_at(first, phrases("roles", "strong")):
        return False  # "vợ liệt sĩ Trần Văn Thắng"
    for length in (3, 4):
        at = last - length
        if at <= first or not all(_capital(known, i) for i in range(at, last)) or _capital(known, at - 1):
            continue
        word = known.text[known.starts[at] : known.ends[at]]
        named_for = any(
            known.phrase_before(at, table) for table in (phrases("places", "place"), phrases("schools"))
        )
        return word in phrases("surnames") and not named_for
    return False


def _joined(text: str, items: list[_Item]) -> str:
    """The items as printed; an age or a birthplace only where there is nothing else."""
    kept = [item for item in items if item.kind not in ("age", "home")] or items
    out = ""
    for before, item in zip([None, *kept], kept, strict=False):
        if before is not None:
            between = text[before.end : item.start]
            out += between if _LINK.fullmatch(between) else ", "
        out += text[item.start : item.end]
    return out


def _parenthesis(text: str, start: int, end: int) -> list[_Item]:
    """The items between brackets after a name; none if they speak of a picture."""
    inner = words(text[start:end])
    if any(inner.phrase_at(i, _PICTURED) for i in range(len(inner.starts))):
        return []
    if inner.phrase_at(0, _ALIASES):
        return []
    items = []
    i = 0
    while i < len(inner.starts):
        kind, skip = _opens(inner, i)
        last = i + 1
        while last < len(inner.starts) and not re.search("[,;]", inner.gap(last - 1)):
            last += 1
        first = i + (skip if kind == "address" and skip < last - i else 0)
        items.append(_Item(start + inner.starts[first], start + inner.ends[last - 1], kind or "office"))
        i = last
    return items


# Where somebody stands in a picture: no role.
_PICTURED = Phrases(("ảnh", "bìa", "trái", "phải", "giữa", "hàng đầu", "hàng trên", "hàng dưới"))
_ALIASES = Phrases(("tên thật", "tên thường gọi", "thường gọi", "còn gọi", "tức", "biệt danh", "tên gọi"))


def _lead(known: Words, i: int) -> int:
    """Words of "là", "hiện là", "nguyên là" before an office, not part of it."""
    return known.phrase_at(i, _COPULAS)


_COPULAS = Phrases(
    (
        *("là", "hiện là", "hiện đang là", "đang là", "vốn là", "cũng là", "hiện", "làm", "hiện làm"),
        *("giữ chức", "giờ là", "bây giờ là", "nay là", "hiện nay là", "khi đó là", "lúc đó là", "lúc ấy là"),
    )
)


def _opens(known: Words, i: int) -> tuple[str, int]:
    """What kind of item begins at word ``i``, and how many words its opening takes; ("", 0) for none."""
    if known.folded[i] not in _openers() and not known.folded[i].isdigit():
        return "", 0
    i += (lead := _lead(known, i))
    if age := _age(known, i):
        return "age", age
    for kind in ("address", "home"):
        if length := known.phrase_at(i, phrases("places", kind)):
            return kind, length
    if length := known.phrase_at(i, phrases("roles")):
        return "office", lead + length
    if length := known.phrase_at(i, phrases("places", "place")):
        return "place", length
    belongs = _belongs_to(known, i)
    return ("office", lead + belongs) if belongs else ("", 0)


@cache
def _openers() -> frozenset[str]:
    """First words of all that may open an item."""
    tables = (phrases("places"), phrases("roles"), phrases("offices"), _COPULAS)
    return frozenset(word for table in tables for word in table.by_first) | _AGED | {"người"}


def _belongs_to(known: Words, i: int) -> int:
    """Words that open a board, a people or a trade at word ``i``: "Trường Đại học Dược", "người Dao",
    "người tài xế lúc chiều"."""
    if _capital(known, i):
        return known.phrase_at(i, phrases("offices"))
    trade = known.phrase_at(i + 1, phrases("roles", "trade")) if known.folded[i] == "người" else 0
    if trade and not known.phrase_at(i + 1, phrases("family")):
        return 1 + trade
    return int(known.folded[i] == "người" and i + 1 < len(known.starts) and _capital(known, i + 1))


def _age(known: Words, i: int) -> int:
    """Words of an age at word ``i``: "67 tuổi", "SN 1960", "sinh năm 1960", "năm nay 67 tuổi"."""
    folded = known.folded
    if folded[i] not in _AGED and not folded[i].isdigit():
        return 0
    for lead in (("năm", "nay"), ("hơn",), ("gần",), ("ngoài",), ()):
        at = i + len(lead)
        if folded[i:at] == lead and folded[at + 1 : at + 2] == ("tuổi",) and folded[at].isdigit():
            return len(lead) + 2
    for lead in (("sn",), ("sinh", "năm"), ("sinh",)):
        at = i + len(lead)
        if folded[i:at] == lead and at < len(folded) and folded[at].replace("/", "").isdigit():
            return len(lead) + 1
    return 0


_AGED = frozenset(("năm", "hơn", "gần", "ngoài", "sn", "sinh"))  # what opens an age, but for its figure


def _is_somewhere(known: Words, first: int, last: int) -> bool:
    """Whether an address says where: a place's word, a name or a number is in it, not only "gần đó"."""
    places = phrases("places", "place")
    return any(_capital(known, i) or known.phrase_at(i, places) for i in range(first, last))


def is_age(role: str) -> bool:
    """Whether a role is nothing but an age."""
    known = words(role)
    return bool(known.folded) and _age(known, 0) == len(known.folded)


def is_office(role: str) -> bool:
    """Whether a role opens with an office, rather than with a trade or a place."""
    return words(role).phrase_at(0, phrases("roles", "strong")) > 0


def _may_follow_bare(known: Words, i: int, kind: str, skip: int) -> bool:
    """Whether an item may follow the name with no comma: an address, "là" and an office, a capital office."""
    if kind in ("address", "home", "age"):
        return True
    if kind == "office":
        return _lead(known, i) > 0 or known.phrase_at(i, phrases("roles", "strong")) > 1
    return False


def _item_end(known: Words, i: int, skip: int) -> int:
    """Number of the word after the item that begins at word ``i``."""
    last = i + skip
    top = min(len(known.starts), i + _MOST)
    before = known.phrase_before(last, phrases("places", "place"))
    placed = before > 0 and not _names_board(known, last - before, before)
    named = False  # a place's name has been read: a lower-case word after it is the sentence's
    board = any(known.phrase_at(n, phrases("offices")) for n in range(i, last))
    while last < top:
        if known.gap(last - 1).strip() and not (_within_board(known, last) or _lists(known, last, board)):
            break
        if known.folded[last] not in _telling():  # most words by far
            if named and known.folded[last] not in _AFTER_PLACE and not _capital(known, last):
                break
            named = placed and _capital(known, last)
            last += 1
        elif length := known.phrase_at(last, phrases("compounds")) or known.phrase_at(
            last, phrases("places", "home")
        ):
            placed, named, last = False, False, last + length
        elif length := known.phrase_at(last, phrases("places", "place")):
            names = _names_board(known, last, length)
            placed, named, board = not names, False, board or names
            last += length
        elif (length := known.phrase_at(last, phrases("roles"))) and not (
            known.phrase_at(last, phrases("enders")) > length  # "chủ trì" is no owner's
        ):
            last, placed, named = last + length, False, False
        elif (_goes_on(known, last) and not (board and _names_duty(known, last))) or (
            named and known.folded[last] not in _AFTER_PLACE and not _capital(known, last)
        ):
            break
        else:
            named = placed and _capital(known, last)
            board = board or (_capital(known, last) and known.phrase_at(last, phrases("offices")) > 0)
            last += 1
    return min(last, top)


@cache
def _telling() -> frozenset[str]:
    """First words of all that tells a role's parts or its end."""
    tables = ("compounds", "places", "roles", "enders", "saying", "offices")
    return frozenset(word for table in tables for word in phrases(table).by_first) | {"và", "với", "cùng"}


def _names_duty(known: Words, i: int) -> bool:
    """Whether a verb at word ``i`` is in a board's name, "Ban Quản lý dự án đầu tư xây dựng huyện": what it
    belongs to ends soon, at a mark or before what its holder does."""
    if not (length := known.phrase_at(i, phrases("enders", "duty"))):
        return False
    for j in range(i + length, min(i + length + _DUTY, len(known.starts))):
        if known.text[known.starts[j]].isdigit():
            return False
        if not known.gap(j - 1).isspace() or known.phrase_at(j, phrases("saying", "verb")):
            return True
        if known.phrase_at(j, phrases("enders")) and not known.phrase_at(j, phrases("enders", "duty")):
            return True
    return i + length + _DUTY >= len(known.starts)


_DUTY = 8  # words after a verb in a board's name


def _within_board(known: Words, i: int) -> bool:
    """Whether a dash before word ``i`` stands inside a board's name: "Phòng Văn hóa - Thông tin huyện"."""
    if (
        known.gap(i - 1) not in (" - ", " – ")
        or not _capital(known, i)
        or known.phrase_at(i, phrases("roles"))
    ):
        return False
    name = i + 1 < len(known.starts) and _capital(known, i + 1)
    return not name and not _capital(known, i - 1)


def _lists(known: Words, i: int, board: bool) -> bool:
    """Whether a comma before word ``i`` is in a board's name: "Sở Văn hóa, Thể thao và Du lịch"."""
    if known.gap(i - 1) != ", ":
        return False
    if not board or known.phrase_at(i, _PAIRED):
        return known.phrase_at(i, _PAIRED) > 0
    for table in ("roles", "places", "honorifics", "enders", "saying", "offices"):
        if known.phrase_at(i, phrases(table)):
            return False
    for j in range(i + 1, min(i + _LISTED, len(known.starts))):
        if not known.gap(j - 1).isspace():
            return False
        if known.folded[j] == "và":
            return j + 1 < len(known.starts) and _capital(known, i) == _capital(known, j + 1)
    return False


_LISTED = 4  # words of one part in a board's name
_PAIRED = Phrases(("chữa cháy", "cứu hộ", "cứu nạn", "chống", "kỷ cương", "đá quý", "thủy sản", "ngư nghiệp"))


def _names_board(known: Words, i: int, length: int) -> bool:
    """Whether a place's word opens a board's name: "Đội Cảnh sát", "Khu Bảo tồn", but "Xã Mỹ Đông"."""
    name = i + length
    if not _capital(known, i) or name + 1 >= len(known.starts) or known.text[known.starts[name]].isdigit():
        return False
    return _capital(known, name) and known.gap(name) == " " and not _capital(known, name + 1)


_AFTER_PLACE = frozenset("và cũ mới kiêm ở tại nhiệm khóa của".split())


def _capital(known: Words, i: int) -> bool:
    """Whether word ``i`` can be a place's name: a capital, or a number."""
    return not known.text[known.starts[i]].islower()


def _goes_on(known: Words, i: int) -> bool:
    """Whether the sentence goes on at word ``i``, the role being over."""
    if known.text[known.starts[i]].isupper():
        return False
    if known.phrase_at(i, _sentence_words()) > 0:
        return True
    joins = known.folded[i] in ("và", "với", "cùng")
    return joins and known.phrase_at(i + 1, phrases("honorifics")) > 0


@cache
def _sentence_words() -> Phrases:
    return phrases("enders") | phrases("saying", "verb")


def _says_more(known: Words, first: int, last: int) -> bool:
    """Whether words up to ``last`` say what trade it is: "vận động viên ghe ngo Thạch Rươn"."""
    told = range(first, last)
    if not 0 < len(told) <= _MORE or any(known.text[known.starts[n]].isupper() for n in told):
        return False
    tables = ("places", "enders", "offices", "schools", "saying", "honorifics", "roles")
    return not any(known.phrase_at(n, phrases(table)) for n in range(first, last) for table in tables)


def _belongs_somewhere(known: Words, first: int, last: int) -> bool:
    """Whether a board or a place follows a trade: "Giáo viên Trường Tiểu học Nậm Chạc Lò Văn Minh"."""
    for at in range(first, min(first + _MORE + 1, last)):
        if known.phrase_at(at, phrases("places", "place")) or (
            _capital(known, at) and known.phrase_at(at, phrases("offices"))
        ):
            return at == first or _says_more(known, first, at)
    return False


_MORE = 3  # words that say more of a trade
_GOVERNED = frozenset("với gặp bởi do cùng tiếp mời thăm tặng cho của".split())


def office_before(text: str, known: Words, i: int, floor: int, *, trades: bool = False) -> Role:
    """The office before word ``i``, where a name or its honorific begins; nothing before place ``floor``.

    ``trades``: a trade directly before counts too ("nông dân Nguyễn Văn A").
    """
    none = Role("", known.starts[i], known.starts[i])
    if i == 0:
        return none
    link = known.gap(i - 1)
    adjoins = link.isspace()
    if not adjoins and not _LINK.fullmatch(link):
        return none
    start, trade = None, False
    for j in range(i - 1, max(-1, i - 1 - _MOST), -1):
        if known.starts[j] < floor or (j < i - 1 and _breaks(known, j)):
            break
        length = known.phrase_at(j, phrases("roles", "strong"))
        if not length and adjoins and trades:
            length = known.phrase_at(j, phrases("roles", "trade"))
            told = length and (
                j + length in (i, start)  # "Nghệ nhân làm lồng đèn", "Học sinh lớp 9A"
                or _says_more(known, j + length, i)
                or _belongs_somewhere(known, j + length, i)
            )
            length = length if told else 0
            trade = trade or length > 0
        if length and j + length <= i:
            start = j
        elif _goes_on(known, j):
            break
    if start is None:
        return none
    if "," in link and start > 0 and known.folded[start - 1] in _GOVERNED:
        return none
    end = known.ends[i - 1]
    return Role(text[known.starts[start] : end], known.starts[start], end, adjoins or "," not in link, trade)


def dashed_before(text: str, known: Words, i: int, floor: int) -> Role:
    """What a clause says before a dash and a name: ``Phụ huynh của trẻ đang học ở đây - Lê Thị Lan nói``."""
    none = Role("", known.starts[i], known.starts[i])
    if i == 0 or not _DASH.fullmatch(known.gap(i - 1)):
        return none
    j = i - 1
    while j > 0 and i - j < _MOST // 2 and known.gap(j - 1).isspace() and known.starts[j - 1] >= floor:
        j -= 1
    if not known.phrase_at(j, phrases("roles")):
        return none
    return Role(text[known.starts[j] : known.ends[i - 1]], known.starts[j], known.ends[i - 1], adjoins=True)


_DASH = re.compile(r"\s*[-–—]\s+|\s+[-–—]\s*")


def trade_before(text: str, known: Words, at: int, end: int) -> str:
    """The trade in ``linh mục quản xứ Hà Úc, cha Lê Đình Khôi,``: commas hold the name, words ``at`` to
    ``end``."""
    if at == 0 or known.gap(at - 1) != ", " or not known.gap(end - 1).startswith((",", ":")):
        return ""
    for j in range(at - 1, max(-1, at - 1 - _TRADE), -1):
        if j < at - 1 and not known.gap(j).isspace():
            return ""
        if length := known.phrase_at(j, phrases("roles", "trade")):
            far = j > 0 and known.phrase_before(j + length, phrases("roles", "trade")) > length
            family = known.folded[at - 1] in _FAMILY  # "chồng bà, ông Danh Sơn"
            inside = j > 0 and known.folded[j - 1] in _INSIDE  # "trong lớp học, bà Dở"
            return "" if far or family or inside else text[known.starts[j] : known.ends[at - 1]]
    return ""


_INSIDE = frozenset("trong ngoài ở tại bên trước sau khỏi giữa vào".split())
_FAMILY = frozenset("ông bà anh chị em cô chú bác cụ".split())
_TRADE = 8  # words of a trade and its place before a comma


def office_that_is(text: str, known: Words, i: int) -> str:
    """The office in ``Chủ nhiệm hợp tác xã là ông Nghĩa``, the honorific being word ``i``, or ""."""
    if i < 2 or known.folded[i - 1] != "là" or not known.adjoin(i - 1, i):
        return ""
    for j in range(i - 2, max(-1, i - 2 - _MOST), -1):
        if j < i - 2 and not known.gap(j).isspace():
            return ""
        if known.phrase_at(j, phrases("roles", "strong")) and (j == 0 or not known.gap(j - 1).isspace()):
            return text[known.starts[j] : known.ends[i - 2]]
    return ""


def _breaks(known: Words, j: int) -> bool:
    """Whether an office cannot reach over the gap after word ``j``; within a name it may."""
    gap = known.gap(j)
    if gap.isspace() or (gap.strip() in ("-", "–") and _capital(known, j) and _capital(known, j + 1)):
        return False
    if _within_board(known, j + 1):
        return False
    goes_on = ("roles", "strong"), ("places", "place")  # "lão nông ấp 8, xã Phú Đức Nguyễn Văn Lùng"
    return not (_LINK.fullmatch(gap) and any(known.phrase_at(j + 1, phrases(*kind)) for kind in goes_on))
