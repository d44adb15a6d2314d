"""Who is named, with which role, and who is meant later."""

from __future__ import annotations

import pytest

from radio.segment.people import mentions
from radio.segment.roster import Roster


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Bà Đặng Thị Ngọc Ánh, Phó Bí thư Đảng ủy – Chủ tịch UBND xã Mỹ Đông cho biết", "Đặng Thị Ngọc Ánh",
         "Phó Bí thư Đảng ủy – Chủ tịch UBND xã Mỹ Đông"),
        ("Bí thư Huyện ủy Tháp Mười- Nguyễn Văn Vũ Minh cho biết", "Nguyễn Văn Vũ Minh",
         "Bí thư Huyện ủy Tháp Mười"),
        ("Chủ tịch UBND xã Tân Mỹ, ông Giáp Văn Khải, nói", "Giáp Văn Khải", "Chủ tịch UBND xã Tân Mỹ"),
        ("Già làng Y Moan Ênuôl dặn", "Y Moan Ênuôl", "Già làng"),
        ("nghệ nhân K'Brêu nói", "K'Brêu", "nghệ nhân"),
        ("chị Điểu Thị Nga, cộng tác viên y tế ấp 7 cười nói", "Điểu Thị Nga", "cộng tác viên y tế ấp 7"),
        ("cô Rơ Ông K’Duyên, cấp dưỡng của trường tiếp lời", "Rơ Ông K’Duyên", "cấp dưỡng của trường"),
        ("Cô giáo Ka Să Ha Brim, Phó Hiệu trưởng nói", "Ka Să Ha Brim", "Cô giáo, Phó Hiệu trưởng"),
        ("Chị H., trú tại xã Ea Kly, kể", "H.", "xã Ea Kly"),
        ("Ông Lê Văn Bảy (58 tuổi, ngụ ấp 2, xã Tân Kiều) có", "Lê Văn Bảy", "ấp 2, xã Tân Kiều"),
        ("bà Ngô Thị Lệ, 67 tuổi mang ra", "Ngô Thị Lệ", "67 tuổi"),
        ("Phó Chủ tịch UBND tỉnh Bà Rịa - Vũng Tàu Nguyễn Công Vinh nói", "Nguyễn Công Vinh",
         "Phó Chủ tịch UBND tỉnh Bà Rịa - Vũng Tàu"),
        ("Chủ tịch UBND tỉnh Trần Anh Dũng yêu cầu", "Trần Anh Dũng", "Chủ tịch UBND tỉnh"),
        ("Bộ trưởng Công Thương Nguyễn Hồng Diên nói", "Nguyễn Hồng Diên", "Bộ trưởng Công Thương"),
        ("Ông Mười Hai (tên thật Ngô Văn Hai) chạy", "Ngô Văn Hai", ""),
    ],
)  # fmt: skip
def test_name_and_role(text: str, name: str, role: str) -> None:
    assert [(m.name, m.role) for m in mentions([text])] == [(name, role)]


@pytest.mark.parametrize(
    "text",
    [
        "đồng chí Bí thư phát biểu",
        "học sinh Trường Tiểu học Đạ Long",
        "trồng cho con. Các em đi học",
        "UBND huyện",
    ],
)
def test_nobody_is_named(text: str) -> None:
    assert mentions([text]) == ()


def test_later_names_and_pronouns_find_the_person() -> None:
    texts = ["Ông Mai Văn Hiển và bà Vũ Thị Dịu, xóm Đông, cào muối.", "Bà Dịu cười. Ông nói.", "Hiển kể."]
    found = mentions(texts)
    roster = Roster(found, texts)
    assert [roster.person(m).name for m in found] == [
        "Mai Văn Hiển",
        "Vũ Thị Dịu",
        "Vũ Thị Dịu",
        "Mai Văn Hiển",
    ]
    male, female = (roster.last_before(1, 30, word) for word in ("ông", "bà"))
    assert male is not None
    assert female is not None
    assert (male.name, female.name) == ("Mai Văn Hiển", "Dịu")
