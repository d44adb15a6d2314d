"""``radio normalize``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from radio import settings
from radio.cli.printing import note, table
from radio.composing import composed
from radio.errors import ArticleError
from radio.speech import Spoken, normalize


def spoken_forms(text: str | None, *, station: Path | None, explain: bool) -> None:
    """Print spoken forms: of ``text``, or of each line of standard input, a line for a line.

    explain: print instead what was rewritten in each line, and which class, rule and table row did it.
    """
    found = settings.load(station)
    unknown: dict[str, None] = {}
    for line in [text] if text is not None else _stdin_lines():
        spoken = normalize(line, found.reading, found.lexicon)
        # One line out for a line in, whatever stood in it.
        told = " ".join(spoken.text.splitlines()) if len(spoken.text.splitlines()) > 1 else spoken.text
        typer.echo(_explained(told, spoken) if explain else told)
        unknown |= dict.fromkeys(spoken.unknown)
    if explain and unknown:
        note(unknown_words(unknown))


def unknown_words(words: Iterable[str]) -> str:
    """The remark on words that no table knows."""
    told = ", ".join(words)
    return f"no table knows these; listen to how they are said, or put them into lexicon.tsv: {told}"


def _explained(told: str, spoken: Spoken) -> str:
    rows = [("written", "spoken", "class", "rule", "row")]
    rows += [(_shown(s.written), _shown(s.spoken), s.kind, s.rule, s.row or "-") for s in spoken.spans]
    return f"{told}\n{table(rows)}\n" if spoken.spans else f"{told}\n(nothing to rewrite)\n"


def _shown(text: str) -> str:
    return " ".join(text.split()) or "(nothing)"


def _stdin_lines() -> Iterator[str]:
    # Line feeds alone part lines: text may hold other separators that Python would split at.
    for number, raw in enumerate(sys.stdin.buffer, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            problem = f"line {number} is not UTF-8 text"
            raise ArticleError("standard input", problem, "convert it to UTF-8 first") from error
        yield composed(line.removesuffix("\n").removesuffix("\r"))
