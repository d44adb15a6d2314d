"""Names folded with Vietnamese letters in mind."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.slug import key, plain, slug, sort_key


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Đặng Thị Ngọc Ánh", "Dang Thi Ngoc Anh"),
        ("Y Moan Ênuôl", "Y Moan Enuol"),
        ("K'Brêu", "K'Breu"),
        ("đường sữa ơ ư Ơ Ư", "duong sua o u O U"),
    ],
)
def test_plain(text: str, bare: str) -> None:
    assert plain(text) == bare
    assert plain(unicodedata.normalize("NFD", text)) == bare


def test_key_is_one_for_every_spelling() -> None:
    spellings = ["Trần Thị Ngọc Cẩm", "tran-thi-ngoc-cam", "TRAN_THI NgocCam", "trần thị  ngọc cẩm"]
    assert {key(s) for s in spellings} == {"tranthingoccam"}


def test_slug_is_cut_between_words() -> None:
    assert slug("Đưa nước sạch về ấp", 15) == "dua-nuoc-sach"
    assert slug("“???”") == "story"
    assert slug("x" * 99) == "x" * 60


def test_vietnamese_order() -> None:
    names = ["Đặng", "Dương", "Ân", "Ăn", "An", "Ánh", "Anh", "Bình", "Ênuôl", "Em", "Êban"]
    assert sorted(names, key=sort_key) == [
        "An", "Anh", "Ánh", "Ăn", "Ân", "Bình", "Dương", "Đặng", "Em", "Êban", "Ênuôl",
    ]  # fmt: skip


@given(st.text())
def test_any_text_gives_a_safe_name(text: str) -> None:
    name = slug(text)
    assert name
    assert len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
