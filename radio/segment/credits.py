"""Bylines: who wrote, filmed, edited; from a line of its own or from a story's last words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile, zip_longest

from radio.script import Credit
from radio.segment.tables import mapping, phrases
from radio.segment.words import UPPER, is_abbreviation, words

_LONGEST = 160  # characters in a byline
_ROLE_WORDS = 6  # in a role, "người dẫn chương trình"
_NAMES_WORDS = 24  # in all the names of one role
_TITLED = 4  # words of a title before a signature's name
_AROUND = " .;|,/-–—•·"  # between one role's names and the next role
_APART = ("-", "–", "—", ";", ",", "|", "/", "•", "·")  # parts a name from the role of the next
_END_MARK = re.compile(r"\s*\./\.?\s*$")
_ROLE_JOIN = re.compile(r"\s*(?:,|/|&|\+|-|–|—|\bvà\b|\bvới\b)\s*")
_NAME_JOIN = re.compile(r"\s*(?:,|;|/|\s&\s|\+|\s[-–—]\s?|[-–—]\s|\bvà\b)\s*")
_WORD = re.compile(r"[^\s/|;]+")
_SITE = re.compile(r"(?:[a-z0-9-]{1,40}\.){1,4}(?:vn|com|net|org)")
_ADDRESS = re.compile(r"\s*[-–—(,]?\s*[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}\s*\)?")
_PHONE = re.compile(
    r"[\s,;–-]*\b(?:điện thoại|đt|sđt|đtdđ|tel|hotline|zalo)\b\s*[.:]?\s*[\d(+].*$", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\s*\(([^()]{2,60})\)$")
_BRACKETED = re.compile(r"^[(\[]\s*(.*?)\s*[)\]]\.?$")
_NAME_WORD = re.compile(rf"(?:[{UPPER}][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?|[{UPPER}]\.)$")


def credits_of(line: str) -> tuple[Credit, ...]:
    """The entries of a byline with a role, ``BT: Nguyễn Thu``; none where ``line`` is something else."""
    if len(line) > _LONGEST or line.endswith(":") or not _may_have_role(line):
        return ()
    text = _bare(line)
    if _role_kind(text):
        return ()  # "Người thể hiện": a table's head
    return _with_source(text, line) or _labelled(text, line) or _led_by_role(text, line)


def _may_have_role(line: str) -> bool:
    """A glance: a role is among the first or the last words, or stands before a colon after a name."""
    parts = line.replace(":", ": ").strip("()[] .*-–—|/•·").split()
    table = phrases("credits")
    if not parts:
        return False
    if _bare_word(parts[0]) in table.by_first or _bare_word(parts[-1]) in table.by_last:
        return True
    return line.endswith((")", ").")) or (":" in line and bool(_NAME_WORD.match(parts[0])))


def name_alone(line: str) -> tuple[Credit, ...]:
    """The entries of a line that is nothing but names, "Nguyễn Thu – Đài TT huyện"; none where it is not."""
    text = _bare(line) if len(line) <= _LONGEST else ""
    if text and (text.lower() in phrases("crews") or _is_paper(text) or _CREW.match(text)):
        return (Credit("", text, line),)
    pieces = _pieces(text)
    people = _people(pieces)
    if not people or any(_is_office(p) for p in pieces[len(people) + 1 :]):
        return _titled(text, line) or _employed(text, line) or _resident(text, line)
    return tuple(Credit("", name, line) for name in people)


_STAMP = re.compile(
    r"\s*[-–—•|,(]*\s*(?:(?:thứ \w+|chủ nhật),?\s*)?(?:ngày\s+)?(?:lúc\s+)?"
    r"(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s*[:h]\s*\d{2})(?:\s*(?:GMT|UTC)?\s*\+\d)?[),]*\s*",
    re.IGNORECASE,
)


# What a page tells of itself after its author's name, to the line's end.
_COUNTED = re.compile(
    r"[\s|•,–-]*\b(?:(?:ngày|giờ|thời gian) (?:đăng|cập nhật|viết|xuất bản|gửi)|đăng (?:ngày|lúc)|cập nhật|"
    r"(?:số )?lượt (?:xem|đọc)|đã xem|chuyên mục|danh mục)\b.*$",
    re.IGNORECASE,
)


def stamped(line: str) -> tuple[Credit, ...]:
    """The name in a line of a name and a date, "Ngô Hùng • 13/11/2023 10:34"; none where it is not one."""
    if len(line) > _LONGEST or not _STAMP.search(line):
        return ()
    rest = _STAMP.sub(" ", _COUNTED.sub("", line))
    return tuple(replace(c, printed=line) for c in credits_of(rest) or signature(rest))


def signature(line: str) -> tuple[Credit, ...]:
    """The entries of a line of full names: a single word, "Lưu", is as likely a button's or a section's."""
    return tuple(c for c in name_alone(line) if " " in c.name or c.name.lower() in phrases("crews"))


def is_role(line: str) -> bool:
    """Whether a line is nothing but a byline's role, with its colon or without."""
    return len(line) < _LONGEST and _role_kind(line.rstrip(" :")) == "person"


