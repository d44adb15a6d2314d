"""A producer's note of a recording: its file, its span, its noise."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from radio.take import Note, Span, clock, note


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("phu.m4a", Note("phu.m4a")),
        ("phu.m4a@12.4-31.0", Note("phu.m4a", Span(12_400, 31_000))),
        (" phu.m4a @ 12,4 – 31 ", Note("phu.m4a", Span(12_400, 31_000))),
        ("phu.m4a@12.4-", Note("phu.m4a", Span(12_400))),
        ("phu.m4a@-31", Note("phu.m4a", Span(0, 31_000))),
        ("phu.m4a@1:05-1:20.25", Note("phu.m4a", Span(65_000, 80_250))),
        ("họp xã.mkv@1:02:03-1:02:04", Note("họp xã.mkv", Span(3_723_000, 3_724_000))),
        ("@90-95", Note("", Span(90_000, 95_000))),
        ("a@b.m4a", Note("a@b.m4a")),
        ("a@2.m4a@0-1", Note("a@2.m4a", Span(0, 1000))),
        ("bang/phu.m4a@1-2+denoise", Note("bang/phu.m4a", Span(1000, 2000), denoise=True)),
        ("phu.m4a+nodenoise", Note("phu.m4a", denoise=False)),
        ("+denoise", Note("", denoise=True)),
        ("C:\\bang\\phu.m4a@0.5-2", Note("C:\\bang\\phu.m4a", Span(500, 2000))),
    ],
)
def test_what_is_meant(text: str, meant: Note) -> None:
    assert note(text) == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no recording is named"),
        ("phu.m4a@", "“” is no span"),
        ("phu.m4a@12.4", "“12.4” is no span"),
        ("phu.m4a@-", "“-” is no span"),
        ("phu.m4a@31-12", "ends before it begins"),
        ("phu.m4a@5-5", "ends before it begins"),
        ("phu.m4a@1:75-3:00", "“1:75” is no time"),
        ("phu.m4a@1:2:3:4-9:00", "is no time"),
        ("phu.m4a@1.2.3-4", "is no time"),
        ("phu.m4a@1-2-3", "is no span"),
    ],
)
def test_what_is_wrong_is_told_with_the_way_to_write_it(text: str, said: str) -> None:
    with pytest.raises(ValueError, match="; write ") as caught:
        note(text)
    assert said in str(caught.value)


@given(st.text(alphabet="a.@-–:,+0123456789 đ=", max_size=14))
@settings(max_examples=300, deadline=None)
@example("@0-99999999")
def test_anything_is_a_note_or_an_error(text: str) -> None:
    try:
        found = note(text)
    except ValueError as error:
        assert "; write " in str(error)
        return
    assert found.file or found.span or found.denoise is not None
    if found.span and found.span.end_ms is not None:
        assert 0 <= found.span.start_ms < found.span.end_ms


@pytest.mark.parametrize(
    ("ms", "told"), [(0, "0:00"), (31_500, "0:31.5"), (65_000, "1:05"), (3_725_040, "1:02:05.04")]
)
def test_times_as_messages_tell_them(ms: int, told: str) -> None:
    assert clock(ms) == told
