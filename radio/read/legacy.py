"""Texts typed for the fonts of before Unicode, and whether a text is Vietnamese at all.

TCVN3 (ABC, fonts ``.VnTime``) and VNI (``VNI-Times``) put Vietnamese letters where other fonts have those of
Latin-1, so that copied text reads "Céng hßa x· héi" or "Coäng hoøa xaõ hoäi". `data/tcvn3.tsv` and
`data/vni.tsv` are the letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from radio.composing import bounded

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))

# A Vietnamese syllable without its tone: onset, vowels, coda.
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    r"(?:uyê|uôi|ươi|ươu|iêu|yêu|oai|oay|oao|oeo|uây|uyu|uya|iê|yê|uô|ươ|oa|oă|oe|uâ|uê|uy|uơ|ia|ya|ua|ưa"
    r"|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
    r"(?:ch|nh|ng|[cmnpt])?"
)
_BEYOND = re.compile("[^\0-\x7f]")
_BEFORE = 60  # characters before a letter, in which its word begins
_SAMPLE = 10_000  # characters: enough to know a text by
_ENOUGH = 150  # words


def vietnamese(text: str) -> float:
    """Share of well-formed Vietnamese syllables among ``text``'s words that have a letter beyond ASCII.

    1.0 where there is no such word: nothing speaks against the reading. Looks at a sample from the beginning.
    """
    words = beyond_ascii(text)
    return sum(map(_is_syllable, words)) / len(words) if words else 1.0


def beyond_ascii(text: str) -> list[str]:
    """The words in a sample of ``text``, from the first on, that have a letter beyond ASCII."""
    first = _BEYOND.search(text)  # a page's programs may fill the sample otherwise
    if first is None:
        return []
    start = max(first.start() - _BEFORE, 0)
    words = [w for w in _APART.split(text[start : start + _SAMPLE]) if not w.isascii()]
    words = [bare for w in words[:_ENOUGH] if not (bare := w.strip(_EDGES)).isascii()]
    return [w for w in words if any(map(str.isalpha, w))]


_APART = re.compile(r"[\s<>/=\"]+")  # a page's tags stand close to its words
_EDGES = ".,;:!?()[]{}<>/\\|-–—…\"'“”‘’«»„‟*•·%&@#+=~_`^$0123456789"


def _is_syllable(word: str) -> bool:
    bare = unicodedata.normalize("NFD", bounded(word.lower())).translate(_TONES)
    return _SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)) is not None


def from_tcvn3(text: str) -> str:
    """``text`` as its writer saw it in a TCVN3 font: ``Céng hßa`` → ``Cộng hòa``.

    Its ư is Latin-1's soft hyphen, which some programs make a hyphen: ``n-íc`` → ``nước``.
    """
    return _HYPHEN.sub(r"\1ư", _convert(text, "tcvn3.tsv"))


_HYPHEN = re.compile(
    r"(?<!\w)((?:ngh|ng|nh|kh|ph|th|tr|ch|gi|[bcdđghklmnrstvx])?)-(?:(?=[ơờớởỡợ])|(?<=\w-)(?=(?:ng|[aiu])?(?!\w)))",
    re.IGNORECASE,
)  # where it stands for ư: behind an onset, before what may follow


def from_vni(text: str) -> str:
    """``text`` as its writer saw it in a VNI font: ``Coäng hoøa`` → ``Cộng hòa``."""
    return _convert(text, "vni.tsv")


def _convert(text: str, name: str) -> str:
    pattern, letters = _letters(name)
    return pattern.sub(lambda found: letters[found[0]], text)


@cache
def _letters(name: str) -> tuple[re.Pattern[str], dict[str, str]]:
    table = (files("radio.read") / "data" / name).read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    letters = {row[0]: row[1] for row in rows}
    longest_first = sorted(letters, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), letters
