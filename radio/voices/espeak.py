"""espeak: the embedded voice. Offline, three Vietnamese accents, many characters, word times."""

from __future__ import annotations

import string
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from radio.audio.clip import Clip, Word, duration_ms, from_pcm
from radio.errors import VoiceError
from radio.voices.espeak_apart import LETTERS, Breakdown, plain, speak_apart
from radio.voices.espeak_library import NORMAL_WPM, Manner, Mark, Said, library
from radio.voices.voice import ACCENTS, VoiceOptions, check_extra, clean, named, sayable

_ACCENTS = {"north": "vi", "central": "vi-vn-x-central", "south": "vi-vn-x-south"}
_REWRITE = "write the sentence another way"
_SHORTEST_MS = 20  # a single letter takes about 200

# espeak-ng 1.52 ends the process at some marks: a grave accent alone, a hyphen between a bracket and a
# letter, a hyphen behind a combining mark, vowels of the Indian scripts; and it swallows a letter with a
# combining mark that NFC leaves on it. It is given nothing of the kind: only letters of these scripts,
# digits, symbols, and the marks below in their places.
_SCRIPTS = frozenset(("LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL"))
_PAUSES = {c: c for c in ".,;:?!"} | dict.fromkeys("–—()[]", ",") | {"…": "."}
_MARKS = frozenset(_PAUSES.values())
_SIGNS = frozenset("%‰&@#*")  # punctuation to Unicode, but read out
_LETTER_JOINS = frozenset("-'’")  # heard as nothing, or as a break within a word: K'Brêu
_DIGIT_JOINS = frozenset(".,:")  # 4.0, 10:30


