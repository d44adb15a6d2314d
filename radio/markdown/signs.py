"""What has a meaning in the Markdown form: labels, bars, colons, remarks; and how it is taken away."""

from __future__ import annotations

import re

from radio.composing import composed
from radio.script import Cue, Interview, Narration, Question
from radio.slug import key

LEAD, CREDITS, SOURCE = "lead", "credits", "source"  # parts of a script beside its segments' kinds

# Part → what its heading may be called; the first is what is written. A presenter's label may go on after
# such a name: "PTV nữ", "MC 1".
_NAMES = {
    Narration.kind: (
        "PTV", "Phát thanh viên", "MC", "BTV", "Biên tập viên", "Người dẫn", "Dẫn", "Lời dẫn", "Lời bình",
        "Lời đọc", "Lời chào", "Lời kết", "Lời giới thiệu", "Giọng", "Nam", "Nữ", "Đọc",
    ),
    Interview.kind: ("Băng", "Trích băng", "Băng tiếng", "Phỏng vấn", "Phát biểu", "Trả lời"),
    Question.kind: ("Hỏi", "Câu hỏi", "PV", "Phóng viên"),
    Cue.kind: ("Chỉ dẫn", "Nhạc", "Tiếng động"),
    LEAD: ("Sapo", "Tóm tắt"),
    CREDITS: ("Thực hiện", "Người thực hiện"),
    SOURCE: ("Nguồn",),
}  # fmt: skip
LABELS = {part: names[0] for part, names in _NAMES.items()}  # part → what is written

NO_WORDS = "(không có lời)"  # in the place of a segment's words
TAKE = "tệp"  # before a colon, where a heading names its recording
NOBODY = "?"  # in the place of a name
BRACKETS = ("(", "[")  # a heading in them is a cue
SENTENCE_SIGNS = ',:;"“”„«»'  # where a name should stand, they say that a role or a sentence does

_TAKE_KEYS = (key(TAKE), "file")
_PARTS = {key(name): part for part, names in _NAMES.items() for name in names}
_LONGEST = max(len(name.split()) for name in _NAMES[Narration.kind])  # words
_PRESENTER = re.compile(rf"{LABELS[Narration.kind]} \((.*)\)", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff]+"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~“”„«»])")  # ASCII's signs, as in Markdown, and ours


def folded(text: str) -> str:
    """``text`` as a script holds it: NFC, one line, blanks folded, without what is not seen."""
    return " ".join(composed(_UNSEEN.sub("", text)).split())


def escaped(text: str, marks: str = "") -> str:
    """Folded ``text``, a backslash before each of ``marks`` and what could open or close a remark."""
    also = f"|[{re.escape(marks)}]" if marks else ""
    return re.sub(rf"\\|<(?=!)|(?<=--)>|(?<=[–—])>{also}", r"\\\g<0>", folded(text))


def unescaped(raw: str) -> str:
    """The words meant by ``raw``: a backslash before a mark goes, any other is one."""
    return _ESCAPED.sub(r"\1", raw)


def meaning(raw: str, signs: str) -> re.Match[str] | None:
    """The first of ``signs`` (alternatives of a pattern) in ``raw`` that no backslash stands before."""
    return next((m for m in re.finditer(rf"\\.|{signs}", raw) if m[0][0] != "\\"), None)


def parted(raw: str, sign: str) -> list[str]:
    """``raw`` in its parts, at each ``sign`` (one character) that no backslash stands before."""
    cuts = [m.start() for m in re.finditer(rf"\\.|{re.escape(sign)}", raw) if m[0] == sign]
    return [raw[a + 1 : b].strip() for a, b in zip([-1, *cuts], [*cuts, len(raw)], strict=True)]


def take_noted(raw: str) -> str | None:
    """The recording that a heading's field notes, "tệp: phu.m4a"; None for a field that is something else."""
    colon = meaning(raw, ":")
    if colon is None or key(raw[: colon.start()]) not in _TAKE_KEYS:
        return None
    return unescaped(raw[colon.end() :].strip())


def called(raw: str) -> tuple[str, str] | None:
    """The part that a heading's label opens, and the presenter it names, "" for none; None for no label."""
    if raw.startswith(BRACKETS):
        return None
    if match := _PRESENTER.fullmatch(raw):
        return Narration.kind, unescaped(match[1])
    label = unescaped(raw)
    if part := _PARTS.get(key(label)):
        plain = part != Narration.kind or key(label) == key(LABELS[part])
        return part, "" if plain else label
    words = label.split()[:_LONGEST]
    opens = (_PARTS.get(key(" ".join(words[:n]))) for n in range(1, len(words) + 1))
    return (Narration.kind, label) if Narration.kind in opens else None
