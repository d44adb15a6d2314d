"""Recordings find their statements by name or number, or are refused by name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.errors import ClipError
from radio.script import Cue, Interview, Narration, Script, Segment, Speaker
from radio.takes import match, slots

CAM = Speaker("Trần Thị Ngọc Cẩm", "Bí thư Đảng ủy")
PHU = Speaker("Ngô Duy Phú", "Phó Bí thư")
MINH = Speaker("Nguyễn Văn Vũ Minh", "Bí thư Huyện ủy")
ANH = Speaker("Đặng Thị Ngọc Ánh")
Y_MOAN = Speaker("Y Moan Ênuôl")
K_BREU = Speaker("K'Brêu")
H = Speaker("H.")


def said(*speakers: Speaker) -> tuple[Segment, ...]:
    return tuple(Interview(f"lời {i}", speaker=s) for i, s in enumerate(speakers))


ALL = said(CAM, PHU, MINH, ANH, Y_MOAN, K_BREU)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("tran-thi-ngoc-cam.m4a", 1),
        ("TRAN_THI NgocCam.MP3", 1),
        ("Trần Thị Ngọc Cẩm.wav", 1),
        (unicodedata.normalize("NFD", "Trần Thị Ngọc Cẩm.wav"), 1),
        ("Phỏng vấn bà Trần Thị Ngọc Cẩm 12-3.m4a", 1),
        ("ngoc cam.amr", 1),
        ("Bà Cẩm.ogg", 1),
        ("ông Phú (1).m4a", 2),
        ("2.mp3", 2),
        ("03.opus", 3),
        ("dang thi ngoc anh.m4a", 4),
        ("chị Ánh.m4a", 4),
        ("y-moan-enuol.m4a", 5),
        ("YMoanEnuol.m4a", 5),
        ("kbreu.m4a", 6),
        ("K’Brêu.m4a", 6),
    ],
)
def test_a_name_or_a_number_finds_its_statement(name: str, number: int) -> None:
    assert match(ALL, [name]) == {number: name}


@pytest.mark.parametrize(
    "name", ["le-van-nam.mp3", "0.mp3", "7.mp3", "99999999999999999999.mp3", "-.mp3", "cam thi.mp3"]
)
def test_a_stranger_is_named(name: str) -> None:
    with pytest.raises(ClipError) as caught:
        match(ALL, [name])
    assert name in str(caught.value)
    assert "Trần Thị Ngọc Cẩm" in caught.value.remedy


def test_two_speakers_of_one_given_name() -> None:
    both = said(Speaker("Trần Văn Minh"), Speaker("Lê Thị Minh"))
    with pytest.raises(ClipError, match=r"minh\.mp3: fits two speakers, Trần Văn Minh and Lê Thị Minh"):
        match(both, ["minh.mp3"])
    assert match(both, ["thi minh.mp3", "van minh.mp3"]) == {1: "van minh.mp3", 2: "thi minh.mp3"}


def test_two_files_for_one_statement() -> None:
    with pytest.raises(ClipError, match="same statement as"):
        match(ALL, ["2.mp3", "ngo-duy-phu.mp3"])


def test_several_files_of_one_speaker_go_in_order() -> None:
    places = said(CAM, PHU, CAM, CAM)
    found = match(places, ["cam 10.mp3", "cam 2.mp3", "cam 1.mp3"])
    assert found == {1: "cam 1.mp3", 3: "cam 2.mp3", 4: "cam 10.mp3"}
    with pytest.raises(ClipError):
        match(places, [f"cam {i}.mp3" for i in range(4)])


def test_a_number_may_be_taken_before_a_name() -> None:
    assert match(said(CAM, CAM), ["1.mp3", "cam.mp3"]) == {1: "1.mp3", 2: "cam.mp3"}


def test_an_article_without_statements_takes_no_recordings() -> None:
    with pytest.raises(ClipError, match="no statements"):
        match((), ["a.mp3"])


def test_a_tape_without_its_words_is_a_slot() -> None:
    script = Script(
        title="",
        lead="",
        credits=(),
        segments=(
            Cue("(Băng)", speaker=CAM),
            Interview("lời bà Cẩm", speaker=CAM),
            Cue("Băng phỏng vấn ông Phú: (1'20\")", speaker=PHU),
            Cue("(Nhạc cắt)"),
            Narration("hết"),
        ),
    )
    assert [s.speaker for s in slots(script)] == [CAM, PHU]
    assert match(slots(script), ["phu.m4a"]) == {2: "phu.m4a"}


@given(st.lists(st.text(min_size=1), max_size=4, unique=True))
def test_any_file_name_fits_or_is_refused(names: list[str]) -> None:
    try:
        found = match(ALL, names)
    except ClipError as error:
        assert "\n" not in str(error)
    else:
        assert sorted(found.values()) == sorted(names)
