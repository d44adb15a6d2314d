"""Tags of MP3s changed, and everything else left as it was: other frames, and the sound to the byte."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import eyed3
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.apev2 import APEv2
from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    ID3,
    PRIV,
    TALB,
    TENC,
    TIT2,
    TPE1,
    TXXX,
    TYER,
    Encoding,
    Frame,
)

from radio.errors import ClipError, OutputError
from radio.script import Credit
from radio.tags import Changes, change, info, raw
from tests.pressing import press_mp3

CREDITS = (
    Credit("BT", "Nguyễn Thu", "BT: Nguyễn Thu"),
    Credit("KTV", "Rơ Ông K’Duyên", "KTV: Rơ Ông K’Duyên"),
)
CHANGES = Changes(title="Nước sạch & “niềm vui”", credits=CREDITS, programme="Thời sự")
OTHERS: tuple[Frame, ...] = (
    TENC(encoding=Encoding.LATIN1, text=["somebody"]),
    TXXX(encoding=Encoding.UTF16, desc="riêng", text=["một", "hai"]),
    COMM(encoding=Encoding.LATIN1, lang="eng", desc="iTunNORM", text=[" 000"]),
    PRIV(owner="a", data=b"\x00\xff\xfb\x90"),
    APIC(encoding=Encoding.LATIN1, mime="image/png", type=3, desc="", data=b"\xff\x00\xff\xfb" * 100),
    CHAP(element_id="x", start_time=0, end_time=9, start_offset=1, end_offset=2, sub_frames=[]),
)


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "a.mp3"
    press_mp3(path, (8000 * np.sin(np.arange(48_000) / 20)).astype(np.int16))
    return path.read_bytes()


def tagged(path: Path, sound: bytes, version: int, *frames: Frame, v1: int = 0) -> Path:
    """An MP3 with other people's frames."""
    path.write_bytes(sound)
    tags = ID3()
    for frame in frames or (*OTHERS, TIT2(encoding=Encoding.LATIN1, text=["old"]), TPE1(text=["old"])):
        tags.add(frame)
    tags.save(path, v1=v1, v2_version=version, v23_sep=None)
    return path


def kept(path: Path) -> list[raw.RawFrame]:
    """The frames, as bytes, that `CHANGES` does not touch."""
    data = path.read_bytes()
    ours = ("TIT2", "TPE1", "TALB", "IPLS", "TIPL")
    frames = raw.frames(data[: raw.length(data)])
    return [f for f in frames if f.id not in ours and not (f.id == "COMM" and b"vie" in f.body[:4])]


def sound_of(path: Path) -> bytes:
    data = path.read_bytes()
    return data[raw.length(data) :]


@pytest.mark.parametrize("version", [3, 4])
def test_what_is_not_ours_stays(tmp_path: Path, sound: bytes, version: int) -> None:
    source = tagged(tmp_path / "a.mp3", sound, version, v1=2)
    target = tmp_path / "b.mp3"
    change(source, target, CHANGES)
    assert kept(target) == kept(source)
    assert len(kept(target)) == len(OTHERS)
    assert sound_of(target) == sound_of(source), "the ID3v1 tag at the end, too"
    read = eyed3.load(target)
    assert read is not None
    assert read.tag.version[:2] == (2, version)
    assert read.tag.title == CHANGES.title
    assert read.tag.artist == "Nguyễn Thu; Rơ Ông K’Duyên"
    assert read.tag.album == "Thời sự"
    assert {(c.lang, c.text) for c in read.tag.comments} == {
        (b"vie", "BT: Nguyễn Thu - KTV: Rơ Ông K’Duyên"), (b"eng", " 000"),
    }  # fmt: skip
    people = ID3(target).getall("TIPL")[0].people
    assert people == [["BT", "Nguyễn Thu"], ["KTV", "Rơ Ông K’Duyên"]]


def test_a_second_change_moves_nothing(tmp_path: Path, sound: bytes) -> None:
    one, two = tmp_path / "a.mp3", tmp_path / "b.mp3"
    change(tagged(tmp_path / "x.mp3", sound, 3), one, CHANGES)
    change(one, two, Changes(title="Ngắn"))
    assert two.stat().st_size == one.stat().st_size, "what was padding takes it up"
    assert dict(info(two).texts)["title"] == "Ngắn"
    change(two, one, CHANGES)
    change(one, two, CHANGES)
    assert one.read_bytes() == two.read_bytes()


