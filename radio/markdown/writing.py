"""From a `Script` to its Markdown form."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from radio.article import Dropped
from radio.markdown.signs import (
    BRACKETS,
    CREDITS,
    LABELS,
    LEAD,
    NO_WORDS,
    NOBODY,
    SENTENCE_SIGNS,
    SOURCE,
    TAKE,
    called,
    escaped,
    folded,
    take_noted,
)
from radio.script import Credit, Cue, Doubt, Interview, Narration, Script, Segment, Speaker

_GUIDE = """\
<!-- Kịch bản phát thanh. Sửa, lưu lại, rồi chạy radio make với tệp này.
## PTV: phát thanh viên đọc, mỗi dòng một đoạn; có thể ghi ## PTV nữ, ## MC 1
## Băng: tên | chức danh: băng phỏng vấn, lời nói ghi ở dòng dưới
## Băng: tên | chức danh | tệp: phu.m4a@12.4-31.0: kèm tệp băng, từ giây 12,4 đến giây 31
## Hỏi: câu hỏi của phóng viên
## (Nhạc cắt): nhạc, tiếng động; không đọc
Lời nhắc đặt trong dấu như thế này thì không đọc. -->"""


def to_markdown(script: Script) -> str:
    """The script as a text to be edited, ending in a line feed.

    `from_markdown` gives it back but for what belongs to the article's file: lines, rules and the digest are
    not written; doubts, and at the end what was dropped, are remarks. Texts are folded (see `folded`). Every
    credit must name somebody.
    """
    blocks = [_GUIDE]
    if folded(script.title):
        blocks.append(f"# {escaped(script.title)}")
    blocks += _section(LEAD, script.lead)
    blocks += _told(script.segments, _remarks(script.doubts, script.segments))
    if script.credits:
        blocks += [f"## {LABELS[CREDITS]}", "\n".join(map(_credit, script.credits))]
    blocks += _section(SOURCE, script.source)
    if script.dropped:
        blocks.append(_listed(script.dropped))
    return "\n\n".join(blocks) + "\n"


def _section(part: str, text: str) -> list[str]:
    return [f"## {LABELS[part]}", _words(text)] if folded(text) else []


def _told(segments: Sequence[Segment], remarks: dict[int, list[str]]) -> Iterator[str]:
    """The segments' blocks; narration goes on under its heading as long as the same presenter reads."""
    above = ""
    for number, segment in enumerate(segments):
        yield from remarks.get(number, ())
        heading = _heading(segment)
        if heading != above or not isinstance(segment, Narration):
            yield heading
        if not isinstance(segment, Cue):
            yield _words(segment.text)
        above = heading


def _heading(segment: Segment) -> str:
    label, who = LABELS[segment.kind], _speaker(segment.speaker)
    if isinstance(segment, Interview) and who:
        label += f": {who.pop(0)}"
    elif isinstance(segment, Cue):
        words = _words(segment.text, "|")
        label = words if words.startswith(BRACKETS) else f"{label}: {words}"
    elif isinstance(segment, Narration) and (presenter := folded(segment.presenter)):
        bare = escaped(presenter, ":|")
        label = bare if called(bare) == (Narration.kind, presenter) else f"{label} ({bare})"
    if isinstance(segment, Interview | Cue) and (noted := folded(segment.take)):
        who.append(f"{TAKE}: {escaped(noted, '|')}")
    return "## " + " | ".join([label, *who])


def _speaker(speaker: Speaker | None) -> list[str]:
    """Name and role as a heading's fields; none for nobody."""
    if speaker is None:
        return []
    name = escaped(speaker.name, "|" + SENTENCE_SIGNS)
    name = f"\\{name}" if name == NOBODY else name or NOBODY
    # A role is none that begins like the note of a recording.
    fields = [name, escaped(speaker.role, "|")] if folded(speaker.role) else [name]
    return [escaped(f, "|:") if take_noted(f) is not None else f for f in fields]


def _credit(credit: Credit) -> str:
    role, name, printed = folded(credit.role), folded(credit.name), folded(credit.printed)
    entry = f"- {escaped(role, ':|')}: {escaped(name, '|')}" if role else f"- {escaped(name, ':|')}"
    usual = f"{role}: {name}" if role else name
    return entry if printed == usual else f"{entry} | {escaped(printed, '|')}".rstrip()


def _words(text: str, marks: str = "") -> str:
    """Words to be read, with no meaning but their own; what stands for none if there are none."""
    line = escaped(text, marks)
    return f"\\{line}" if line.startswith("#") or line == NO_WORDS else line or NO_WORDS


def _remarks(doubts: Iterable[Doubt], segments: Sequence[Segment]) -> dict[int, list[str]]:
    """Number of a segment, from 0 → the doubts about it: those of its line and rule, else the last above."""
    exact = {(s.line, s.rule): n for n, s in reversed(list(enumerate(segments)))}
    lines = [s.line for s in segments]
    remarks: dict[int, list[str]] = {}
    for doubt in doubts:
        above = max(0, bisect_right(lines, doubt.line) - 1)
        remark = f"<!-- Xem lại (dòng {doubt.line}): {escaped(doubt.message)} -->"
        remarks.setdefault(exact.get((doubt.line, doubt.rule), above), []).append(remark)
    return remarks


def _listed(dropped: Iterable[Dropped]) -> str:
    lines = "\n".join(f"dòng {d.line} ({escaped(d.reason)}): {escaped(d.text)}" for d in dropped)
    return f"<!-- Có trong bài nhưng không đọc:\n{lines}\n-->"
