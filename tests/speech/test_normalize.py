"""Spans, the unknown, a station's reading, and time."""

from __future__ import annotations

import time

import pytest

from radio.errors import ConfigError
from radio.speech import Reading, Span, normalize
from radio.speech.spoken import Spoken, compose


def test_spans_tell_class_rule_and_row() -> None:
    spoken = normalize("UBND xã chi 5 triệu đồng ngày 2/9.")
    assert [(span.written, span.kind, span.rule) for span in spoken.spans] == [
        ("UBND", "abbreviation", "table"),
        ("5", "number", "figure"),
        ("2/9", "date", "day"),
    ]
    assert spoken.spans[0] == Span(
        0, 4, "UBND", "Ủy ban nhân dân", "abbreviation", "table", "abbreviations.tsv:UBND"
    )


def test_unknown_capitals_are_spelled_and_reported_once() -> None:
    spoken = normalize("Hội XYZQ và XYZQ, chợ Krôngk")
    assert spoken.text == "Hội ích i dét quy và ích i dét quy, chợ Krôngk"
    assert spoken.unknown == ("XYZQ", "Krôngk")


def test_capitals_of_a_headline_are_words() -> None:
    assert normalize("TU BỔ ĐÊ").text == "TU BỔ ĐÊ"
    assert normalize("BTV TU họp").text == "Ban Thường vụ Tỉnh ủy họp"


def test_text_is_counted_in_nfc() -> None:
    decomposed = "a\u0323 5"  # ạ in two code points
    assert normalize(decomposed).spans[0].start == 2


@pytest.mark.parametrize(
    ("reading", "written", "spoken"),
    [
        (Reading(thousand="ngàn", zero_tens="lẻ"), "1.005", "một ngàn không trăm lẻ năm"),
        (Reading(to="tới"), "5-7", "năm tới bảy"),
        (Reading(four="bốn", billion="tỉ"), "24 000 000 000", "hai mươi bốn tỉ"),
        (
            Reading(early_day="mùng"),
            "ngày 2/9 và 12/9",
            "ngày mùng hai tháng chín và ngày mười hai tháng chín",
        ),
    ],
)
def test_a_station_chooses_its_reading(reading: Reading, written: str, spoken: str) -> None:
    assert normalize(written, reading).text == spoken


def test_a_wrong_choice_is_named() -> None:
    with pytest.raises(ConfigError, match="thousand"):
        Reading(thousand="ngìn")


def test_digits_of_every_script_are_read() -> None:
    assert normalize("٣٤ ² ½ ① Ⅷ 三").text == "ba mươi tư hai một phần hai một tám ba"


def test_two_rewritings_make_one() -> None:
    # a 1 b 2 c → a XX b Z c → a Y Z c!: the second takes XX and b as one, and adds to the end.
    first = Spoken("aXXbZc", (Span(1, 2, "1", "XX", "k", "r"), Span(3, 4, "2", "Z", "k", "r")), ("u",))
    second = Spoken("aYZc!", (Span(1, 4, "XXb", "Y", "q", "s"), Span(5, 6, "c", "c!", "q", "s")), ("v", "u"))
    both = compose("a1b2c", first, second)
    assert both.text == "aYZc!"
    assert both.spans == (
        Span(1, 3, "1b", "Y", "k", "r"),
        Span(3, 4, "2", "Z", "k", "r"),
        Span(4, 5, "c", "c!", "q", "s"),
    )
    assert both.unknown == ("u", "v")


@pytest.mark.parametrize(
    "piece",
    ["1", "1.", "1 ", "1-", "1/", "A", "A.", "UBND ", "a@", "www.", "://", "5km", "…", "三", "²", "x", "- ",
     "(0", "VI ", "1:1", "a/", "T5", "749/QĐ-", "0912 ", "😀"],
)  # fmt: skip
def test_time_grows_in_proportion_to_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begin = time.process_time()  # what else the machine does is none of it
        normalize(text)
        return time.process_time() - begin

    normalize(piece)
    short = max(seconds(2_000), seconds(2_000), 0.002)
    assert seconds(16_000) < 40 * short  # 8 times the length; in square it would be 64 times
