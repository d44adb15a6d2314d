"""Quotation marks paired, whatever the writer did with them."""

from __future__ import annotations

import pytest

from radio.segment.quotes import quotations


def inner(*texts: str) -> list[str]:
    """What stands in quotation marks, paragraph pieces joined by a stroke."""
    return [
        "|".join(texts[p.paragraph][p.inner_start : p.inner_end].strip() for p in q.pieces)
        for q in quotations(texts)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bà nói: “a b”.", ["a b"]),
        ('Bà nói: "a b".', ["a b"]),
        ("Bà nói: «a b».", ["a b"]),
        ("Bà nói: « a b ».", ["a b"]),
        ("Bà nói: „a b‟.", ["a b"]),
        ("Bà nói: ”a b“.", ["a b"]),
        ("Bà nói: “a b“.", ["a b"]),
        ("Bà nói: ‘a b’, rồi đi.", ["a b"]),
        ("Bà nói: “a “b” c”.", ["a “b” c"]),
        ('Bà nói: "a "b" c".', ['a "b" c']),
        ("“a”, bà nói, “b”.", ["a", "b"]),
        ("em Kiệt bộc bạch: Em vui lắm”.", ["Em vui lắm"]),
        ("dài 1'20\" rồi “a”", ["a"]),
        ("đồng bào K’Ho, M’nông", []),
        ("a” b", []),
    ],
)
def test_marks_in_one_paragraph(text: str, found: list[str]) -> None:
    assert inner(text) == found


def test_opened_in_each_paragraph_and_closed_once() -> None:
    assert inner("“a", "“b", "“c”") == ["a|b|c"]


def test_closed_paragraphs_later() -> None:
    assert inner("Ông nói: “a", "b", "c”. Hết") == ["a|b|c"]


def test_a_forgotten_mark_ends_with_its_paragraph() -> None:
    found = quotations(["Ông nói: “a", "b “c” d"])
    assert [q.closed for q in found] == [False, True]
    assert inner("Ông nói: “a", "b “c” d") == ["a", "c"]


def test_a_lost_opening_mark_does_not_continue_the_quotation_before() -> None:
    assert inner("Bà nói: “a", "Em Kiệt bộc bạch: b”.") == ["a", "b"]
