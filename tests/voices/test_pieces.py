from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.speech import normalize
from radio.voices import pieces
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
        "bảy giờ ba mươi lăm phút",
        "hai mươi mốt ki lô mét vuông",
        "Đặng Thị Ngọc Ánh",
        "Y Moan Ênuôl",
        "thiết bị",
        "đồng bằng sông",
        "ba mi li gam trên lít",
    ],
)
@pytest.mark.parametrize("lead", range(40, 100, 3))
def test_a_number_stays_whole_wherever_it_stands(kept: str, lead: int) -> None:
    before = ("nhân dân xã nhà " * 10)[:lead].rsplit(" ", 1)[0]
    text = f"{before} {kept} nhân dân xã nhà phấn khởi thi đua lao động sản xuất giỏi giang trong vụ mùa này"
    found = cut(text, 100, clause_ends)
    assert any(kept in piece for piece in found), found


@settings(max_examples=60)
@given(
    st.integers(0, 10**12), st.integers(20, 110), st.sampled_from(["đồng", "ki lô gam", "phần trăm", "hộ"])
)
def test_any_number_stays_with_its_unit(number: int, lead: int, unit: str) -> None:
    kept = f"{normalize(str(number)).text} {unit}"
    before = ("bà con của xã nhà " * 10)[:lead].rsplit(" ", 1)[0]
    found = cut(
        f"{before} {kept} mỗi vụ để nuôi con ăn học thành tài và sửa lại căn nhà cũ", 100, clause_ends
    )
    if len(kept) <= 100:
        assert any(kept in piece for piece in found), found
    else:  # cut where a reader would breathe
        ends = {piece.split()[-1] for piece in found[:-1]}
        assert ends <= {"tỷ", "triệu", "nghìn", *before.split()}, found


def test_a_cut_stands_before_what_begins_a_phrase() -> None:
    text = (
        "Hội Nông dân xã phối hợp Ngân hàng Chính sách xã hội cho hội viên vay vốn mua thiết bị tưới tự động "
        "cho vùng Đồng bằng sông Cửu Long"
    )
    assert cut(text, 100, clause_ends) == (
        "Hội Nông dân xã phối hợp Ngân hàng Chính sách xã hội cho hội viên vay vốn mua thiết bị tưới tự động",
        "cho vùng Đồng bằng sông Cửu Long",
    )
    assert cut(text, 85, clause_ends)[0].endswith("Chính sách xã hội")


@given(st.text("ab ,.:?!()\n một hai nghìn và 1", max_size=400), st.integers(1, 60))
def test_nothing_is_lost_and_all_pieces_fit(text: str, limit: int) -> None:
    found = cut(text, limit, clause_ends)
    assert all(0 < len(piece) <= limit for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())


@given(st.lists(st.text("abcđê", min_size=1, max_size=9), min_size=1, max_size=80))
def test_words_stay_whole(words: list[str]) -> None:
    found = cut(" ".join(words), 20, clause_ends)
    assert " ".join(found).split() == words


def test_google_cuts_at_marks_but_not_in_times_and_decimals() -> None:
    text = "Lúc 10:30 (chiều qua), đạt 4.0 điểm. Vui? Có!"
    clauses = ["Lúc 10:30", "(chiều qua)", ",", "đạt 4.0 điểm.", "Vui?", "Có!"]
    ends = [0, *clause_ends(text), len(text)]
    found = [text[start:end].strip() for start, end in pairwise(ends)]
    assert [clause for clause in found if clause] == clauses


def test_cutting_is_linear(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    real = pieces._score

    def counted(words: Sequence[str], place: int) -> int:
        nonlocal looks
        looks += 1
        return real(words, place)

    monkeypatch.setattr(pieces, "_score", counted)
    cut("hai nghìn đồng và " * 2000, 100, clause_ends)
    assert looks < 8 * 4 * 2000
