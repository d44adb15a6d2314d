"""Written and read back, any script is the same."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from radio.article import Dropped
from radio.markdown import folded, from_markdown, to_markdown
from radio.script import Credit, Cue, Doubt, Interview, Narration, Question, Script, Segment, Speaker

# Words made of what has a meaning in the form, and any text at all.
MARKS = (
    '# ## \\ | : ? ( ) [ ] - > < ! <!-- --> <! -- – –> <!— , “ ” " PTV Băng Hỏi nữ a ạ K’Brêu \u0301 \u0338'
)
SIGNS = st.lists(st.sampled_from([*MARKS.split(), " ", "(không có lời)"]), max_size=8).map("".join)
TEXTS = (SIGNS | st.text(max_size=30)).map(folded)
SPEAKERS = st.none() | st.builds(Speaker, TEXTS, TEXTS | st.sampled_from(["tệp: a", "file :", "Tệp"]))
TAKES = st.sampled_from(["", "", "phu.m4a", "@1-2", "a|b \\c.mp3@0:12.4-", "tệp: x.wav+denoise"])
SEGMENTS = st.one_of(
    st.builds(Narration, TEXTS, speaker=SPEAKERS, presenter=TEXTS | st.sampled_from(["", "PTV nữ", "MC 1"])),
    st.builds(Question, TEXTS, speaker=SPEAKERS),
    *(st.builds(kind, TEXTS, speaker=SPEAKERS, take=TAKES) for kind in (Interview, Cue)),
)
LINES = st.integers(0, 9)
SCRIPTS = st.builds(
    Script,
    title=TEXTS,
    lead=TEXTS,
    credits=st.lists(st.builds(Credit, TEXTS, TEXTS.filter(bool), TEXTS), max_size=3).map(tuple),
    segments=st.lists(SEGMENTS, max_size=5).map(tuple),
    source=TEXTS.filter(bool),
    dropped=st.lists(st.builds(Dropped, TEXTS, LINES, TEXTS), max_size=2).map(tuple),
    doubts=st.lists(st.builds(Doubt, LINES, TEXTS), max_size=2).map(tuple),
)


def heard(script: Script) -> Script:
    """A script without what the Markdown form does not hold."""
    bare: tuple[Segment, ...] = tuple(replace(s, line=0, rule="") for s in script.segments)
    return replace(script, segments=bare, sha256="", dropped=(), doubts=())


@given(SCRIPTS)
@example(Script("", "", (), (Narration("a", presenter="(nữ"),), source="a.txt"))
@example(Script("", "", (), (Interview("a", speaker=Speaker("?", "b")),), source="a.txt"))
@example(Script("", "", (), (Cue("tệp: a", take="@1-2"), Interview("", take="a.mp3")), source="a.txt"))
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost(script: Script) -> None:
    text = to_markdown(script)
    again = from_markdown(text, "a.md")
    assert heard(again) == heard(script)
    once_more = to_markdown(again)
    assert to_markdown(from_markdown(once_more, "a.md")) == once_more


@given(SCRIPTS)
@settings(max_examples=50, deadline=None)
def test_an_editor_may_save_it_its_own_way(script: Script) -> None:
    text = to_markdown(script)
    saved = "\ufeff" + unicodedata.normalize("NFD", text).replace("\n\n", "\n").replace("\n", " \r\n")
    assert heard(from_markdown(saved, "a.md")) == heard(script)
    assert heard(from_markdown(text.replace("\n", "\r\r\r"), "a.md")) == heard(script)


def test_words_that_no_script_should_hold_are_folded() -> None:
    script = Script("Hội\nnghị ", "", (), (Narration("a\x00 \u2028 e\u0301\ud800"),), source="a.txt")
    again = from_markdown(to_markdown(script), "a.md")
    assert (again.title, again.segments[0].text) == ("Hội nghị", "a é")


def test_a_long_script_takes_time_in_proportion() -> None:
    script = Script("", "", (), (Narration("<!-- | : # \\ " * 100_000), Cue("(" * 1_000_000)))
    started = time.perf_counter()
    assert from_markdown(to_markdown(script), "a.md").segments[1].text == script.segments[1].text
    assert time.perf_counter() - started < 20
