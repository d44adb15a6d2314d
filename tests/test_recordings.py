"""Which recording each statement has: by hand, by the script, by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from radio.errors import ClipError
from radio.recordings import recordings
from radio.script import Cue, Interview, Narration, Script, Segment, Speaker
from radio.take import Span, Take

PHU, ANH = Speaker("Ngô Duy Phú"), Speaker("Đặng Thị Ngọc Ánh")


def script(*segments: Segment) -> Script:
    told = segments or (Interview("Một.", speaker=PHU), Narration("Rồi."), Interview("Hai.", speaker=ANH))
    return Script("Tin", "", (), told)


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """A folder with a recording of each, and one that is called by nobody."""
    folder = tmp_path / "băng"
    folder.mkdir()
    for name in ("ngo-duy-phu.m4a", "2.mp3", ".DS_Store", "Thumbs.db"):
        (folder / name).write_bytes(b"x")
    return folder


def test_by_name(clips: Path) -> None:
    found = recordings(script(), clips=clips)
    assert found == {1: Take(clips / "ngo-duy-phu.m4a"), 2: Take(clips / "2.mp3")}
    assert recordings(script()) == {}


def test_by_hand_goes_before_the_folder(clips: Path, tmp_path: Path) -> None:
    other = tmp_path / "họp.mkv"
    other.write_bytes(b"x")
    found = recordings(script(), clips=clips, by_hand=[f"2={other}@12.4-31.0", "Duy Phú=ngo-duy-phu.m4a@5-"])
    assert found == {
        1: Take(clips / "ngo-duy-phu.m4a", Span(5000)),
        2: Take(other, Span(12_400, 31_000)),
    }


def test_one_recording_for_several_statements_need_be_called_by_nobody(clips: Path) -> None:
    long = clips / "cuộc họp sáng nay.wav"
    long.write_bytes(b"x")
    with pytest.raises(ClipError, match="fits no speaker"):
        recordings(script(), clips=clips)
    found = recordings(script(), clips=clips, by_hand=[f"1={long.name}@1-2", f"2={long.name}@5-8+denoise"])
    assert found == {1: Take(long, Span(1000, 2000)), 2: Take(long, Span(5000, 8000), denoise=True)}


def test_a_span_alone_is_of_the_recording_found_by_name(clips: Path) -> None:
    assert recordings(script(), clips=clips, by_hand=["2=@1-2"])[2] == Take(clips / "2.mp3", Span(1000, 2000))
    with pytest.raises(ClipError, match="statement 2 has a span, but no recording"):
        recordings(script(), by_hand=["2=@1-2"])


def test_as_the_script_notes_it(clips: Path, tmp_path: Path) -> None:
    (tmp_path / "ánh.ogg").write_bytes(b"x")
    noted = script(
        Interview("Một.", speaker=PHU, take="@1-2"), Interview("Hai.", speaker=ANH, take="ánh.ogg@3-4")
    )
    found = recordings(noted, clips=clips, beside=tmp_path)
    assert found == {
        1: Take(clips / "ngo-duy-phu.m4a", Span(1000, 2000)),
        2: Take(tmp_path / "ánh.ogg", Span(3000, 4000)),
    }
    by_hand = recordings(noted, clips=clips, beside=tmp_path, by_hand=["2=2.mp3"])
    assert by_hand[2] == Take(clips / "2.mp3")


def test_a_tape_that_is_called_for_without_words(clips: Path) -> None:
    told = script(
        Narration("Mời nghe."),
        Cue("(Băng)"),
        Narration("Hết."),
        Cue("(Tiếng động)", take="2.mp3"),
        Cue("(Nhạc cắt)"),
        Cue("(Băng)"),
        Interview("Ba.", speaker=PHU),
    )
    found = recordings(told, by_hand=["1=ngo-duy-phu.m4a", "3=2.mp3"], clips=clips)
    assert {number: take.path.name for number, take in found.items()} == {
        1: "ngo-duy-phu.m4a",
        2: "2.mp3",
        3: "2.mp3",
    }


@pytest.mark.parametrize(
    ("by_hand", "said"),
    [
        (["phu.m4a"], "--clip phu.m4a: does not say which statement"),
        (["=phu.m4a"], "does not say which statement"),
        (["3=2.mp3"], "--clip 3=2.mp3: there is no statement number 3"),
        (["Lạ=2.mp3"], "fits no speaker"),
        (["1=không.m4a"], "--clip 1=không.m4a: there is no such file"),
        (["1="], "--clip 1=: no recording is named"),
        (["1=2.mp3@4"], "--clip 1=2.mp3@4: “4” is no span; write"),
        (["1=2.mp3@4-3"], "ends before it begins"),
        (["1=2.mp3", "1=2.mp3@1-2"], "statement 1 has a --clip already"),
    ],
)
def test_what_is_wrong_names_the_option(by_hand: list[str], said: str, clips: Path) -> None:
    with pytest.raises(ClipError) as caught:
        recordings(script(), clips=clips, by_hand=by_hand)
    assert said in str(caught.value)


@pytest.mark.parametrize("file", ["../phu.m4a", "/etc/passwd", "a/b.m4a", "C:\\x.m4a", ".."])
def test_a_script_names_no_folder(file: str, clips: Path) -> None:
    noted = script(Interview("Một.", line=4, speaker=PHU, take=f"{file}@1-2"))
    with pytest.raises(ClipError, match="line 4, tệp: ") as caught:
        recordings(noted, clips=clips, beside=clips)
    assert "names a folder" in str(caught.value) or "no such file" in str(caught.value)
