"""``radio script``."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import typer

from radio.cli.explaining import explained
from radio.cli.printing import note
from radio.errors import OutputError
from radio.files import write_text
from radio.markdown import to_markdown
from radio.script import Script, to_json
from radio.understand import understand


def script(
    article: str,
    *,
    out: Path | None,
    form: str | None,
    explain: bool,
    station: Path | None,
    allow_private: bool,
) -> None:
    """Print the script of ``article``, or write it to ``out``; doubts go to stderr, or are explained."""
    if explain and form and not out:
        raise typer.BadParameter("--explain has a form of its own; --format json tells the same to programs")
    form = form or (form_of(out) if out else "text")
    if form == WORD and not out:
        raise typer.BadParameter("a Word document goes into a file: add -o FILE.docx")
    made = understand(article, allow_private=allow_private)
    if out is not None:
        _refuse_the_article(out, article)
        save(made, out, form, station)
    elif not explain:
        typer.echo(FORMS[form](made), nl=False)
    if explain:
        typer.echo(explained(made))
    else:
        tell_doubts(made)


def form_of(out: Path) -> str:
    """The form that a file's ending asks for. Raises OutputError for an ending that none has."""
    form = _ENDINGS.get(out.suffix.lower())
    if form is None:
        raise OutputError(out, "is not a name for a script", f"end it in {' or '.join(_ENDINGS)}")
    return form


def _refuse_the_article(out: Path, article: str) -> None:
    if out.exists() and Path(article).exists() and out.samefile(article):
        raise OutputError(out, "is the article itself", "choose another name with -o")


def save(script: Script, out: Path, form: str, station: Path | None) -> None:
    """Write the script to ``out``, whole or not at all. Raises OutputError."""
    if form == WORD:
        _print_for_presenter(script, out, station)
    else:
        # The article's file name, which the script tells, may hold what is no character.
        write_text(out, FORMS[form](script).encode("utf-8", "backslashreplace").decode("utf-8"))


def _print_for_presenter(script: Script, out: Path, station: Path | None) -> None:
    from radio import presenter, settings  # noqa: PLC0415 - other forms need neither

    today = datetime.now().astimezone().date()
    presenter.write(script, out, settings.load(station).station, today)


def tell_doubts(script: Script) -> None:
    """Where a producer should look first, on stderr."""
    for doubt in script.doubts:
        note(f"{script.source}, line {doubt.line}: {doubt.message}")


def as_json(script: Script) -> str:
    """The script for programs."""
    return json.dumps(to_json(script), ensure_ascii=False, indent=2) + "\n"


def as_text(script: Script) -> str:
    """The script for people: who says what, in order."""
    blocks = [script.title, script.lead]
    for piece in script.segments:
        label = f"[{piece.kind}]"
        if piece.speaker is not None:
            role = f", {piece.speaker.role}" if piece.speaker.role else ""
            label = f"[{piece.kind}: {piece.speaker.name}{role}]"
        blocks.append(f"{label}\n{piece.text}")
    blocks.append(script.byline)
    return "\n\n".join(block for block in blocks if block) + "\n"


FORMS: dict[str, Callable[[Script], str]] = {"text": as_text, "json": as_json, "markdown": to_markdown}
WORD = "docx"  # not a text: for the presenter's paper
_ENDINGS = {".md": "markdown", ".docx": WORD, ".json": "json", ".txt": "text"}
