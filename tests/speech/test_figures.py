"""Dots and commas in figures."""

from __future__ import annotations

import pytest

from radio.speech import figures
from radio.speech.figures import Figure
from radio.speech.reading import HOUSE


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("2023", Figure("2023")),
        ("3.500", Figure("3500")),
        ("12.345.678", Figure("12345678")),
        ("3.5", Figure("3", "5", mark=".")),
        ("0.125", Figure("0", "125", mark=".")),
        ("12.3456", Figure("12", "3456", mark=".")),
        ("98,76", Figure("98", "76", mark=",")),
        ("2,125", Figure("2", "125", mark=",")),
        ("12,500", Figure("12500")),
        ("1,500,000", Figure("1500000")),
        ("1.234,5", Figure("1234", "5", mark=",")),
        ("1,500.75", Figure("1500", "75", mark=".")),
        ("1 500 000", Figure("1500000")),
        ("2.0.1", Figure("", sequence=("2", "0", "1"), mark=".")),
        ("1,2,3", Figure("", sequence=("1", "2", "3"), mark=",")),
        ("1.2,3.4", Figure("", sequence=("1", "2", "3", "4"), mark=",")),
    ],
)
def test_shape_tells_what_the_marks_mean(written: str, figure: Figure) -> None:
    match = figures.FIGURE.fullmatch(written)
    assert match is not None
    assert figures.parse(written) == figure


def test_a_sentence_dot_is_no_part_of_a_figure() -> None:
    match = figures.FIGURE.match("2023. Trong")
    assert match is not None
    assert match[0] == "2023"


def test_two_leading_zeros_are_read_out() -> None:
    assert figures.say(figures.parse("007"), HOUSE) == "không không bảy"
    assert figures.say(figures.parse("07"), HOUSE) == "bảy"


@pytest.mark.parametrize(
    ("written", "yes"), [("079099001234", True), ("1000000000", False), ("12345", False)]
)
def test_long_digits_name_something(written: str, yes: bool) -> None:
    assert figures.is_identity(written) is yes
