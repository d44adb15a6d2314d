"""Bylines, and lines that only look like one."""

from __future__ import annotations

import pytest

from radio.segment.credits import closing_credit, credits_of, is_masthead, name_alone, signature, stamped


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
        ("Bài: Lê Hùng - Ảnh: Minh Nhân", [("Bài", "Lê Hùng"), ("Ảnh", "Minh Nhân")]),
        ("Biên tập: Hà My Kỹ thuật: Văn Nam", [("Biên tập", "Hà My"), ("Kỹ thuật", "Văn Nam")]),
        ("Viết và đọc: Lê Mai, Văn Tình", [("Viết và đọc", "Lê Mai"), ("Viết và đọc", "Văn Tình")]),
        ("Thu Hà - Ảnh: Lê An", [("", "Thu Hà"), ("Ảnh", "Lê An")]),
        ("Thu Hà; ảnh: CTV", [("", "Thu Hà"), ("ảnh", "CTV")]),
        ("Duyệt: Y Moan Ênuôl", [("Duyệt", "Y Moan Ênuôl")]),
        ("MỸ DUYÊN ghi", [("ghi", "MỸ DUYÊN")]),
        ("Lê Hùng (CTV)", [("CTV", "Lê Hùng")]),
        ("T/h: Thu Hà", [("T/h", "Thu Hà")]),
        ("Lê Na (theo Báo Cà Mau)", [("", "Lê Na"), ("theo", "Báo Cà Mau")]),
        ("Ảnh: Bá Thi - Trường Nguyên - Trường THPT Trà Cú", [("Ảnh", "Bá Thi"), ("Ảnh", "Trường Nguyên")]),
        ("Tổng Biên tập: Lê Na", []),
        ("Chợ nổi Cái Răng. Ảnh: Lê Na", []),
        ("Biên tập viên Hà thực hiện", []),
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
        ("Hoàng Long/VOV1", ["Hoàng Long"]),
        ("Nguyễn Thành (TTXVN)", ["Nguyễn Thành"]),
        ("Đoàn Minh Phương", ["Đoàn Minh Phương"]),
        ("Thu Hương-Ngọc Ánh", ["Thu Hương", "Ngọc Ánh"]),
        ("Hoài Thương, Trung tâm VH-TT huyện", ["Hoài Thương"]),
        ("Thạc sĩ Nguyễn Văn Hùng", ["Nguyễn Văn Hùng"]),
        ("T. H.", ["T. H"]),
        ("Đoàn xã Mỹ An", []),
        ("Trường THPT Tháp Mười", []),
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
    assert closing_credit("Cầu mới đã thông xe. Ngọc Thảo") == 21
    assert closing_credit("Chủ tịch xã là ThS. Lê Văn Minh") is None
    assert closing_credit("Người trồng là anh K'Brêu. Nay cây đã lớn.") is None
    assert closing_credit("Đồng chí Tuấn, BT Đảng ủy xã dự.") is None


def test_a_single_word_is_no_signature() -> None:
    assert signature("Lưu") == ()
    assert [c.name for c in signature("BBT")] == ["BBT"]


def test_a_masthead_opens_as_an_office() -> None:
    assert is_masthead("TRUNG TÂM VĂN HÓA HUYỆN TÂN LẠC")
    assert not is_masthead("Tân Lạc phủ xanh đất trống")