def is_masthead(line: str) -> bool:
    """Whether a line opens as a station's, a paper's or a programme's own name does."""
    return _is_office(line)


def closing_credit(text: str) -> int | None:
    """Where a byline begins that stands at the end of a story's last paragraph; None if there is none."""
    bare = _END_MARK.sub("", text)
    if bare.endswith(")"):
        start = bare.rfind("(")
        if start > 0 and credits_of(bare[start:]):
            return start
    window = max(0, len(bare) - _LONGEST)
    for match in re.finditer(r"(\S*(?:[.!?”\"]|\./\.))\s+(?=\S)", bare[window:]):
        start = window + match.end()
        rest = bare[start:]
        sentence = not is_abbreviation(match[1]) and not rest.endswith(".")
        if credits_of(rest) or (sentence and signature(rest)):
            return start
    return None


def _bare(line: str) -> str:
    """The line without end mark, address and the brackets around it, or around its role."""
    text = _END_MARK.sub("", line).strip()
    text = _PHONE.sub("", _ADDRESS.sub("", text) if "@" in text else text)
    text = _IN_BRACKETS.sub(lambda found: f" {found[1]}" if _role_kind(found[1]) else found[0], text)
    bracketed = _BRACKETED.match(text)
    return (bracketed[1] if bracketed else text).strip(" .*-–—|•·")


@dataclass(frozen=True, slots=True)
class _Label:
    """A role with its colon."""

    role: str  # as printed
    start: int
    end: int  # first place after the colon


def _labels(text: str) -> Iterator[_Label]:
    """The roles before the colons of ``text``; what stands before a role may be the last one's names."""
    at = 0
    for colon in re.finditer(":", text):
        stretch = text[at : colon.start()]
        starts = [word.start() for word in _WORD.finditer(stretch)][-_ROLE_WORDS:]
        start = next((s for s in starts if _role_kind(stretch[s:])), None)
        if start is not None:
            yield _Label(stretch[start:].strip(_AROUND), at + start, colon.end())
            at = colon.end()


def _labelled(text: str, line: str) -> tuple[Credit, ...]:
    """``role: names`` once or more; before the first may stand the author's name, ``Thu Hà - Ảnh: Lê An``."""
    labels = list(_labels(text)) if ":" in text else []
    if not labels:
        return ()
    first = labels[0].start
    author = text[:first].strip(_AROUND)
    found = [replace(c, printed=line) for c in signature(author)] if author else []
    parted = text[:first].rstrip().endswith(_APART) or text.startswith(_APART, first)
    if author and not (found and parted):
        return ()
    for label, following in zip_longest(labels, labels[1:]):
        names = text[label.end : following.start if following else len(text)].strip(_AROUND)
        entries = _names(label.role, names, line, _role_kind(label.role))
        if not entries:
            return ()
        found += entries
    return tuple(found)