def test_a_file_without_a_tag(tmp_path: Path, sound: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(sound)
    change(tmp_path / "a.mp3", tmp_path / "b.mp3", CHANGES)
    told = info(tmp_path / "b.mp3")
    assert told.tag == "ID3v2.3"
    assert dict(told.texts)["title"] == CHANGES.title
    assert sound_of(tmp_path / "b.mp3") == sound


def test_taken_away(tmp_path: Path, sound: bytes) -> None:
    source = tagged(tmp_path / "a.mp3", sound, 3, *OTHERS, TIT2(text=["x"]), TALB(text=["y"]))
    change(source, tmp_path / "b.mp3", Changes(title="", credits=()))
    told = dict(info(tmp_path / "b.mp3").texts)
    assert "title" not in told
    assert told["programme"] == "y"
    bare = tagged(tmp_path / "c.mp3", sound, 3, TIT2(text=["x"]))
    change(bare, tmp_path / "d.mp3", Changes(title=""))
    assert "title" not in dict(info(tmp_path / "d.mp3").texts)


def test_an_old_tag_of_v22(tmp_path: Path, sound: bytes) -> None:
    old = b"TT2\x00\x00\x04\x00old" + b"TEN\x00\x00\x05\x00them"
    size = bytes([0, 0, 0, len(old)])
    (tmp_path / "a.mp3").write_bytes(b"ID3\x02\x00\x00" + size + old + sound)
    change(tmp_path / "a.mp3", tmp_path / "b.mp3", Changes(title="mới"))
    told = info(tmp_path / "b.mp3")
    assert (told.tag, dict(told.texts)["title"], dict(told.texts)["TENC"]) == ("ID3v2.3", "mới", "them")


def test_an_unsynchronised_tag_and_an_extended_header(tmp_path: Path, sound: bytes) -> None:
    body = b"TENC\x00\x00\x00\x05\x00\x00\x00\xff\xfbab" + b"PRIV\x00\x00\x00\x04\x00\x00a\x00\xff\xff"
    stuffed = b"\x00\x00\x00\x06" + bytes(6) + body.replace(b"\xff", b"\xff\x00") + bytes(20)
    (tmp_path / "a.mp3").write_bytes(b"ID3\x03\x00\xc0" + bytes([0, 0, 0, len(stuffed)]) + stuffed + sound)
    change(tmp_path / "a.mp3", tmp_path / "b.mp3", Changes(title="mới"))
    frames = {f.id: f.body for f in kept(tmp_path / "b.mp3")}
    assert frames == {"TENC": b"\x00\xff\xfbab", "PRIV": b"a\x00\xff\xff"}


def test_a_footer_and_sizes_as_an_old_itunes_wrote_them(tmp_path: Path, sound: bytes) -> None:
    words = b"x" * 200
    body = b"TENC" + (len(words) + 1).to_bytes(4) + b"\x00\x00\x00" + words
    size = bytes([0, 0, len(body) >> 7, len(body) & 0x7F])
    head = b"\x04\x00\x10" + size
    (tmp_path / "a.mp3").write_bytes(b"ID3" + head + body + b"3DI" + head + sound)
    change(tmp_path / "a.mp3", tmp_path / "b.mp3", Changes(title="mới"))
    assert [(f.id, f.body) for f in kept(tmp_path / "b.mp3")] == [("TENC", b"\x00" + words)]
    assert sound_of(tmp_path / "b.mp3") == sound


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no MP3"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt " + bytes(4000), "no MP3"),
        ("không phải MP3 ".encode() * 500, "no MP3"),
        (b"ID3\x03\x00\x00\x00\x00\x7f\x7f" + bytes(500), "cut off"),
        (b"\xff" * 9000, "no MP3"),
    ],
)
def test_what_is_no_mp3_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "a.mp3").write_bytes(data)
    with pytest.raises(ClipError, match=said):
        change(tmp_path / "a.mp3", tmp_path / "b.mp3", CHANGES)
    assert not (tmp_path / "b.mp3").exists()
    with pytest.raises(ClipError):
        info(tmp_path / "a.mp3")


