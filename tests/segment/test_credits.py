"""Bylines, and lines that only look like one."""

from __future__ import annotations

import pytest

from radio.segment.credits import closing_credit, credits_of, name_alone, stamped


@pytest.mark.parametrize(
    ("line", "entries"),
    [
        ("BT: Nguyễn Thu", [("BT", "Nguyễn Thu")]),
        ("Tin, ảnh: Phương Dung", [("Tin, ảnh", "Phương Dung")]),
        ("Bài, ảnh: Lê A - Trần B", [("Bài, ảnh", "Lê A"), ("Bài, ảnh", "Trần B")]),
        ("CTV: Lê Út Mười - Huyện đoàn Năm Căn", [("CTV", "Lê Út Mười")]),
        ("Biên tập: Bé Tư. Thể hiện: Minh Trí, Thanh Trúc",
         [("Biên tập", "Bé Tư"), ("Thể hiện", "Minh Trí"), ("Thể hiện", "Thanh Trúc")]),
        ("Theo Công an huyện Krông Pắc", [("Theo", "Công an huyện Krông Pắc")]),
        ("(Theo TTXVN)", [("Theo", "TTXVN")]),
        ("Đức Hiếu (thực hiện)", [("thực hiện", "Đức Hiếu")]),
        ("Theo thầy hiệu trưởng, bếp ăn đã xuống cấp.", []),
        ("Ông Lê A: Tôi đồng ý", []),
        ("Mục tiêu: Xây cầu", []),
    ],
)  # fmt: skip
def test_bylines_with_a_role(line: str, entries: list[tuple[str, str]]) -> None:
    found = credits_of(line)
    assert [(c.role, c.name) for c in found] == entries
    assert {c.printed for c in found} <= {line}


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Nguyễn Thu", ["Nguyễn Thu"]),
        ("Ngọc Bích - Minh Khang", ["Ngọc Bích", "Minh Khang"]),
        ("Nguyễn Thu – Đài TT huyện", ["Nguyễn Thu"]),
        ("Phong Phú - phongphu@bao.vn", ["Phong Phú"]),
        ("Nhóm phóng viên", ["Nhóm phóng viên"]),
        ("Sỹ Đức/VOV-Miền Trung", ["Sỹ Đức"]),
        ("Hội nghị kết thúc", []),
        ("Ngày 12", []),
    ],
)
def test_names_alone(line: str, names: list[str]) -> None:
    assert [c.name for c in name_alone(line)] == names


def test_a_name_with_a_date() -> None:
    assert [c.name for c in stamped("Ngô Hùng•13/11/2023 10:34")] == ["Ngô Hùng"]
    assert stamped("Thứ ba, 14/05/2024, 07:15") == ()


def test_a_byline_at_the_end_of_a_paragraph() -> None:
    text = "Trường khoan giếng mới. Bài và ảnh: Đức Tuấn./."
    assert closing_credit(text) == text.index("Bài")
    assert closing_credit("Đồng chí Tuấn, BT Đảng ủy xã dự.") is None
