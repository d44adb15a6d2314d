"""Datelines, end marks and bylines within a story's paragraphs."""

from __future__ import annotations

import pytest

from radio.article import Paragraph
from radio.segment.trim import trimmed


def heard(*texts: str) -> list[str]:
    body, _, _ = trimmed([Paragraph(text, n) for n, text in enumerate(texts, 1)], ())
    return [paragraph.text for paragraph in body]


@pytest.mark.parametrize(
    "dateline",
    [
        "(ABO) ", "(GLO)- ", "(Dân trí) - ", "(Baonghean.vn) – ", "VOV.VN - ", "TTO - ", "QĐND Online - ",
        "Hà Nội (TTXVN 12/4) - ", "Đồng Tháp, 12/4 - ",
    ],
)  # fmt: skip
def test_a_dateline_is_not_heard(dateline: str) -> None:
    assert heard(f"{dateline}Sáng nay, xã mở hội.") == ["Sáng nay, xã mở hội."]


@pytest.mark.parametrize(
    "text",
    [
        "COVID-19 đã lùi xa.",
        "HTX - mô hình mới của xã.",
        "(Đồng Tháp) Sáng nay, xã mở hội.",
        "AI-2024 khai mạc.",
    ],
)
def test_a_sentence_that_opens_like_one_is(text: str) -> None:
    assert heard(text) == [text]


def test_only_the_first_dateline_among_the_first_paragraphs() -> None:
    assert heard("Lời mở.", "(ABO) Một.", "(ABO) Hai.") == ["Lời mở.", "Một.", "(ABO) Hai."]


def test_a_byline_after_the_last_sentence() -> None:
    body, credits, _ = trimmed([Paragraph("Cầu đã thông xe. Ngọc Thảo - Trường Vũ./.", 1)], ())
    assert [c.name for c in credits] == ["Ngọc Thảo", "Trường Vũ"]
    assert [p.text for p in body] == ["Cầu đã thông xe."]
