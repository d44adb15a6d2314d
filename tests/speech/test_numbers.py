"""Numbers in words, held against a reader of the words that knows nothing of the writer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.speech.numbers import LONGEST_CARDINAL, cardinal, decimal, digit_by_digit, ordinal, year
from radio.speech.reading import HOUSE, Reading

SOUTH = Reading(thousand="ngàn", zero_tens="lẻ", four="bốn", billion="tỉ")
VALUES = {w: i for i, w in enumerate("không một hai ba bốn năm sáu bảy tám chín mười".split())}
VALUES |= {"mốt": 1, "tư": 4, "lăm": 5}


def value(words: str) -> int:
    """Reads a cardinal back: each scale word multiplies what was gathered under it."""
    total = million = part = 0
    for word in words.split():
        if word in ("tỷ", "tỉ"):
            total, million, part = (total + million + part) * 10**9, 0, 0
        elif word in ("triệu", "nghìn", "ngàn"):
            million, part = million + part * (10**6 if word == "triệu" else 1000), 0
        elif word == "trăm":
            part *= 100
        elif word == "mươi":
            part += part % 10 * 9
        elif word not in ("linh", "lẻ"):
            part += VALUES[word]
    return total + million + part


@given(st.integers(min_value=0, max_value=10**18 - 1), st.sampled_from([HOUSE, SOUTH]))
def test_cardinal_says_its_value(number: int, reading: Reading) -> None:
    assert value(cardinal(str(number), reading)) == number


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("0", "không"),
        ("000", "không"),
        ("007", "bảy"),
        ("10", "mười"),
        ("15", "mười lăm"),
        ("21", "hai mươi mốt"),
        ("24", "hai mươi tư"),
        ("55", "năm mươi lăm"),
        ("105", "một trăm linh năm"),
        ("1004", "một nghìn không trăm linh tư"),
        ("2023", "hai nghìn không trăm hai mươi ba"),
        ("1000000", "một triệu"),
        ("1000005", "một triệu không trăm linh năm"),
        ("3000000000", "ba tỷ"),
        ("1500000000000", "một nghìn năm trăm tỷ"),
        ("1000000000000000000", "một tỷ tỷ"),
    ],
)
def test_cardinal(digits: str, words: str) -> None:
    assert cardinal(digits, HOUSE) == words


def test_a_station_has_its_own_words() -> None:
    assert cardinal("24105", SOUTH) == "hai mươi bốn ngàn một trăm lẻ năm"


def test_what_is_too_long_for_a_quantity_is_read_digit_by_digit() -> None:
    digits = "1" + "0" * LONGEST_CARDINAL
    assert cardinal(digits, HOUSE) == digit_by_digit(digits)


def test_first_and_fourth_have_their_own_words() -> None:
    said = [ordinal(n, HOUSE) for n in ("1", "01", "2", "4", "14", "21")]
    assert said == ["nhất", "nhất", "hai", "tư", "mười bốn", "hai mươi mốt"]


def test_decimals_are_read_digit_by_digit() -> None:
    assert decimal("98", "76", HOUSE) == "chín mươi tám phẩy bảy sáu"
    assert decimal("0", "05", HOUSE, "chấm") == "không chấm không năm"


def test_two_digits_of_a_year_mean_the_nearest_century() -> None:
    assert year("23", HOUSE) == cardinal("2023", HOUSE)
    assert year("75", HOUSE) == cardinal("1975", HOUSE)
