"""Bylines: who wrote, filmed, edited; from a line of its own or from a story's last words."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from radio.script import Credit
from radio.segment.tables import mapping, phrases
from radio.segment.words import UPPER

_LONGEST = 160  # characters in a byline
_END_MARK = re.compile(r"\s*\./\.?\s*$")
_ROLE_JOIN = re.compile(r"\s*(?:,|/|&|\+|-|–|—|\bvà\b|\bvới\b)\s*")
_NAME_JOIN = re.compile(r"\s*(?:,|;|/|&|\+|\s[-–—]\s?|[-–—]\s|\bvà\b)\s*")
_LABEL = re.compile(r"(?:^|(?<=[.;|)])\s*|\s+[-–—|]\s*|\s{2,}|(?<=\w)\s+)([^:.;|()]{1,45}?)\s*:\s*")
_ADDRESS = re.compile(r"\s*[-–—(,]?\s*[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}\s*\)?")
_ROLE_IN_BRACKETS = re.compile(r"\s*\(([^()]{2,30})\)$")
_BRACKETED = re.compile(r"^[(\[]\s*(.*?)\s*[)\]]\.?$")
_NAME_WORD = re.compile(rf"(?:[{UPPER}][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?|[{UPPER}]\.)$")


def credits_of(line: str) -> tuple[Credit, ...]:
    """The entries of a byline with a role, ``BT: Nguyễn Thu``; none where ``line`` is something else."""
    if len(line) > _LONGEST or not _may_have_role(line):
        return ()
    text = _bare(line)
    return _labelled(text, line) or _led_by_role(text, line)


def _may_have_role(line: str) -> bool:
    """A glance: a role is among the first or the last words."""
    parts = line.strip("()[] .*-–—|/").split()
    table = phrases("credits")
    return bool(parts) and (_bare_word(parts[0]) in table.by_first or _bare_word(parts[-1]) in table.by_last)


def name_alone(line: str) -> tuple[Credit, ...]:
    """The entries of a line that is nothing but names, "Nguyễn Thu – Đài TT huyện"; none where it is not."""
    text = _bare(line) if len(line) <= _LONGEST else ""
    if text and (text.lower() in phrases("crews") or _is_paper(text)):
        return (Credit("", text, line),)
    pieces = [p for p in _NAME_JOIN.split(_without_station(text)) if p]
    people = list(takewhile(lambda p: not _is_office(p), pieces))
    if not people or not all(_is_name(p) for p in people):
        return ()
    if any(_is_office(p) for p in pieces[len(people) + 1 :]):
        return ()
    return tuple(Credit("", name, line) for name in people)


_STAMP = re.compile(
    r"\s*[-–—•|,(]*\s*(?:(?:thứ \w+|chủ nhật),?\s*)?(?:ngày\s+)?(?:lúc\s+)?"
    r"(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s*[:h]\s*\d{2})(?:\s*(?:GMT|UTC)?\s*\+\d)?[),]*\s*",
    re.IGNORECASE,
)


def stamped(line: str) -> tuple[Credit, ...]:
    """The name in a line of a name and a date, "Ngô Hùng • 13/11/2023 10:34"; none where it is not one."""
    if len(line) > _LONGEST or not _STAMP.search(line):
        return ()
    return tuple(
        replace(c, printed=line)
        for c in name_alone(_STAMP.sub(" ", line)) or credits_of(_STAMP.sub(" ", line))
    )


def closing_credit(text: str) -> int | None:
    """Where a byline begins that stands at the end of a story's last paragraph; None if there is none."""
    bare = _END_MARK.sub("", text)
    if bare.endswith(")"):
        start = bare.rfind("(")
        if start > 0 and credits_of(bare[start:]):
            return start
    window = max(0, len(bare) - _LONGEST)
    for match in re.finditer(r"(?:[.!?”\"]|\./\.)\s+(?=\S)", bare[window:]):
        start = window + match.end()
        rest = bare[start:]
        if credits_of(rest) or (match[0].startswith("./.") and name_alone(rest)):
            return start
    return None