@pytest.mark.parametrize(
    "junk", [b"TIT2\x00\x00\xff\xff\x00\x00abc", b"\x01\x02\x03", b"TIT2" + bytes(6) + b"junk"]
)
def test_a_damaged_tag_is_not_made_worse(tmp_path: Path, sound: bytes, junk: bytes) -> None:
    body = b"TENC\x00\x00\x00\x02\x00\x00\x00a" + junk + bytes(30)
    (tmp_path / "a.mp3").write_bytes(b"ID3\x03\x00\x00" + bytes([0, 0, 0, len(body)]) + body + sound)
    with pytest.raises(ClipError, match="its tag is damaged"):
        change(tmp_path / "a.mp3", tmp_path / "b.mp3", CHANGES)


def test_a_frame_that_no_parser_knows_stays(tmp_path: Path, sound: bytes) -> None:
    body = b"XYZ9\x00\x00\x00\x03\x00\x40abc" + b"TIT2\x00\x00\x00\x04\x00\x80zzzz" + bytes(40)
    (tmp_path / "a.mp3").write_bytes(b"ID3\x03\x00\x00" + bytes([0, 0, 0, len(body)]) + body + sound)
    change(tmp_path / "a.mp3", tmp_path / "b.mp3", Changes(programme="Thời sự"))
    frames = raw.frames((tmp_path / "b.mp3").read_bytes()[: raw.length((tmp_path / "b.mp3").read_bytes())])
    assert [f.id for f in frames] == ["TALB", "XYZ9", "TIT2"]
    assert frames[1:] == raw.frames((tmp_path / "a.mp3").read_bytes()[: 10 + len(body)])


