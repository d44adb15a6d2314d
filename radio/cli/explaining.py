"""What ``radio script --explain`` prints: why the script is as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from radio.cli.printing import table
from radio.script import Narration, Script, Segment
from radio.shortening import shorten

_WORDS = 60  # characters of a text that are shown: enough to find it


def explained(script: Script) -> str:
    """Each segment with its line and rule; what is not read, and why; what to look at first."""
    dropped = [(str(d.line), d.reason, shorten(d.text, _WORDS)) for d in script.dropped]
    doubts = [(str(d.line), d.rule, d.message) for d in script.doubts]
    return "\n\n".join(
        [
            _listing("Heard", ("line", "kind", "rule", "who", "words"), list(_heard(script))),
            _listing("Not read", ("line", "reason", "words"), dropped),
            _listing("To be looked at first", ("line", "rule", "doubt"), doubts),
        ]
    )


def _listing(name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return f"{name}\n\n{table([head, *rows])}" if rows else f"{name}: nothing"


def _heard(script: Script) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of what is told, the byline at the end."""
    if script.title:
        yield "", "title", "", "", shorten(script.title, _WORDS)
    if script.lead:
        yield "", "lead", "", "", shorten(script.lead, _WORDS)
    for s in script.segments:
        yield str(s.line or ""), s.kind, s.rule, _who(s), shorten(s.text, _WORDS)
    for credit in script.credits:
        yield "", "credit", "", credit.name, shorten(credit.printed, _WORDS)


def _who(segment: Segment) -> str:
    if segment.speaker is not None:
        return segment.speaker.name or "?"
    return segment.presenter if isinstance(segment, Narration) else ""