def _led_by_role(text: str, line: str) -> tuple[Credit, ...]:
    """A role and names with no colon: ``Theo TTXVN``, ``CTV Lê Út Mười``, ``Hương Lan thực hiện``."""
    parts = text.split()
    if text.lower() in phrases("crews"):
        return ()
    for length in range(min(_ROLE_WORDS, len(parts) - 1), 0, -1):
        role, rest = " ".join(parts[:length]), " ".join(parts[length:])
        kind = _role_kind(role)
        if kind == "source" and "://" in rest:
            return ()
        if kind == "source" and (rest[:1].isupper() or _SITE.fullmatch(rest)):
            sentence = text.endswith((".", "!", "?", ":")) or len(parts) > 10 or "," in rest
            return () if sentence else _names(role, rest, line, kind)
        if kind and _people(_pieces(rest)):
            return _names(role, rest, line, kind)
        rest, role = " ".join(parts[:-length]).rstrip(_AROUND), " ".join(parts[-length:])
        if _follows_name(role) and _people(_pieces(rest)):
            return _names(role, rest, line, "person")
    return ()


def _with_source(text: str, line: str) -> tuple[Credit, ...]:
    """A name and where the news is from: ``Lê Na (theo Báo Nhân Dân)``."""
    source = _IN_BRACKETS.search(text)
    cited = credits_of(source[1]) if source else ()
    if source is None or not cited:
        return ()
    before = text[: source.start()]
    authors = credits_of(before) or name_alone(before)
    return tuple(replace(c, printed=line) for c in (*authors, *cited)) if authors else ()


def _bare_word(word: str) -> str:
    return word.strip(",/&+-–():").lower()


def _role_kind(label: str) -> str:
    """ "person" or "source" if every part of ``label`` is a byline's role, else ""."""
    whole = label.strip(" *•-–—.,;|").lower()
    table = mapping("credits")
    parts = [whole] if whole in table else [p for p in _ROLE_JOIN.split(whole) if p]
    kinds = [table.get(p, ("",))[0] or _narrower(p) for p in parts]
    return kinds[0] if kinds and all(kinds) else ""


def _narrower(role: str) -> str:
    """The kind of a role that says more of a known one, "đạo diễn âm thanh", "biên tập chương trình"."""
    table = phrases("credits", "person")
    parts = role.split()
    for length in range(min(len(parts) - 1, table.by_first.get(parts[0], 0)), 0, -1):
        if " ".join(parts[:length]) in table:
            return "person" if parts[0] in _BROAD and len(parts) - length <= _NARROWER else ""
    return ""


# First words of roles that others are kinds of; "tin", "ảnh" and their like open other lines as well.
_BROAD = frozenset("đạo biên kỹ kĩ phụ chỉ thư cố giám tổ chịu người".split())
_NARROWER = 3  # words added to a role


def _follows_name(role: str) -> bool:
    """Whether ``role`` may stand after a name: ``Hương Lan ghi``, ``Lê Hùng (CTV)``, no name such as Ghi."""
    row = mapping("credits").get(role.lower(), ())
    return "after" in row and (not role.istitle() or " " in role)


def _names(role: str, names: str, line: str, kind: str) -> tuple[Credit, ...]:
    """One entry a person; the station after a name is not part of it; a source is one name."""
    if not names or len(names.split()) > _NAMES_WORDS:
        return ()
    if kind == "source" and "://" in names:
        return ()
    if kind == "source" or names.lower() in phrases("crews"):
        return (Credit(role, names, line),)
    pieces = _pieces(names)
    people = _people(pieces) or tuple(p for p in pieces[:1] if _is_office(p))
    return tuple(_entry(role, name, line) for name in people)


def _entry(role: str, name: str, line: str) -> Credit:
    """One person; a role before the name, "CTV Út Đẹp", is that person's own."""
    parts = name.split()
    own = next((n for n in range(min(3, len(parts) - 1), 0, -1) if _role_kind(" ".join(parts[:n]))), 0)
    return Credit(" ".join(parts[:own]) or role, " ".join(parts[own:]), line)


def _titled(text: str, line: str) -> tuple[Credit, ...]:
    """One name after a title or a rank, "Thạc sĩ Lê Bình"."""
    parts = text.split()
    for n in range(min(_TITLED, len(parts) - 2), 0, -1):
        row = mapping("honorifics").get(" ".join(parts[:n]).lower(), ())
        if "rank" in row and _is_name(name := " ".join(parts[n:])):
            return (Credit(" ".join(parts[:n]), name, line),)
    return ()


