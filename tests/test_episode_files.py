"""Tags, chapters and sidecar of an episode, read back by parsers that are not ours."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import partial
from itertools import pairwise
from pathlib import Path

import eyed3
import jsonschema
import numpy as np
import pytest

from radio import ffmpeg, sidecar, tags
from radio.chapters import chapters, to_json
from radio.companions import wanted
from radio.episode import Episode, Media, story_id
from radio.errors import OutputError
from radio.script import Credit, Interview, Narration, Script, Speaker
from radio.station import Station
from radio.track import Entry, Origin, Phrase, Track
from tests.pressing import press_mp3
from tests.test_picture import png

ANH = Speaker(
    "Đặng Thị Ngọc Ánh", "Phó Chủ tịch UBND xã Vĩnh Hưng Đông, Trưởng Ban Quản lý công trình cấp nước"
)


def episode() -> Episode:
    narration = Narration("Sau ba tháng thi công, tuyến ống đã xong. Bà Ánh cho biết:")
    quote = Interview("Cái khó nhất là đoạn qua kênh 28.", speaker=ANH)
    script = Script(
        title="Nước sạch & “niềm vui” về ấp",
        lead="Tuyến ống dài 4,5 km.",
        credits=(
            Credit("BT", "Nguyễn Thu", "BT: Nguyễn Thu"),
            Credit("Tin, ảnh", "K'Brêu", "Tin, ảnh: K'Brêu - Y Moan Ênuôl"),
            Credit("Tin, ảnh", "Y Moan Ênuôl", "Tin, ảnh: K'Brêu - Y Moan Ênuôl"),
        ),
        segments=(narration, quote),
        source="/home/lan/bài.txt",
        sha256="ab" * 32,
    )
    phrases = (
        Phrase("Sau ba tháng thi công, tuyến ống đã xong.", 200, 700),
        Phrase("Bà Ánh cho biết:", 800, 1000),
    )
    track = Track(
        entries=(
            Entry(narration, 200, 1000, Origin.SYNTHETIC, voice="espeak vi-vn-x-south", phrases=phrases),
            Entry(quote, 1450, 2400, Origin.RECORDING, clip="anh.m4a", gain_db=-3.1, trimmed_ms=(900, 1200)),
        ),
        duration_ms=3000,
        loudness_lufs=-16.04,
        true_peak_dbtp=-1.74,
    )
    station = Station(name="Đài Vĩnh Hưng Đông", programme="Thời sự", copyright="Đài Vĩnh Hưng Đông")
    made = datetime(2026, 3, 5, 6, 7, 8, tzinfo=timezone(timedelta(hours=7)))
    return Episode(
        story_id(station, script, made),
        script,
        track,
        station,
        made,
        "espeak vi-vn-x-south",
        "",
        Media("a.mp3", 9, "0" * 64, 128),
    )


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    path = tmp_path / "bài.mp3"
    tone = (8000 * np.sin(np.arange(48_000 * 3) / 20)).astype(np.int16)
    return press_mp3(path, tone)


def test_tags_are_read_by_another_parser(mp3: Path) -> None:
    frames = mp3.read_bytes()
    tags.write(mp3, episode())
    read = eyed3.load(mp3)
    assert read is not None
    tag = read.tag
    assert tag.version == (2, 3, 0)
    assert tag.title == "Nước sạch & “niềm vui” về ấp"
    assert tag.artist == "Nguyễn Thu; K'Brêu; Y Moan Ênuôl"
    assert tag.album == "Thời sự"
    assert tag.publisher == "Đài Vĩnh Hưng Đông"
    assert [c.text for c in tag.comments] == ["BT: Nguyễn Thu - Tin, ảnh: K'Brêu - Y Moan Ênuôl"]
    assert tag.getTextFrame("TLAN") == "vie"
    assert tag.getTextFrame("TLEN") == "3000"
    texts = {t.description: t.text for t in tag.user_text_frames}
    assert texts["AI-CONTENT"] == "true"
    assert texts["AI-VOICE"] == "espeak vi-vn-x-south"
    assert texts["STORY-ID"] == episode().id
    assert texts["SOURCE-SHA256"] == "ab" * 32
    assert "Đặng Thị Ngọc Ánh: Cái khó nhất" in tag.lyrics[0].text
    assert mp3.read_bytes().endswith(frames), "audio frames must stay as they were"


def test_chapters_are_read_by_another_parser(mp3: Path) -> None:
    tags.write(mp3, episode())
    read = eyed3.load(mp3)
    assert read is not None
    (toc,) = read.tag.table_of_contents
    assert toc.toplevel
    assert toc.ordered
    marks = [read.tag.chapters[name] for name in toc.child_ids]
    assert [m.times for m in marks] == [(0, 1450), (1450, 3000)]
    assert marks[0].title == "Sau ba tháng thi công, tuyến ống đã xong. Bà Ánh cho biết:"
    assert marks[1].title == f"{ANH.name}, {ANH.role}"


def test_every_credit_is_an_involved_person(mp3: Path) -> None:
    tags.write(mp3, episode())
    assert b"IPLS" in mp3.read_bytes()[:4000]
    probe = subprocess.run(
        [ffmpeg.find().path, "-hide_banner", "-i", str(mp3), "-f", "ffmetadata", "-"],
        capture_output=True,
        check=True,
    )
    told = probe.stdout.decode("utf-8")
    assert "title=Nước sạch & “niềm vui” về ấp" in told
    assert "date=2026-03-05" in told  # joined from TYER and TDAT
    assert told.count("[CHAPTER]") == 2


def test_version_24_and_a_cover_where_a_station_asks_for_them(mp3: Path) -> None:
    picture = png(300, 300)
    asked = replace(episode(), station=replace(episode().station, id3="2.4"), cover=picture)
    tags.write(mp3, asked)
    read = eyed3.load(mp3)
    assert read is not None
    assert read.tag.version == (2, 4, 0)
    assert read.tag.title == asked.script.title
    assert str(read.tag.recording_date) == "2026-03-05"
    assert [(i.picture_type, i.mime_type, i.image_data) for i in read.tag.images] == [
        (3, "image/png", picture)
    ]
    assert len(list(read.tag.chapters)) == 2


@pytest.mark.parametrize("program", [["mp3val"], ["mpg123", "-t"]])
def test_other_programs_find_no_fault(mp3: Path, program: list[str]) -> None:
    if not shutil.which(program[0]):
        pytest.skip(f"{program[0]} is not installed")
    tags.write(mp3, episode())
    done = subprocess.run([*program, str(mp3)], capture_output=True, check=True)
    told = (done.stdout + done.stderr).lower()
    assert b"warning" not in told
    assert b"error" not in told


def test_the_sidecar_fits_its_schema() -> None:
    schema = sidecar.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    value = json.loads(sidecar.to_text(episode()))
    jsonschema.validate(value, schema, format_checker=jsonschema.FormatChecker())
    assert value["byline"] == "BT: Nguyễn Thu - Tin, ảnh: K'Brêu - Y Moan Ênuôl"
    assert value["credits"][0] == {"role": "BT", "name": "Nguyễn Thu"}
    assert value["published"] == "2026-03-05T06:07:08+07:00"
    assert value["speakers"] == [{"name": ANH.name, "role": ANH.role}]
    assert value["ai"] == {"content": True, "voices": ["espeak vi-vn-x-south"]}
    assert value["description"] == f"Tuyến ống dài 4,5 km.\n0:01 {ANH.name}, {ANH.role}"
    assert [s["name"] for s in value["sources"]] == ["bài.txt", "anh.m4a"]
    assert [f["file"] for f in value["files"]] == ["a.vtt", "a.chapters.json"]
    recorded = value["segments"][1]
    assert recorded["origin"] == "recording"
    assert recorded["voice"] is None
    assert recorded["trimmed_ms"] == [900, 1200]


def test_a_field_taken_away_breaks_the_schema() -> None:
    value = sidecar.to_json(episode())
    for name in sidecar.schema()["required"]:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({k: v for k, v in value.items() if k != name}, sidecar.schema())


def test_a_sidecar_of_an_earlier_release_still_fits() -> None:
    # Fields are only ever added: these were not there at first.
    value = sidecar.to_json(episode())
    jsonschema.validate(
        {k: v for k, v in value.items() if k not in ("renditions", "music")}, sidecar.schema()
    )


def test_an_episode_that_is_not_written_has_no_sidecar() -> None:
    with pytest.raises(ValueError, match="not written"):
        sidecar.to_json(replace(episode(), media=None))


def test_the_description_is_no_longer_than_a_feed_takes() -> None:
    base = episode()
    crowd = tuple(
        replace(
            base.track.entries[1],
            segment=Interview("Vui.", speaker=Speaker(f"Điểu Thị Nga {i}", "dân 🌾 " * 9)),
        )
        for i in range(99)
    )
    long = replace(
        base, script=replace(base.script, lead="🌾" * 9000), track=replace(base.track, entries=crowd)
    )
    told = sidecar.description(long)
    assert 3900 < len(told.encode()) <= 4000
    assert told.count("\n") == told.count("Điểu Thị Nga")


def test_the_head_of_a_sidecar_is_what_a_feed_needs() -> None:
    text = sidecar.to_text(episode())
    whole = json.loads(text)
    rest = {name: whole.pop(name) for name in ("chapters", "segments")}
    assert all(rest.values())
    assert sidecar.head(text.encode()) == whole
    assert sidecar.head(text.encode()[:1000], partial(bytes, text.encode()[1000:])) == whole | rest
    # As another program writes it anew, all of it is read.
    ours = json.loads(text)
    others = {"schema": ours["schema"]} | dict(sorted(ours.items()))
    for told in (json.dumps(ours), json.dumps(others, indent=2)):
        assert sidecar.head(told.encode()) == ours
        assert sidecar.head(told.encode()[:3000], partial(bytes, told.encode()[3000:])) == ours


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[1]", b'{"schema": "radio.episode/1"', b'["schema": "radio.episode/', b"\xff"]
)
def test_what_is_no_sidecar_has_no_head(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the parser's own words
        sidecar.head(data)


def test_a_text_that_looks_like_the_segments_is_a_text() -> None:
    told = '\n  "chapters": ['
    tricky = replace(episode(), script=replace(episode().script, title=told, lead=told))
    assert sidecar.head(sidecar.to_text(tricky).encode())["title"] == told


def test_somebody_elses_files_are_not_overwritten(tmp_path: Path) -> None:
    mp3, companions = tmp_path / "a.mp3", wanted(Station(files=("vtt", "txt")))
    ours = (tmp_path / "a.json", tmp_path / "a.vtt", tmp_path / "a.transcript.txt")
    assert sidecar.paths_beside(mp3, companions) == ours
    (tmp_path / "a.json").write_text(sidecar.to_text(episode()), "utf-8")
    (tmp_path / "a.vtt").write_text("WEBVTT", "utf-8")
    assert sidecar.paths_beside(mp3, companions) == ours, "the sidecar says that it is of the episode"
    (tmp_path / "a.transcript.txt").write_text("ghi chú của tôi", "utf-8")
    with pytest.raises(OutputError, match=r"a\.transcript\.txt: is in the way"):
        sidecar.paths_beside(mp3, companions)
    (tmp_path / "a.json").write_text('{"title": "kịch bản của tôi"}', "utf-8")
    with pytest.raises(OutputError, match=r"a\.json: is in the way"):
        sidecar.paths_beside(mp3, companions)


def test_the_id_is_the_storys() -> None:
    one = episode()

    def told(**changed: object) -> str:
        return story_id(one.station, replace(one.script, **changed), one.made)  # type: ignore[arg-type]

    assert told(segments=(Narration("Đã sửa."),), sha256="cd" * 32) == one.id
    assert told(source="/tmp/bài.md") == one.id, "the same story, edited"
    assert story_id(one.station, one.script, one.made.replace(hour=23)) == one.id
    others = {
        told(title="Bài khác"),
        told(source="bản tin tối.txt"),
        story_id(replace(one.station, name="Đài khác"), one.script, one.made),
        story_id(one.station, one.script, one.made.replace(day=6)),
    }
    assert len(others | {one.id}) == 5


def test_an_address_names_its_story_for_good() -> None:
    one = episode()
    script = replace(one.script, source="https://dai.example.vn/a")
    corrected = replace(script, title="Nước sạch đã về ấp")
    assert story_id(one.station, script, one.made) == story_id(
        one.station, corrected, one.made.replace(day=9)
    )


def test_more_chapters_than_a_table_can_hold() -> None:
    base = episode().track
    many = tuple(replace(base.entries[0], start_ms=i * 10, end_ms=i * 10 + 9) for i in range(300))
    marks = chapters(Track(many, 3000, -16, -1))
    assert len(marks) == 255
    assert marks[-1].end_ms == 3000
    assert all(a.end_ms == b.start_ms for a, b in pairwise(marks))


def test_chapters_as_json() -> None:
    value = json.loads(to_json(chapters(episode().track), "Nước sạch"))
    assert value["version"] == "1.2.0"
    assert [c["startTime"] for c in value["chapters"]] == [0, 1.45]
    assert [c["endTime"] for c in value["chapters"]] == [1.45, 3]
    assert value["chapters"][1]["title"] == f"{ANH.name}, {ANH.role}"
