from __future__ import annotations

import pytest

from radio.errors import ConfigError
from radio.voices import VoiceOptions
from radio.voices.voice import check_extra, clean, named, sayable


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Xin\n\tchào \x01các\x00bạn ", "Xin chào các bạn"),
        ("Đặng Thị Ngọc Ánh", "Đặng Thị Ngọc Ánh"),
        ("so\u00adft zero\u200bwidth \ufeff", "soft zerowidth"),
        ("half \ud800 a pair \ue000", "half a pair"),
        ("Y Moan Ênuôl", "Y Moan Ênuôl"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(("text", "expected"), [("", False), ("… – !", False), ("4", True), ("ạ", True)])
def test_sayable(text: str, expected: bool) -> None:
    assert sayable(text) is expected


def test_a_long_sentence_is_named_by_its_beginning() -> None:
    assert named("Xin chào") == "“Xin chào”"
    assert named("a" * 200) == "“" + "a" * 59 + "…”"


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"accent": "east"}, "accent"),
        ({"rate": 0.1}, "rate"),
        ({"rate": float("nan")}, "rate"),
        ({"pitch": 101}, "pitch"),
    ],
)
def test_options_out_of_range_are_named(settings: dict[str, float], key: str) -> None:
    with pytest.raises(ConfigError, match=f"^{key}: "):
        VoiceOptions(**settings)  # type: ignore[arg-type]


def test_an_unknown_setting_of_an_engine_is_named() -> None:
    check_extra("gtts", {"tld": "com"}, {"tld", "url"})
    with pytest.raises(ConfigError, match=r"voices\.gtts\.tdl: is unknown; choose one of: tld, url"):
        check_extra("gtts", {"tdl": "com"}, {"tld", "url"})