def _employed(text: str, line: str) -> tuple[Credit, ...]:
    """One name before what its bearer is: ``Châu Trân – GV Trường Thực hành``."""
    parted = _WORKS.fullmatch(text)
    if parted is None or len(text.split()) > _EMPLOYED or " " not in parted[1] or not _is_name(parted[1]):
        return ()
    table, parts = phrases("roles"), parted[2].lower().split()
    longest = table.by_first.get(parts[0], 0)
    if parted[1].split(maxsplit=1)[0] not in phrases("surnames"):
        return ()
    works = any(" ".join(parts[:n]) in table for n in range(1, longest + 1))
    return (Credit("", parted[1], line),) if works else ()


def _resident(text: str, line: str) -> tuple[Credit, ...]:
    """One name before where its bearer lives, as readers sign: ``Nguyễn Hữu Đức, ấp 3, xã Tân Hội Đông``."""
    name, *where = text.split(", ")
    surnamed = " " in name and name.split(maxsplit=1)[0] in phrases("surnames")
    if not (surnamed and where and _is_name(name)) or len(text.split()) > _RESIDENT:
        return ()
    lives = all(words(part).phrase_at(0, phrases("places", "place")) for part in where if part)
    return (Credit("", name, line),) if lives and all(where) else ()


_RESIDENT = 16  # words of a name and its address
_EMPLOYED = 10  # words of a name and its work
_WORKS = re.compile(r"([^,–—-]{3,40}?)\s+[-–—]\s*(\w.*)")


def _pieces(names: str) -> list[str]:
    """Names, and what stands among them, without brackets: ``Nguyễn Thu (Đài TT huyện)``."""
    printed = re.sub(r"\s*\([^()]*\)", "", names)
    pieces = [p.strip(" .") for p in _NAME_JOIN.split(printed)]
    return [name for piece in pieces if piece for name in _unjoined(piece)]


def _unjoined(piece: str) -> list[str]:
    """``Thu Hương-Ngọc Ánh`` are two names, ``Hang-seo`` is one."""
    names = re.split("[-–—]", piece)
    return names if all(" " in name and _is_name(name) for name in names) else [piece]


def _people(pieces: list[str]) -> tuple[str, ...]:
    """The names up to the first office or paper; none if one of them is no name."""
    people = tuple(takewhile(lambda p: not (_is_office(p) or _is_paper(p)), pieces))
    people = people[:1] + tuple(takewhile(lambda p: not _INITIALS.fullmatch(p), people[1:]))
    return people if all(_is_name(p) or p.lower() in phrases("crews") for p in people) else ()


_CREW = re.compile(r"(?:nhóm|tổ) (?:pv|phóng viên|tác giả|biên tập|btv|ctv)(?: \w+){0,5}$", re.IGNORECASE)
_INITIALS = re.compile(rf"[{UPPER}]{{3,8}}")  # an office's, "VPHU"


def _is_office(piece: str) -> bool:
    """Whether an office's word opens ``piece`` and it is no person's name, as in "Đoàn Minh Phương"."""
    printed = re.split(r"[\s-]+", piece)
    folded = [word.lower() for word in printed]
    table = mapping("offices")
    limit = phrases("offices").by_first.get(folded[0], 0)
    row = next((table[p] for n in range(1, limit + 1) if (p := " ".join(folded[:n])) in table), None)
    if row is None or row == ():
        return row is not None
    capitals = sum(word.isupper() and len(word) > 1 for word in printed)
    spelt = capitals == 0 or (capitals == len(printed) and capitals < 4)
    return not (len(printed) > 1 and _is_name(piece) and spelt)


def _is_paper(text: str) -> bool:
    """Whether the words are a news agency's or a paper's: "TTXVN/Báo Đồng Tháp", "VOV1"."""
    pieces = re.split(r"\s*[/–-]\s*", text) if len(text) < 60 else []
    parts = [p.split() for p in pieces if p]
    first = [p[0].lower().rstrip("0123456789") for p in parts]
    named = all(
        word[0].isupper() or word[0].isdigit() for p in parts for word in p[1:2]
    )  # "Báo cán bộ" is none
    return bool(first) and named and all(word in phrases("papers") for word in first)


def _is_name(piece: str) -> bool:
    """Whether all words could be a name's: one to six, capital, no figures."""
    parts = piece.split()
    return 0 < len(parts) <= 6 and all(_NAME_WORD.match(part) for part in parts)
