"""Radio script mark-up, as stations write it: who reads, what is played.

``PTV nữ: …``, ``MC 1: …``, ``Lời dẫn: …``; ``(Nhạc cắt)``, ``(Trích băng: bà Sáu)``,
``Băng phỏng vấn em Bảo: (0'45")``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from radio.segment.asked import kept
from radio.segment.tables import mapping, phrases

_LABEL = re.compile(r"^[*•\s-]*([^\W\d_][^:\n]{0,60}?)\s*:(?:\s+|$)")
_ALONE = re.compile(r"^((?:PTV|MC|Phát thanh viên)\s+(?:nam|nữ|\d))$", re.IGNORECASE)
_FARTHEST = 80  # characters before a label's colon
_SHORT = 30  # characters of a label that has a line of its own
_NUMBERED = re.compile(r"^(.*?)(?:\s*(?:nam|nữ|[0-9]{1,2}|[a-d]))?(?:\s*\([^()]{1,30}\))?$", re.IGNORECASE)
_NUMBERS = ("nam", "nữ", *"0123456789abcd)")  # what the end that it takes off ends in
_BRACKETED = re.compile(r"^[(\[{<]+\s*([^()\[\]{}]*(?:\([^()]*\)[^()\[\]{}]*)*)[)\]}>]*\.?$")
_TIME = re.compile(
    r"\(?\d+\s*['’′]\s*\d*\s*[\"”″]?\)?\s*$|\(\d+:\d\d\)\s*$"
    r"|\((?:\d+ phút)? ?(?:\d+ giây)?\)\s*$"
)
_NAMED = 4  # words of a presenter's name
_COUNTED = re.compile(r"\s*(?:số )?\d{1,2}")  # "Băng 2"
_PLAYED = frozenset(
    ("băng", "trích")
)  # "Phát băng ông Vượng:" plays a tape; "Phát biểu tại hội nghị, …:" does not
_DASHED = re.compile(
    r"^((?:PTV|MC|BTV|Phát thanh viên)(?:\s*(?:nam|nữ|\d))?)\s*[-–—]\s+(?=\S)", re.IGNORECASE
)
_LONGEST_CUE = 30  # words
_FIRST_WORD = re.compile(r"\w+")
_GLANCE = 60  # characters in which a cue's first words stand


@dataclass(frozen=True, slots=True)
class Label:
    """What opens a script's line."""

    kind: str  # "presenter", "reporter", "answer" or "tape"
    printed: str  # without the colon: "PTV nữ"
    end: int  # where the words to be heard begin


@kept
def label_of(text: str) -> Label | None:
    """The label that opens ``text``, if its words are in the table; a name is no label here."""
    if (dashed := _DASHED.match(text)) is not None:
        return Label("presenter", dashed[1], dashed.end())
    if ":" not in text[:_FARTHEST] and len(text) >= _SHORT:
        return None
    match = _LABEL.match(text) or (_ALONE.match(text) if len(text) < _SHORT else None)
    if match is None:
        return None
    whole = match[1].strip().lower()
    word = _NUMBERED.sub(r"\1", whole).strip() if whole.endswith(_NUMBERS) else whole
    labels = mapping("labels")
    row = labels.get(word) or labels.get(whole) or _outlet(word) or _by_name(match[1].split())
    return Label(row[0], match[1].strip(), match.end()) if row else None


def _by_name(printed: list[str]) -> tuple[str, ...] | None:
    """A presenter who is named: "MC Quốc Bảo", "Phát thanh viên Thu Hà"."""
    for n in (1, 3):
        row, name = mapping("labels").get(" ".join(printed[:n]).lower()), printed[n:]
        if row == ("presenter",) and 0 < len(name) <= _NAMED and all(part[0].isupper() for part in name):
            return row
    return None


def _outlet(word: str) -> tuple[str, ...] | None:
    """A reporter with the paper's or the station's name: "phóng viên báo đồng tháp", "pv vov"."""
    parts = word.split()
    for n in (2, 1):
        row = mapping("labels").get(" ".join(parts[:n]))
        if row == ("reporter",) and n < len(parts) <= n + 5 and parts[n] in phrases("papers"):
            return row
    return None


@kept
def cue_kind(text: str) -> str:
    """ "sound", "tape" or "end" if the whole paragraph is an instruction that nobody reads, else ""."""
    table = phrases("cues")
    first = _FIRST_WORD.search(text)
    if first is None or first[0].lower() not in table.by_first:
        return ""
    opening = re.findall(r"\w+", text[:_GLANCE].lower())[: table.by_first[first[0].lower()]]
    length = next((n for n in range(len(opening), 0, -1) if " ".join(opening[:n]) in table), 0)
    if not length or text.count(" ") >= _LONGEST_CUE:
        return ""
    phrase = " ".join(opening[:length])
    bare = text.lower().strip(" .:")
    alone = (length > 1 and bare == phrase) or _COUNTED.fullmatch(bare.removeprefix(phrase)) is not None
    alone = alone or (text.endswith(":") and bool(_PLAYED & set(opening[:length])))
    stands = _BRACKETED.match(text) or _TIME.search(text) or alone
    return mapping("cues")[phrase][0] if stands else ""