_SIMPLE = LETTERS | frozenset(string.digits)  # of which all are spoken, and a word holds any


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text in the form that the library can take."""

    tokens: tuple[str, ...]  # the text's words as given
    sent: str  # what the library gets
    starts: tuple[int, ...]  # where in `sent` each token's share begins
    left_out: str  # letters of scripts that it cannot read


class Espeak:
    """espeak-ng, in process; about 600 times as fast as it speaks, and the same each time."""

    engine = "espeak"
    online = False
    handles = frozenset({"rate", "pitch"})
    accents = ACCENTS

    def __init__(self, options: VoiceOptions) -> None:
        check_extra(self.engine, options.extra, ())
        if options.language != "vi":
            raise VoiceError(f"espeak voice {options.language!r}", "is unknown", 'choose the language "vi"')
        base = _ACCENTS[options.accent]
        variant = options.variant.removeprefix("+")
        voice = f"{base}+{variant}" if variant else base
        self._manner = Manner(voice, round(NORMAL_WPM * options.rate), options.pitch)
        self._library = library()
        self._library.check(self._manner)
        self.name = f"espeak {voice}"
        self.version = self._library.version
        self.settings = f"{voice} wpm={self._manner.rate_wpm} pitch={options.pitch}"

    @staticmethod
    def about() -> str:
        """One line for people. Raises VoiceError if the library does not load."""
        accents = ", ".join(ACCENTS)
        return f"built in, offline; accents {accents}; characters as espeak:f3; espeak-ng {library().version}"

    def speak(self, text: str) -> Clip:
        """The sound of ``text`` at 22,050 Hz, with the times of its words."""
        return self.speak_all([text])[0]

    def speak_all(self, texts: Sequence[str]) -> list[Clip]:
        """The sound of each of ``texts``, sentences of one passage, spoken one after the other.

        The same for the same passage, whatever was said before.
        """
        passage = [prepare(clean(text)) for text in texts]
        trusted = [p.sent for p in passage if sayable(p.sent) and plain(p.sent)]
        said = iter(self._library.speak_all(trusted, self._manner) if trusted else ())
        return [self._clip(p, said) for p in passage]

    def _clip(self, prepared: Prepared, said: Iterator[Said]) -> Clip:
        """said: what the library has said, from this sentence on, to those that it is trusted with."""
        text = " ".join(prepared.tokens)
        if not sayable(prepared.sent):
            if prepared.left_out:
                problem = f"cannot speak the letters “{prepared.left_out}”, all that is in {named(text)}"
                raise VoiceError(self.name, problem, "write it with Latin letters")
            return from_pcm(b"", self._library.rate)
        try:
            pcm, marks = next(said) if plain(prepared.sent) else speak_apart(prepared.sent, self._manner)
        except Breakdown as error:
            raise VoiceError(self.name, f"breaks down at {named(text)}", _REWRITE) from error
        if len(pcm) < 2 * self._library.rate * _SHORTEST_MS // 1000:
            raise VoiceError(self.name, f"gives no sound for {named(text)}", _REWRITE)
        clip = from_pcm(pcm, self._library.rate)
        return Clip(clip.sound, words(prepared, [*marks, Mark(None, duration_ms(clip))]))

    def unspoken(self, text: str) -> str:
        """The letters of ``text`` that are left out."""
        return prepare(clean(text)).left_out


def prepare(text: str) -> Prepared:
    """``text``, cleaned, as the library can take it: words, each with at most one mark behind it."""
    tokens = tuple(text.split())
    sent: list[str] = []
    starts: list[int] = []
    left_out: list[str] = []
    for token in tokens:
        gap = bool(sent)
        starts.append(len(sent) + gap)
        if _SIMPLE.issuperset(token):
            sent += [" ", *token] if gap else token
            continue
        letters = "".join(c for c in token if not unicodedata.category(c).startswith("M"))
        for before, char, after in zip(" " + letters, letters, letters[1:] + " ", strict=False):
            if _spoken(char) or _joins(char, before, after):
                gap = gap or (bool(sent) and _parts(before, char))
                sent += [" ", char] if gap else [char]
                gap = False
            else:
                if char.isalpha():
                    left_out.append(char)
                if char in _PAUSES and sent and sent[-1] not in _MARKS:
                    sent.append(_PAUSES[char])
                gap = bool(sent)
    return Prepared(tokens, "".join(sent), tuple(starts), "".join(left_out))


def _spoken(char: str) -> bool:
    """Whether ``char`` is read out."""
    kind = unicodedata.category(char)[0]
    if kind == "L":
        return _script(char) in _SCRIPTS
    return kind == "N" or char in _SIGNS or (kind == "S" and char != "`")


def _script(letter: str) -> str:
    """The first word of its Unicode name: LATIN, CYRILLIC, CJK."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _parts(before: str, char: str) -> bool:
    """Whether a new word begins with ``char``: the library swallows a word of two scripts, and "²²"."""
    if before.isalpha() and char.isalpha():
        return _script(before) != _script(char)
    return unicodedata.category(char) in ("No", "Nl")


def _joins(char: str, before: str, after: str) -> bool:
    if char in _LETTER_JOINS:
        return before.isalpha() and after.isalpha()
    return char in _DIGIT_JOINS and before.isdecimal() and after.isdecimal()


def words(prepared: Prepared, marks: Sequence[Mark]) -> tuple[Word, ...]:
    """The words with their times; joined by blanks, their texts are the text.

    marks: in order of time, the last of them no word's. Tokens that the library says in one go, such as
    "Ánh –", are one Word.
    """
    spans: list[tuple[int, int, int]] = []  # first token, start and end in ms
    open_from: tuple[int, int] | None = None  # first token, start in ms
    for mark in marks:
        token = None if mark.position is None else bisect_right(prepared.starts, mark.position) - 1
        last = open_from[0] if open_from else spans[-1][0] if spans else -1
        if token is not None and token <= last:
            continue  # the second part of one token, or a number taken apart
        if open_from:
            spans.append((*open_from, mark.at_ms))
        open_from = None if token is None else (token, mark.at_ms)
    # A word reaches to the next one's first token, and the first word back to the beginning.
    cuts = [0, *(first for first, _, _ in spans[1:]), len(prepared.tokens)]
    return tuple(
        Word(" ".join(prepared.tokens[begin:end]), start_ms, end_ms)
        for (begin, end), (_, start_ms, end_ms) in zip(pairwise(cuts), spans, strict=False)
    )