def _bare(line: str) -> str:
    text = _END_MARK.sub("", line).strip()
    text = _ADDRESS.sub("", text)
    text = _ROLE_IN_BRACKETS.sub(lambda found: f" {found[1]}" if _role_kind(found[1]) else found[0], text)
    bracketed = _BRACKETED.match(text)
    return (bracketed[1] if bracketed else text).strip(" .*-–—|")


def _labelled(text: str, line: str) -> tuple[Credit, ...]:
    """``role: names`` once or more; everything before the first label must be a label too."""
    colon = text.find(":")
    if colon < 0 or not _role_kind(text[:colon]):
        return ()
    labels = [m for m in _LABEL.finditer(text) if _role_kind(m[1])]
    if not labels or labels[0].start() > 0:
        return ()
    found: list[Credit] = []
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        names = text[label.end() : following.start() if following else len(text)].strip(" .;|,-–—")
        entries = _names(label[1].strip(), names, line, _role_kind(label[1]))
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
        if kind == "source" and rest[:1].isupper():
            sentence = text.endswith((".", "!", "?", ":")) or len(parts) > 10 or "," in rest
            return () if sentence else _names(role, rest, line, kind)
        if kind and all(_is_name(n) for n in _NAME_JOIN.split(rest)):
            return _names(role, rest, line, kind)
        rest, role = " ".join(parts[:-length]), " ".join(parts[-length:])
        if (
            _role_kind(role) == "person"
            and role.islower()
            and all(_is_name(n) for n in _NAME_JOIN.split(rest))
        ):
            return _names(role, rest, line, "person")
    return ()


_ROLE_WORDS = 6


def _bare_word(word: str) -> str:
    return word.strip(",/&+-–():").lower()


def _role_kind(label: str) -> str:
    """ "person" or "source" if every part of ``label`` is a byline's role, else ""."""
    parts = [p.lower() for p in _ROLE_JOIN.split(label.strip(" *•-–")) if p]
    kinds = [mapping("credits").get(p, ("",))[0] for p in parts]
    return kinds[0] if kinds and all(kinds) else ""


def _names(role: str, names: str, line: str, kind: str) -> tuple[Credit, ...]:
    """One entry a person; the station after a name is not part of it; a source is one name."""
    if not names or len(names.split()) > 16:
        return ()
    if kind == "source":
        return (Credit(role, names, line),)
    if names.lower() in phrases("crews"):
        return (Credit(role, names, line),)
    pieces = [p.strip(" .") for p in _NAME_JOIN.split(_without_station(names))]
    people = list(takewhile(lambda p: not _is_office(p), [p for p in pieces if p])) or pieces[:1]
    if not all(_is_name(p) or p.lower() in phrases("crews") or _is_office(p) for p in people):
        return ()
    return tuple(_entry(role, name, line) for name in people)


def _entry(role: str, name: str, line: str) -> Credit:
    """One person; a role before the name, "CTV Út Đẹp", is that person's own."""
    parts = name.split()
    own = next((n for n in range(min(3, len(parts) - 1), 0, -1) if _role_kind(" ".join(parts[:n]))), 0)
    return Credit(" ".join(parts[:own]) or role, " ".join(parts[own:]), line)


def _without_station(names: str) -> str:
    """``Nguyễn Thu (Đài TT huyện)`` → ``Nguyễn Thu``."""
    return re.sub(r"\s*\([^()]*\)", "", names)


def _is_office(piece: str) -> bool:
    folded = re.split(r"[\s-]+", piece.lower())
    table = phrases("offices")
    limit = table.by_first.get(folded[0], 0) if folded else 0
    return any(" ".join(folded[:n]) in table for n in range(1, limit + 1))


def _is_paper(text: str) -> bool:
    """Whether the line is a news agency or a paper: "TTXVN/Báo Đồng Tháp", "VOV"."""
    pieces = re.split(r"\s*[/–-]\s*", text)
    first = [p.lower().split(maxsplit=1)[0] for p in pieces if p]
    return bool(first) and len(text) < 60 and all(word in phrases("papers") for word in first)


def _is_name(piece: str) -> bool:
    """Whether all words could be a name's: one to six, capital, no figures."""
    parts = piece.split()
    return 0 < len(parts) <= 6 and all(_NAME_WORD.match(part) for part in parts)
