"""Lexicon: a station's own readings, which override everything.

``lexicon.tsv`` beside ``station.toml``: ``written<TAB>spoken[<TAB>context]`` a line, ``#`` at a line's start
for a comment. The context's grammar is that of `radio.speech.context`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from radio.errors import ConfigError
from radio.speech.context import parse as parse_context
from radio.speech.terms import Index, Term


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Written forms and how a station says them."""

    terms: tuple[Term, ...] = ()  # in the file's order; an earlier row of one written form is tried first
    index: Index = field(init=False, repr=False, compare=False)  # the same, by first word

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", Index(self.terms))


def parse(text: str, source: str) -> Lexicon:
    """The lexicon that ``text`` holds.

    source: the file's name, for messages. Raises ConfigError, naming file and line.
    """
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    terms = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip() and not line.startswith("#"):
            terms.append(_term(line.rstrip("\r"), source, number))
    return Lexicon(tuple(terms))


def _term(line: str, source: str, number: int) -> Term:
    subject = f"{source}, line {number}"
    columns = [column.strip() for column in line.split("\t")]
    if not 2 <= len(columns) <= 3 or not columns[0] or not columns[1]:
        raise ConfigError(
            subject,
            f"is not a row of the lexicon: {line.strip()!r}",
            "write it as written<TAB>spoken[<TAB>context]",
        )
    written, spoken, context = (*columns, "")[:3]
    if any(char.isnumeric() for char in spoken):
        raise ConfigError(
            subject,
            f"{spoken!r} holds a digit, which a voice cannot be trusted with",
            "spell it out in words",
        )
    if context:
        try:
            parse_context(context)
        except ValueError as error:
            raise ConfigError(
                subject,
                f"the context {error.args[0]!r} has not one place mark",
                "put one _ between what stands before and after",
            ) from error
    return Term(written, spoken, context, "lexicon", f"{source}:{written}")
