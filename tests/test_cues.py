"""What a script's instructions ask for."""

from __future__ import annotations

import pytest

from radio.cues import Asked, asked, bare


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("(Nhạc hiệu)", Asked.SIGNATURE),
        ("nhac hieu 10 giây", Asked.SIGNATURE),
        ("(Nhạc cắt)", Asked.STING),
        ("[NHẠC XEN 3'']", Asked.STING),
        ("Nhạc", Asked.STING),
        ("(Nhạc nền nhỏ dần)", Asked.BED),
        ("(Nhạc kết)", Asked.CLOSE),
        ("(Tiếng động chợ sáng)", Asked.AMBIENCE),
        ("(Băng ông Bảy)", Asked.TAPE),
        ("(Băng)", Asked.TAPE),
        ("(Tiếng phỏng vấn)", Asked.TAPE),
        ("(Hết băng)", Asked.NOTHING),
        ("(Hết nhạc)", Asked.NOTHING),
        ("(Quảng cáo)", Asked.NOTHING),
        ("()", Asked.NOTHING),
    ],
)
def test_what_a_cue_asks_for(text: str, kind: Asked) -> None:
    assert asked(text) is kind


def test_without_its_brackets() -> None:
    assert bare(" (Nhạc cắt) ") == bare("[Nhạc cắt]") == bare("Nhạc cắt") == "Nhạc cắt"
    assert bare("(a) b") == "(a) b"
