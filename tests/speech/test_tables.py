"""The tables that ship with the house."""

from __future__ import annotations

from collections import Counter

import pytest

from radio.speech import context, normalize
from radio.speech.letters import is_syllable
from radio.speech.terms import rows

TERMS = ("abbreviations.tsv", "foreign.tsv", "symbols.tsv")
UNITS = ("units.tsv", "suffixes.tsv")


@pytest.mark.parametrize("name", TERMS)
def test_rows_are_whole(name: str) -> None:
    for row in rows(name):
        assert 3 <= len(row) <= 5, row
        assert row[0].strip(), row
        if row[3:4] > ("",):
            context.parse(row[3])


@pytest.mark.parametrize("name", TERMS)
def test_no_row_hides_another(name: str) -> None:
    """One row for a form and context, and the one without a context comes last."""
    seen = Counter((row[0], row[3] if len(row) > 3 else "") for row in rows(name))
    assert [key for key, count in seen.items() if count > 1] == []
    without: set[str] = set()
    for row in rows(name):
        assert row[0] not in without, f"{row[0]} has a row after the one that always holds"
        if not row[3:4] or not row[3]:
            without.add(row[0])


def test_abbreviations_cover_local_news() -> None:
    abbreviations = rows("abbreviations.tsv")
    assert len({row[0] for row in abbreviations}) >= 600
    domains = Counter(row[2] for row in abbreviations)
    for domain in (
        "government", "party", "health", "school", "farming", "police", "army", "media", "company",
        "finance", "environment", "justice", "mass",
    ):  # fmt: skip
        assert domains[domain] >= 10, domain


@pytest.mark.parametrize("name", [*TERMS, *UNITS, "codes.tsv", "letters.tsv", "currencies.tsv", "web.tsv"])
def test_what_is_said_is_said_in_words(name: str) -> None:
    changed = {
        row[0]: normalize(choice).text
        for row in rows(name)
        for choice in row[1].split("|")
        if choice.strip() and normalize(choice).text != choice.strip()
    }
    assert changed == {}


def test_an_abbreviation_without_context_is_read_anywhere() -> None:
    wrong = {}
    seen: set[str] = set()
    for written, spoken, _domain, *rest in rows("abbreviations.tsv"):
        first, always = written not in seen, not (rest and rest[0])
        seen.add(written)
        heard = normalize(f"xin {written} nhé").text
        if first and always and heard.casefold() != f"xin {spoken} nhé".casefold():
            wrong[written] = heard
    assert wrong == {}


def test_a_syllable_is_a_syllable() -> None:
    for word in "nghiêng Nguyễn quyển khuỷu giếng gì ruộng NGHĨA xoong Đặng ươm yêu ý".split():
        assert is_syllable(word), word
    for word in "UBND BHYT Facebook Ênuôl Brêu zalo str".split():
        assert not is_syllable(word), word
