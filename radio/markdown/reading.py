"""From the Markdown form back to a `Script`, line by line; what is not of the form is an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from radio import take
from radio.errors import ArticleError
from radio.markdown.signs import (
    BRACKETS,
    CREDITS,
    LABELS,
    LEAD,
    NO_WORDS,
    NOBODY,
    SENTENCE_SIGNS,
    SOURCE,
    called,
    folded,
    meaning,
    parted,
    take_noted,
    unescaped,
)
from radio.script import KINDS, Credit, Cue, Interview, Narration, Script, Segment, Speaker

_RULE = "script"  # a producer's own decision
_CLOSE = "-->"
# Word makes one dash of two that are typed.
_OPENS, _CLOSES = re.compile("<!(?:--|[–—])"), re.compile("(?:--|[–—])>")
_SHOWN = 60  # characters of a line that a message repeats
_BULLET = re.compile(r"^[-*•–—+]\s*")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text, or a part of one."""

    source: str  # the file, for messages
    number: int  # from 1
    raw: str  # folded, with its backslashes

    def wrong(self, problem: str, remedy: str) -> ArticleError:
        return ArticleError(f"{self.source}, line {self.number}", problem, remedy)


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and the lines below it."""

    head: _Line  # without the # signs
    part: str  # a segment's kind, or lead, credits, source
    presenter: str = ""
    fields: tuple[str, ...] = ()  # behind the label, between the bars, with their backslashes
    lines: list[_Line] = field(default_factory=list)


def from_markdown(text: str, source: str) -> Script:
    """The script in ``text``; a segment's line is its line there, its rule "script".

    source: the text's file, for messages; it is the script's source, too, if the text names no other.
    Raises ArticleError that names the line for whatever is not of the form.
    """
    title, sections = _outline(_lines(text, source))
    lead, credits, origin = (_only(part, sections) for part in (LEAD, CREDITS, SOURCE))
    segments = tuple(segment for section in sections for segment in _segments(section))
    if lead and segments and segments[0].line < lead.head.number:
        raise lead.head.wrong("the sapo is read first, but stands below other words", "move it up")
    return Script(
        title=title,
        lead=_joined(lead.lines) if lead else "",
        credits=tuple(map(_credit, credits.lines)) if credits else (),
        segments=segments,
        source=_joined(origin.lines) if origin else source,
    )


def is_script(lines: Iterable[str]) -> bool:
    """Whether ``lines`` are of this form, whatever their file is called: a heading says who is heard."""
    told = [bare for line in lines if (bare := line.strip())]
    if not told or not told[0].startswith(("#", "<!")):
        return False
    labels = (re.split("[:|]", line[2:])[0] for line in told if re.match("##[^#]", line))
    return any((called(label.strip()) or ("",))[0] in KINDS for label in labels)


def _lines(text: str, source: str) -> Iterator[_Line]:
    """The lines that say something, without remarks."""
    remark: _Line | None = None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, printed in enumerate(text.split("\n"), 1):
        line = _Line(source, number, folded(printed))
        rest = line.raw
        if remark is None and (opens := _OPENS.match(rest)):
            remark, rest = line, rest[opens.end() :]
        if remark is None:
            if meaning(rest, f"<!|{_CLOSE}"):
                raise line.wrong("a remark opens or ends among words", "give the remark lines of its own")
            if rest:
                yield line
            continue
        close = _CLOSES.search(rest)
        inner, behind = (rest[: close.start()], rest[close.end() :]) if close else (rest, "")
        if meaning(inner, "<!"):
            raise remark.wrong("a remark is not closed before the next one", f"write {_CLOSE} at its end")
        if behind:
            raise line.wrong("words stand behind a remark", "give them a line of their own")
        remark = None if close else remark
    if remark is not None:
        raise remark.wrong("a remark is opened and never closed", f"write {_CLOSE} at its end")


def _outline(lines: Iterable[_Line]) -> tuple[str, list[_Section]]:
    """The title, and the sections with their lines."""
    titles: list[str] = []
    sections: list[_Section] = []
    for line in lines:
        words = line.raw.lstrip("#")
        head = replace(line, raw=words.strip())
        match len(line.raw) - len(words):
            case 0 if sections:
                sections[-1].lines.append(line)
            case 0:
                remedy = "write ## PTV or another heading above them; save an article, no script yet, as .txt"
                raise line.wrong("words stand under no heading", remedy)
            case 1 if not titles and not sections:
                titles.append(unescaped(head.raw))
            case 2:
                sections.append(_section(head))
            case _:
                problem = "one # is for the title, on top, and ## for a heading"
                raise line.wrong(problem, "write ##, or \\# for a sign that belongs to the words")
    return "".join(titles), sections


def _section(head: _Line) -> _Section:
    """The section that a heading opens."""
    if head.raw.startswith(BRACKETS):
        return _Section(head, Cue.kind, fields=tuple(parted(head.raw, "|")))
    sign = meaning(head.raw, "[:|]")
    label, behind = (head.raw[: sign.start()], head.raw[sign.end() :]) if sign else (head.raw, "")
    known = called(label.strip())
    if known is None:
        offer = ", ".join(f"## {name}" for name in LABELS.values())
        remedy = f"begin it with one of {offer}; a cue stands in brackets: ## (Nhạc cắt)"
        raise head.wrong(f"no heading is called “{label.strip():.{_SHOWN}}”", remedy)
    part, presenter = known
    if sign is None or not behind:
        return _Section(head, part, presenter)
    if sign[0] == ":" and part not in (Interview.kind, Cue.kind):
        return _Section(head, part, presenter, lines=[replace(head, raw=behind.strip())])
    return _Section(head, part, presenter, tuple(parted(behind, "|")))


def _only(part: str, sections: Sequence[_Section]) -> _Section | None:
    """The section of that part, None if there is none; it names nobody and is the only one."""
    found = [s for s in sections if s.part == part]
    for again in found[1:]:
        raise again.head.wrong(f"there is a second ## {LABELS[part]}", "bring them together under one")
    for section in found:
        _speaks(section)
        if section.fields:
            raise section.head.wrong("this heading has no bars", "write its words on the lines below")
    return found[0] if found else None


def _segments(section: _Section) -> Iterator[Segment]:
    """What a section says: narration a segment a line, anything else one segment."""
    head, part = section.head, section.part
    if part == Cue.kind:
        yield _cue(section)
    elif part in KINDS:
        _speaks(section)
        who, noted = _parted_take(head, section.fields) if part == Interview.kind else (section.fields, "")
        speaker = _speaker(head, who)
        if part == Narration.kind:
            for line in section.lines:
                yield Narration(_words(line.raw), line.number, _RULE, speaker, section.presenter)
        else:
            extra = {"take": noted} if noted else {}
            yield KINDS[part](_joined(section.lines), section.lines[0].number, _RULE, speaker, **extra)


def _cue(section: _Section) -> Cue:
    words, *fields = section.fields or ("",)
    who, noted = _parted_take(section.head, fields)
    if not words:
        raise section.head.wrong("the cue says nothing", "write it as ## (Nhạc cắt)")
    if section.lines:
        problem = "words stand under a cue, where nobody reads them"
        raise section.lines[0].wrong(problem, "write a heading such as ## PTV above them")
    return Cue(_words(words), section.head.number, _RULE, _speaker(section.head, who), noted)


def _parted_take(head: _Line, fields: Sequence[str]) -> tuple[Sequence[str], str]:
    """A heading's fields without the last one if that notes a recording, and what it notes."""
    noted = take_noted(fields[-1]) if fields else None
    if noted is None:
        return fields, ""
    try:
        take.note(noted)
    except ValueError as error:
        raise head.wrong(str(error).partition("; ")[0], str(error).partition("; ")[2]) from error
    return fields[:-1], noted


