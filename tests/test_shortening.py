"""Texts made to fit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from radio.shortening import shorten, shorten_bytes


def test_shortened_between_words() -> None:
    assert shorten("một hai ba", 10) == "một hai ba"
    assert shorten("một hai ba bốn", 11) == "một hai ba…"
    assert shorten("x" * 20, 10) == "x" * 9 + "…"


def test_bytes_are_not_letters() -> None:
    assert shorten_bytes("ấp Gò", 8) == "ấp Gò"
    assert shorten_bytes("ấp Gò Tre", 10) == "ấp…"
    assert shorten_bytes("🌾" * 10, 20) == "🌾🌾🌾🌾…"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(4, 60))
def test_what_is_cut_fits(text: str, limit: int) -> None:
    for cut, size in ((shorten(text, limit), len), (shorten_bytes(text, limit), lambda t: len(t.encode()))):
        assert size(cut) <= limit
        assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


def test_bytes_fit_where_a_longer_letter_follows() -> None:
    text = "0000\x80\x80\x80\x80" + "\U00010000" * 6
    assert len(shorten_bytes(text, 35).encode()) <= 35
