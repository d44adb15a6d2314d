"""Transcripts, read back by a reader that is not ours."""

from __future__ import annotations

import html
import io
import re
from itertools import pairwise

import webvtt
from hypothesis import given
from hypothesis import strategies as st

from radio.script import Cue, Interview, Narration, Question, Segment, Speaker
from radio.track import Entry, Origin, Phrase, Track
from radio.transcript import to_srt, to_text, to_vtt

CAM = Speaker("Trần Thị Ngọc Cẩm", "Bí thư Đảng ủy")


def entry(segment: Segment, start_ms: int, *texts: str) -> Entry:
    """A segment whose phrases take two seconds each."""
    phrases = tuple(
        Phrase(text, start_ms + 2000 * i, start_ms + 2000 * (i + 1)) for i, text in enumerate(texts)
    )
    return Entry(segment, start_ms, start_ms + 2000 * max(1, len(texts)), Origin.SYNTHETIC, phrases=phrases)


TRACK = Track(
    (
        entry(Narration("Bà Cẩm nói: a < b & c --> d."), 200, "Bà Cẩm nói:", "a < b & c --> d."),
        entry(Interview("Mở vòi ra là có nước, cả ấp ai cũng mừng lắm.", speaker=CAM), 5_000,
              "Mở vòi ra là có nước, cả ấp ai cũng mừng lắm."),
        entry(Question("Còn rau?"), 8_000, "Còn rau?"),
        entry(Interview("Tốt.", speaker=CAM), 3_600_000, "Tốt."),
        entry(Cue("Nhạc"), 3_605_000),
    ),
    3_610_000, -16, -1,
)  # fmt: skip
VOICES = ["Phát thanh viên", "Phát thanh viên", CAM.name, "Phóng viên", CAM.name, None]
TEXTS = [
    "Bà Cẩm nói:", "a < b & c --> d.", "Mở vòi ra là có nước, cả ấp ai cũng mừng lắm.",
    "Còn rau?", "Tốt.", "[Nhạc]",
]  # fmt: skip
TIMES = [
    (200, 2200),
    (2200, 4200),
    (5000, 7000),
    (8000, 10000),
    (3_600_000, 3_602_000),
    (3_605_000, 3_607_000),
]


def ms(clock: str) -> int:
    hours, minutes, seconds, rest = map(int, re.split("[:.,]", clock))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def test_captions_with_voices() -> None:
    read = webvtt.from_buffer(io.StringIO(to_vtt(TRACK))).captions
    assert [html.unescape(c.text.replace("\n", " ")) for c in read] == TEXTS
    assert [c.voice for c in read] == VOICES
    assert [(ms(c.start), ms(c.end)) for c in read] == TIMES


def test_captions_as_subrip() -> None:
    read = webvtt.from_buffer(io.StringIO(to_srt(TRACK)), format="srt").captions
    assert [(ms(c.start), ms(c.end)) for c in read] == TIMES
    assert [c.raw_text.replace("\n", " ") for c in read] == [
        f"Phát thanh viên: {TEXTS[0]}", "a < b & c → d.", f"{CAM.name}: {TEXTS[2]}",
        f"Phóng viên: {TEXTS[3]}", f"{CAM.name}: {TEXTS[4]}", TEXTS[5],
    ]  # fmt: skip


def test_a_caption_has_two_lines_that_are_about_as_long() -> None:
    (line,) = (c for c in webvtt.from_buffer(io.StringIO(to_vtt(TRACK))).captions if "mừng" in c.text)
    first, second = line.text.split("\n")
    assert abs(len(first) - len(second)) < 8


def test_plain_text() -> None:
    assert to_text(TRACK).split("\n\n")[1:3] == [f"{CAM.name}: {TEXTS[2]}", "Còn rau?"]
    assert to_text(TRACK).endswith("[Nhạc]\n")


def test_the_presenters_own_label() -> None:
    track = Track((entry(Narration("Xin chào.", presenter="PTV nữ"), 0, "Xin chào."),), 2000, -16, -1)
    assert "<v PTV nữ>Xin chào." in to_vtt(track)


def heard(*phrases: tuple[str, int, int], then_ms: int = 60_000) -> list[tuple[str, int, int]]:
    """Captions of one statement, as they are read back."""
    told = tuple(Phrase(*phrase) for phrase in phrases)
    said = Interview(" ".join(text for text, _, _ in phrases), speaker=CAM)
    track = Track((Entry(said, 0, told[-1].end_ms, Origin.RECORDING, phrases=told),), then_ms, -16, -1)
    read = webvtt.from_buffer(io.StringIO(to_vtt(track))).captions
    return [(html.unescape(c.text.replace("\n", " ")), ms(c.start), ms(c.end)) for c in read]


def test_no_caption_is_gone_before_it_is_read() -> None:
    assert heard(("Vâng.", 0, 300), ("Nước về tới nhà rồi, bà con ai cũng mừng.", 600, 3_000)) == [
        ("Vâng. Nước về tới nhà rồi, bà con ai cũng mừng.", 0, 3_000)
    ]
    # What does not fit, or stands far off, stays apart, and stands as long as it may.
    long = "Nước về tới nhà rồi, bà con ai cũng mừng, tối nào cũng nói chuyện đó hoài."
    assert heard(("Vâng.", 0, 300), (long, 700, 5_000)) == [("Vâng.", 0, 700), (long, 700, 5_000)]
    assert heard(("Vâng.", 0, 300), ("Dạ.", 4_000, 4_300)) == [("Vâng.", 0, 1_200), ("Dạ.", 4_000, 5_200)]
    assert heard(("Vâng.", 0, 300), then_ms=700) == [("Vâng.", 0, 700)]


def test_an_empty_line_does_not_end_a_caption() -> None:
    assert heard(("Nước về\n\n00:00:09.000 --> 00:00:10.000\nrồi.", 0, 3_000)) == [
        ("Nước về 00:00:09.000 --> 00:00:10.000 rồi.", 0, 3_000)
    ]


def test_no_caption_stands_on_and_on() -> None:
    assert heard(("Nước về rồi.", 0, 45_000)) == [("Nước về rồi.", 0, 10_000)]


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=30), min_size=1
    ),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1, max_size=20),
)
def test_any_words_are_read_back(tokens: list[str], name: str) -> None:
    said = Interview(" ".join(tokens), speaker=Speaker(name))
    track = Track((entry(said, 0, *tokens),), 3_000_000, -16, -1)
    read = webvtt.from_buffer(io.StringIO(to_vtt(track))).captions
    assert [html.unescape(c.raw_text.replace("\n", " ")) for c in read] == [f"<v {name}>{t}" for t in tokens]
    assert all(a.end <= b.start for a, b in pairwise(read))
