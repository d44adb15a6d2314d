from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.voices.google import clause_ends
from radio.voices.pieces import cut


def commas(text: str) -> list[int]:
    return [i + 1 for i, c in enumerate(text) if c == ","]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("", 10, []),
        ("xin chào", 10, ["xin chào"]),
        ("một, hai, ba", 10, ["một, hai,", "ba"]),  # clauses go together
        ("a,b c,d e", 5, ["a,b", "c,d e"]),  # a comma within a word ends no clause
        ("đi bộ thong thả và hát", 18, ["đi bộ thong thả", "và hát"]),  # before an opener
        ("nộp hai mươi ba nghìn đồng xong", 24, ["nộp", "hai mươi ba nghìn đồng", "xong"]),
        ("họp ngày 20 tháng 5 đông đủ", 20, ["họp", "ngày 20 tháng 5 đông", "đủ"]),
        ("giá hai, ba đồng", 9, ["giá hai,", "ba đồng"]),  # a mark ends a number
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),  # longer than the limit
    ],
)
def test_cut(text: str, limit: int, expected: list[str]) -> None:
    assert list(cut(text, limit, commas)) == expected


@pytest.mark.parametrize(
    "kept",
    [
        "hai nghìn không trăm hai mươi ba",
        "một trăm hai mươi ba tỷ đồng",
        "ba mươi lăm phẩy năm phần trăm",
        "ngày mười tháng tám",
        "4.0 điểm",
    ],
)
@pytest.mark.parametrize("lead", range(40, 100, 3))
def test_a_number_stays_whole_wherever_it_stands(kept: str, lead: int) -> None:
    before = ("nhân dân xã nhà " * 10)[:lead].rsplit(" ", 1)[0]
    text = f"{before} {kept} nhân dân xã nhà phấn khởi thi đua lao động sản xuất giỏi giang trong vụ mùa này"
    pieces = cut(text, 100, clause_ends)
    assert any(kept in piece for piece in pieces), pieces


@given(st.text("ab ,.:?!()\n một hai nghìn và 1", max_size=400), st.integers(1, 60))
def test_nothing_is_lost_and_all_pieces_fit(text: str, limit: int) -> None:
    pieces = cut(text, limit, clause_ends)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.lists(st.text("abcđê", min_size=1, max_size=9), min_size=1, max_size=80))
def test_words_stay_whole(words: list[str]) -> None:
    pieces = cut(" ".join(words), 20, clause_ends)
    assert " ".join(pieces).split() == words


def test_google_cuts_at_marks_but_not_in_times_and_decimals() -> None:
    text = "Lúc 10:30 (chiều qua), đạt 4.0 điểm. Vui? Có!"
    clauses = ["Lúc 10:30", "(chiều qua)", ",", "đạt 4.0 điểm.", "Vui?", "Có!"]
    ends = [0, *clause_ends(text), len(text)]
    found = [text[start:end].strip() for start, end in pairwise(ends)]
    assert [clause for clause in found if clause] == clauses


def test_cutting_is_linear() -> None:
    def seconds(count: int) -> float:
        start = time.perf_counter()
        cut("hai nghìn đồng và " * count, 100, clause_ends)
        return time.perf_counter() - start

    assert seconds(80_000) < 8 * max(0.02, seconds(20_000))
