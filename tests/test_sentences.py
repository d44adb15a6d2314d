"""Sentences of written text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.sentences import split

ONE = [
    "Đoàn đến TP. Sa Đéc, Q. Ninh Kiều và P. An Hòa.",
    "Th.S. Trần Văn B và TS. Lê C, BS. Nguyễn D cùng dự.",
    "Trồng xoài, ổi, mít, v.v. Bà con rất vui",
    "Chị H. Trú tại ấp 2 cho biết.",
    "Ông Nguyễn V. A làm chủ nhiệm.",
    "Sản lượng đạt 12.500 tấn, tăng 3.5 lần.",
    "Xem tại www.dongthap.gov.vn hoặc báo. vn.",
    "Ngày 15.6.2023 khai mạc.",
    "Bà nói: “Tôi vui lắm. Ai cũng vui” rồi cười.",
    '"Đi đâu đấy?" anh hỏi.',
    "Chờ mãi... rồi cũng đến.",
    "1. Tổ chức họp dân.",
    "vì sự phát triển của địa phương./.",
    "",
]


@pytest.mark.parametrize("text", ONE)
def test_is_one_sentence(text: str) -> None:
    assert [text[a:b] for a, b in split(text)] == ([text] if text else [])


SEVERAL = [
    "Trời mưa.| Bà con mừng lắm!| Ai cũng ra đồng.",
    "Đến năm 2023.| Trong đó có 5 hộ.",
    "Bà kể: “Hồi đó khổ lắm.”| Nay đã khác.",
    "Dòng một\n|Dòng hai.",
    "“"
    + "Câu thứ nhất trong một lời kể dài hơn một hơi thở của người đọc, nói về mùa màng và nhà cửa.| "
    + "Câu thứ hai cũng dài như thế.| Rồi câu thứ ba”.",
    "Ăn rau có vitamin C.| Tiêm ngừa viêm gan B.| Ở khu D.",
    "Có thật không?| Thật!| Thế à…| Ừ.",
    "Ông Út (ấp 2) cười.| “Vui lắm”, ông nói.",
]


@pytest.mark.parametrize("marked", SEVERAL)
def test_parts_sentences(marked: str) -> None:
    text = marked.replace("|", "")
    parts = [text[a:b] for a, b in split(text)]
    want, rest = [], marked
    while "|" in rest:
        head, rest = rest.split("|", 1)
        blank = len(rest) - len(rest.lstrip(" "))
        want.append(head + rest[:blank])
        rest = rest[blank:]
    assert parts == [*want, rest]


@given(st.one_of(st.text(), st.text(alphabet='aA1.!?…"“”\n \u00a0Đ')))
def test_covers_the_text_in_order(text: str) -> None:
    spans = split(text)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans)


@pytest.mark.parametrize("piece", [".", "“", '"', "A. ", ".x", "\n", " "])
def test_time_grows_with_the_length(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    begin = time.perf_counter()
    assert split(text)[-1][1] == len(text)
    assert time.perf_counter() - begin < 5