def _speaks(section: _Section) -> None:
    """Raise ArticleError for a heading with nothing below it."""
    if not section.lines:
        remedy = f"write the words there, or {NO_WORDS}, or take the heading away"
        raise section.head.wrong("nothing stands below this heading", remedy)


def _speaker(head: _Line, fields: Sequence[str]) -> Speaker | None:
    name, role, *more = (*fields, "", "")
    if any(more):
        raise head.wrong("too many bars", "write name | role, and \\| for a bar that belongs to the words")
    if not name and not role:
        return None
    if not name:
        raise head.wrong("a role without a name", f"write {NOBODY} | role if the name is not known")
    if meaning(name, f"[{SENTENCE_SIGNS}]"):
        remedy = "write name | role, and what is said on the lines below"
        raise head.wrong(f"“{name:.{_SHOWN}}” is more than a name", remedy)
    return Speaker("" if name == NOBODY else unescaped(name), unescaped(role))


def _credit(line: _Line) -> Credit:
    entry, *printed = parted(_BULLET.sub("", line.raw), "|")
    colon = meaning(entry, ":")
    role, name = (entry[: colon.start()], entry[colon.end() :]) if colon else ("", entry)
    if len(printed) > 1:
        raise line.wrong("too many bars", "write role: name | the line as printed")
    if not name.strip():
        raise line.wrong("the credit names nobody", "write role: name, or take the line away")
    role, name = unescaped(role.strip()), unescaped(name.strip())
    usual = f"{role}: {name}" if role else name
    return Credit(role, name, unescaped(printed[0]) if printed else usual)


def _joined(lines: Sequence[_Line]) -> str:
    return " ".join(words for line in lines if (words := _words(line.raw)))


def _words(raw: str) -> str:
    return "" if raw == NO_WORDS else unescaped(raw)