def test_a_cut_mp3_keeps_what_it_has(tmp_path: Path, sound: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(sound[: len(sound) // 2 + 7])
    change(tmp_path / "a.mp3", tmp_path / "b.mp3", CHANGES)
    assert sound_of(tmp_path / "b.mp3") == sound[: len(sound) // 2 + 7]


def test_a_target_that_cannot_be_written(tmp_path: Path, sound: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(sound)
    with pytest.raises(OutputError):
        change(tmp_path / "a.mp3", tmp_path / "không" / "b.mp3", CHANGES)


@given(st.binary(max_size=200), st.integers(2, 4), st.integers(0, 255))
def test_any_tag_is_read_or_refused(body: bytes, version: int, flags: int) -> None:
    tag = b"ID3" + bytes([version, 0, flags, 0, 0, len(body) >> 7, len(body) & 0x7F]) + body
    size = raw.length(tag)
    assert size in (len(tag), len(tag) + raw.HEADER)
    if version > 2:
        try:
            frames = raw.frames(tag.ljust(size, b"\x00"))
        except ValueError:
            return
        assert raw.frames(raw.render(frames, version, padding=lambda _: 7)) == frames


@pytest.mark.parametrize("version", [3, 4])
def test_other_programs_find_no_fault(tmp_path: Path, sound: bytes, version: int) -> None:
    target = tmp_path / "b.mp3"
    change(tagged(tmp_path / "a.mp3", sound, version), target, CHANGES)
    for command, good in ((["mp3val", str(target)], b"WARNING"), (["mpg123", "-t", str(target)], b"error")):
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, check=True)
            assert good not in done.stdout + done.stderr


def test_info_tells_everything(tmp_path: Path, sound: bytes) -> None:
    chapter = CHAP(
        element_id="x", start_time=0, end_time=900, start_offset=1, end_offset=2,
        sub_frames=[TIT2(encoding=Encoding.UTF16, text=["Mở đầu"])],
    )  # fmt: skip
    frames = (*OTHERS[:-1], chapter, TIT2(encoding=Encoding.UTF16, text=["Tin"]), TYER(text=["2026"]))
    told = info(tagged(tmp_path / "a.mp3", sound, 3, *frames))
    assert (told.sample_rate_hz, told.channels, told.tag) == (48_000, 1, "ID3v2.3")
    assert told.texts[0] == ("title", "Tin")
    assert dict(told.texts)["date"] == "2026"
    assert dict(told.texts)["riêng"] == "một; hai"
    assert dict(told.texts)["picture"] == "image/png, 400 bytes"
    assert [(c.title, c.end_ms) for c in told.chapters] == [("Mở đầu", 900)]


def test_what_older_tags_at_the_end_say_is_told(tmp_path: Path, sound: bytes) -> None:
    texts = ["Tin cũ".encode(), b"\xd2\xc0", b"Al"]
    v1 = b"TAG" + b"".join(text.ljust(30, b"\0") for text in texts) + b"2019"
    source = tmp_path / "a.mp3"
    source.write_bytes(sound + v1.ljust(128, b"\0"))
    told = info(source)
    assert (told.tag, dict(told.texts)) == ("ID3v1", {"title": "Tin cũ", "programme": "Al", "date": "2019"})
    change(source, tmp_path / "b.mp3", Changes(credits=CREDITS))
    read = eyed3.load(tmp_path / "b.mp3")
    assert read is not None
    # A reader that believes the new tag alone misses nothing that the old one said.
    assert (read.tag.title, read.tag.artist, read.tag.album) == ("Tin cũ", "Nguyễn Thu; Rơ Ông K’Duyên", "Al")
    assert sound_of(tmp_path / "b.mp3") == source.read_bytes()
    tags = APEv2()
    tags["Title"], tags["REPLAYGAIN_TRACK_GAIN"], tags["Year"] = "Tin APE", "-1 dB", "năm nay"
    tags.save(source)
    assert info(source).tag == "APEv2"
    change(source, tmp_path / "c.mp3", Changes(programme="Thời sự"))
    assert dict(info(tmp_path / "c.mp3").texts)["title"] == "Tin APE"
    assert sound_of(tmp_path / "c.mp3") == source.read_bytes()


def test_two_tags_one_behind_the_other_become_one(tmp_path: Path, sound: bytes) -> None:
    one = tagged(tmp_path / "1.mp3", b"", 3, TIT2(text=["a"]), OTHERS[0]).read_bytes()
    two = tagged(tmp_path / "2.mp3", b"", 3, TIT2(text=["b"]), OTHERS[0], OTHERS[3]).read_bytes()
    (tmp_path / "a.mp3").write_bytes(one + two + sound)
    change(tmp_path / "a.mp3", tmp_path / "b.mp3", CHANGES)
    assert sound_of(tmp_path / "b.mp3") == sound, "no reader finds the old title any more"
    assert [f.id for f in kept(tmp_path / "b.mp3")] == ["TENC", "PRIV"]
    other = tagged(tmp_path / "4.mp3", b"", 4, TIT2(text=["b"])).read_bytes()
    (tmp_path / "a.mp3").write_bytes(one + other + sound)
    with pytest.raises(ClipError, match="two tags"):
        change(tmp_path / "a.mp3", tmp_path / "b.mp3", CHANGES)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (b"RIFF\x00\x00\x10\x00WAVEfmt \x1e\x00\x00\x00U\x00" + bytes(60), "WAV file"),
        (b"xin chao".ljust(90, b".") + b"ID3\x03\x00\x00\x00\x00\x00\x0a" + bytes(10), "before its tag"),
        (b"ID3\x05\x00\x00\x00\x00\x00\x0a" + bytes(10), "not known"),
    ],
)
def test_what_a_tag_in_front_would_spoil_is_refused(
    tmp_path: Path, sound: bytes, before: bytes, said: str
) -> None:
    (tmp_path / "a.mp3").write_bytes(before + sound)
    with pytest.raises(ClipError, match=said):
        change(tmp_path / "a.mp3", tmp_path / "b.mp3", CHANGES)


def test_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ClipError, match="is no file"):
        info(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "ống.mp3")
        with pytest.raises(ClipError, match="is no file"):
            info(tmp_path / "ống.mp3")


def test_garbage_before_the_sound_stays(tmp_path: Path, sound: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(bytes(2000) + b"rac" + sound)
    change(tmp_path / "a.mp3", tmp_path / "b.mp3", CHANGES)
    assert sound_of(tmp_path / "b.mp3") == bytes(2000) + b"rac" + sound


def test_letters_that_a_frame_cannot_hold(tmp_path: Path, sound: bytes) -> None:
    (tmp_path / "a.mp3").write_bytes(sound)
    change(tmp_path / "a.mp3", tmp_path / "b.mp3", Changes(title="a\0b\udcff🌾", credits=CREDITS))
    assert dict(info(tmp_path / "b.mp3").texts)["title"] == "a\ufffdb\ufffd🌾"


@given(st.lists(st.tuples(st.sampled_from(OTHERS), st.binary(max_size=40)), max_size=4), st.integers(3, 4))
def test_frames_of_anybody_come_back(held: list[tuple[Frame, bytes]], version: int) -> None:
    frames = tuple(raw.RawFrame(f.FrameID, b"\0\0", body) for f, body in held)
    assert raw.frames(raw.render(frames, version, padding=lambda _: 0)) == frames
