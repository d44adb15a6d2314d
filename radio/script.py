"""Script: what will be heard, in order, in the *written* words; never respelled for a voice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from radio.article import Dropped

CUE_WORDS = 6  # of an in cue or out cue: enough to know a recording by


@dataclass(frozen=True, slots=True)
class Credit:
    """A byline's entry: one person, or one source."""

    role: str  # as printed, without the colon: "BT", "Tin, ảnh"; "" for a name alone
    name: str  # "Nguyễn Thu"; never with the station after it
    printed: str = ""  # the whole printed line, verbatim: "BT: Nguyễn Thu"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is heard in a recording."""

    name: str  # full name without honorific, or the printed form of an unnamed one: "H.", "nhiều người dân"
    role: str = ""  # as printed at first mention: "Phó Bí thư Đảng ủy – Chủ tịch UBND xã Mỹ Đông"


@dataclass(frozen=True, slots=True)
class Segment:
    """What all segments share; use one of the four kinds below."""

    kind: ClassVar[str] = ""
    text: str  # written words, NFC, one line; paragraphs of one statement are joined by a blank
    line: int = 0  # line of the source it starts at, from 1; 0 if unknown
    rule: str = ""  # short name of the rule that made it, for --explain
    speaker: Speaker | None = None  # who speaks, where that is not the presenter


@dataclass(frozen=True, slots=True)
class Narration(Segment):
    """Read by the presenter."""

    kind: ClassVar[str] = "narration"
    presenter: str = ""  # a script's own label, "PTV nữ", "MC 1"; "" if it has none


@dataclass(frozen=True, slots=True)
class Interview(Segment):
    """One statement by one speaker: a recording, or read by another voice. Outer quotation marks are off."""

    kind: ClassVar[str] = "interview"
    take: str = ""  # its recording as a producer notes it, `radio.take`: "phu.m4a@12.4-31.0"; "" for none


@dataclass(frozen=True, slots=True)
class Question(Segment):
    """Asked by the reporter in a question-and-answer piece."""

    kind: ClassVar[str] = "question"


@dataclass(frozen=True, slots=True)
class Cue(Segment):
    """An instruction that is not read aloud: music, sting, ambience, tape."""

    kind: ClassVar[str] = "cue"
    take: str = ""  # of a tape, like a statement's


def cues(text: str) -> tuple[str, str]:
    """In cue and out cue of a recording: the first and the last words of what is said in it."""
    words = text.split()
    return " ".join(words[:CUE_WORDS]), " ".join(words[-CUE_WORDS:])


def byline_of(credits: Iterable[Credit]) -> str:
    """The printed lines of ``credits`` as one, verbatim, each once."""
    return " - ".join(dict.fromkeys(c.printed or c.name for c in credits))


KINDS: dict[str, type[Segment]] = {cls.kind: cls for cls in (Narration, Interview, Question, Cue)}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A decision that a producer should look at first."""

    line: int  # line of the source, from 1
    message: str  # what is doubtful, in one clause
    rule: str = ""  # the rule that decided


@dataclass(frozen=True, slots=True)
class Script:
    """A story to be heard."""

    title: str  # as printed, blanks folded; "" if there is none
    lead: str  # the sapo, read first by the presenter; "" if there is none
    credits: tuple[Credit, ...]  # one entry a person, in printed order
    segments: tuple[Segment, ...]  # in the order of hearing
    source: str = ""  # path or address of the article
    sha256: str = ""  # hex digest of the article's bytes
    dropped: tuple[Dropped, ...] = ()  # what is not to be heard, and why
    doubts: tuple[Doubt, ...] = ()  # where to look first

    @property
    def byline(self) -> str:
        """The credits' printed lines as one, verbatim: ``BT: Nguyễn Thu``; "" if there is none."""
        return byline_of(self.credits)

    @property
    def interviews(self) -> tuple[Interview, ...]:
        """The statements to be heard, in order; a clip's number counts these, from 1."""
        return tuple(s for s in self.segments if isinstance(s, Interview))


def to_json(script: Script) -> dict[str, Any]:
    """The script as JSON values; `from_json` gives an equal script back."""
    return {
        "title": script.title,
        "lead": script.lead or None,
        "credits": [
            {"role": c.role or None, "name": c.name, "printed": c.printed or None} for c in script.credits
        ],
        "segments": [_segment_to_json(s) for s in script.segments],
        "warnings": [asdict(d) for d in script.doubts],
        "dropped": [asdict(d) for d in script.dropped],
        "source": script.source,
        "sha256": script.sha256,
    }


def _segment_to_json(segment: Segment) -> dict[str, Any]:
    speaker = segment.speaker
    value: dict[str, Any] = {
        "kind": segment.kind,
        "text": segment.text,
        "speaker": None if speaker is None else {"name": speaker.name, "role": speaker.role or None},
        "line": segment.line,
        "rule": segment.rule,
    }
    if isinstance(segment, Narration) and segment.presenter:
        value["presenter"] = segment.presenter
    if isinstance(segment, Interview | Cue) and segment.take:
        value["take"] = segment.take
    return value


def from_json(value: dict[str, Any]) -> Script:
    """A script from what `to_json` wrote. Raises KeyError or TypeError on anything else."""
    segments = []
    for item in value["segments"]:
        who = item["speaker"]
        extra = {name: item[name] for name in ("presenter", "take") if item.get(name)}
        segments.append(
            KINDS[item["kind"]](
                text=item["text"],
                line=item.get("line", 0),
                rule=item.get("rule", ""),
                speaker=None if who is None else Speaker(who["name"], who.get("role") or ""),
                **extra,
            )
        )
    return Script(
        title=value["title"],
        lead=value.get("lead") or "",
        credits=tuple(
            Credit(c.get("role") or "", c["name"], c.get("printed") or "") for c in value["credits"]
        ),
        segments=tuple(segments),
        source=value.get("source", ""),
        sha256=value.get("sha256", ""),
        dropped=tuple(Dropped(**d) for d in value.get("dropped", ())),
        doubts=tuple(Doubt(**d) for d in value.get("warnings", ())),
    )
