"""From what a producer gives to a `Script`: an article is read and segmented, a script is taken as it is.

The one door for the command line and for unattended runs.
"""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from radio.article import Article
from radio.errors import ArticleError
from radio.markdown import folded, from_markdown, is_script
from radio.read import bytes_of, damage, read
from radio.script import Script, from_json
from radio.segment import segment
from radio.sidecar import SCHEMA

_AS_WRITTEN = "give one that radio script wrote with --format json"


def understand(source: str | Path, *, allow_private: bool = False) -> Script:
    """The script of an article, or of a script's own file: ``.md`` as `radio.markdown` has it, or ``.json``.

    A script that an editor saved as a text or a document of its own is a script all the same.
    allow_private: whether an article's address may lead to a private or loopback host. A script's digest is
    that of the file given; its source is what the file names as such, else the file.
    Raises ArticleError for what cannot be read or understood.
    """
    reader = _FORMS.get(Path(source).suffix.lower())
    if reader is None or is_address(source):
        article = read(source, allow_private=allow_private)
        texts = [p.text for p in article.paragraphs]
        _refuse_a_sheet(texts, source)
        if is_address(source) or not is_script(texts):
            return segment(article)
        return _checked(from_markdown(_by_line(article), str(source)), source, article.sha256)
    data = bytes_of(source, "script")
    script = reader(_text(data, source), str(source))
    return _checked(script, source, hashlib.sha256(data).hexdigest())


def _refuse_a_sheet(texts: list[str], source: str | Path) -> None:
    """Raise ArticleError for what was printed for a presenter: in and out cues, times, words twice."""
    if not str(source).lower().endswith((".docx", ".odt")):
        return
    from radio.presenter import is_sheet  # noqa: PLC0415 - most articles are no documents

    if is_sheet(texts):
        remedy = "correct the script as .md (radio script ARTICLE -o story.md) and give that"
        raise ArticleError(source, "is a script printed for a presenter", remedy)


def _by_line(article: Article) -> str:
    """The paragraphs on the lines that they stand on in their file."""
    lines = [""] * article.paragraphs[-1].line
    for each in article.paragraphs:
        lines[each.line - 1] = each.text
    return "\n".join(lines)


def _checked(script: Script, source: str | Path, sha256: str) -> Script:
    """``script`` with its source and digest. Raises ArticleError where there is nothing in it."""
    if not (script.title or script.lead or script.segments):
        raise ArticleError(source, "has nothing in it to say", "check that the script was saved into it")
    return replace(script, source=script.source or str(source), sha256=sha256)


def is_address(source: str | Path) -> bool:
    """Whether ``source`` is the address of a page rather than a file's name."""
    return str(source).lower().startswith(("http://", "https://"))


def _text(data: bytes, source: str | Path) -> str:
    """The characters of an editor's file: UTF-8, or UTF-16 with its mark."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ArticleError(f"{source}, line {line}", "is not UTF-8 text", "save the file as UTF-8") from error
    if damaged := damage(text):
        raise ArticleError(source, damaged[0], "write the script anew, and save it as UTF-8")
    return text


def _from_json_text(text: str, source: str) -> Script:
    """The script in a JSON text. Raises ArticleError for any other JSON, and for what is none."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        remedy = "mend that line, or write the script anew"
        raise ArticleError(f"{source}, line {error.lineno}", f"is not JSON: {error.msg}", remedy) from error
    except (ValueError, RecursionError) as error:  # endless digits, endless depth
        raise ArticleError(source, "is not JSON that a script could be", _AS_WRITTEN) from error
    if not isinstance(value, dict) or "segments" not in value:
        raise ArticleError(source, "holds no script", _AS_WRITTEN)
    if value.get("schema") == SCHEMA:
        raise ArticleError(source, "is an episode's sidecar, no script", "give the article, or its script")
    try:
        script: Script = _tidied(from_json(value))
    except (LookupError, TypeError, AttributeError) as error:
        problem = f"is not a script as radio writes it ({type(error).__name__}: {error})"
        raise ArticleError(source, problem, _AS_WRITTEN) from error
    return script


def _tidied(value: Any) -> Any:
    """A noun with all its texts folded. Raises TypeError for a field that is not of its declared type."""
    if isinstance(value, tuple):
        return tuple(map(_tidied, value))
    if is_dataclass(value) and not isinstance(value, type):
        told = {f.name: (f.type, getattr(value, f.name)) for f in fields(value)}
        for name, (declared, inner) in told.items():
            if not isinstance(inner, _PLAIN.get(str(declared), object)):
                raise TypeError(f"{name} is a {type(inner).__name__}")
        return replace(value, **{name: _tidied(inner) for name, (_, inner) in told.items()})
    return folded(value) if isinstance(value, str) else value


_PLAIN: dict[str, type] = {"str": str, "int": int}  # as annotated
_FORMS: dict[str, Callable[[str, str], Script]] = {
    ".md": from_markdown,
    ".markdown": from_markdown,
    ".json": _from_json_text,
}
