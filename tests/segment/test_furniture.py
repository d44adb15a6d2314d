"""Lines of a page that are no story, and story that only looks like them."""

from __future__ import annotations

import pytest

from radio.segment.furniture import furniture, is_caption


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("A- A A+", "reading widget"),
        ("0 A A", "reading widget"),
        ("Tốc độ phát 1.0x", "reading widget"),
        ("Nữ miền Bắc Nam miền Nam", "reading widget"),
        ("Tweet Lưu", "share widget"),
        ("Theo dõi Báo Cà Mau trên Google News", "share widget"),
        ("Thời sự Chính trị Kinh tế Xã hội", "menu"),
        ("Mới nhất | Thời sự | Thế giới", "menu"),
        ("Chính trị > Quê ta hôm nay", "breadcrumb"),
        ("Trang chủ Tin tức - Sự kiện Nông thôn mới", "breadcrumb"),
        ("Buôn Ma Thuột 24°C", "weather"),
        ("Ngày 9 tháng 12 năm 2023", "date line"),
        ("Thứ Tư, 19 Tháng Sáu 2024", "date line"),
        ("18/11/2024 18:57 CH", "date line"),
        ("10:15' - 02/02/2024", "date line"),
        ("Cập nhật 02/02/2024", "date line"),
        ("Đang online: 42", "counter"),
        ("Từ khóa:", "tags"),
        ("Tin cùng sự kiện", "related stories"),
    ],
)
def test_furniture_by_its_reason(line: str, reason: str) -> None:
    found = furniture(line)
    assert found is not None
    assert found.reason == reason


@pytest.mark.parametrize(
    "line",
    [
        "Môi trường 17",
        "Xã hội học tập",
        "Cập nhật kiến thức cho cán bộ",
        "Thích nghi với hạn mặn",
        "Giá heo hơi > 60.000 đồng",
        "Ngày 9 tháng 12 năm 2023, xã mở hội",
        "Tổng cộng: 1.200 hộ được vay vốn",
        "Các bài viết của ông được in lại thành một tập sách dày.",
    ],
)
def test_story_that_opens_like_furniture(line: str) -> None:
    assert furniture(line) is None


def test_captions_name_their_maker_or_point_into_the_picture() -> None:
    assert is_caption("Bà Lan (bìa trái) bên vườn xoài")
    assert is_caption("Phơi cá ở làng biển. Ảnh: H.N")
    assert is_caption("Video: Một ngày ở vườn tiêu. Thực hiện: LÊ NA")
    assert not is_caption("Tin, ảnh: Lê Na")
    assert not is_caption("Ông treo ảnh Bác Hồ giữa nhà, ngày nào cũng lau.")
