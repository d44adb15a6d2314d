"""What leaves the house in each format, read and heard by programs that are not ours."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pyloudnorm
import pytest
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from wavinfo import WavInfoReader

from radio import ffmpeg, sidecar
from radio.casting import casts
from radio.chapters import chapters
from radio.episode import Episode
from radio.formats import FORMATS
from radio.produce import Job, produce
from radio.script import Credit, Interview, Narration, Script, Speaker
from radio.station import Station, parse
from radio.take import Take
from tests.test_ffmpeg import recording
from tests.test_masters import ebur128

ANH = Speaker("Đặng Thị Ngọc Ánh", "ấp Gò Tre")
SCRIPT = Script(
    title="Nước sạch về ấp vùng sâu – “ước mơ” của K'Brêu; 100% = thật #1",
    lead="Tuyến ống dài bốn cây số đã hoàn thành.",
    credits=(Credit("BT", "Nguyễn Thị Hoài Thương"), Credit("KTV", "Y Moan Ênuôl")),
    segments=(
        Narration("Chị Ánh cho biết:"),
        Interview("Mở vòi ra là có nước.", speaker=ANH),
        Narration("Xã tiếp tục mở rộng tuyến ống đến các ấp còn lại."),
    ),
    source="https://dai.example.vn/nuoc-sach",
)
TOML = (
    'name = "Đài Truyền thanh Tháp Mười"\nprogramme = "Thời sự"\ncopyright = "Đài Tháp Mười"\nbitrate = "V3"'
)
MADE = datetime(2026, 3, 5, 6, 30, 15, tzinfo=UTC)


def station() -> Station:
    return parse(TOML, "station.toml")


def made(folder: Path, *, cache: Path | None = None, script: Script = SCRIPT) -> tuple[Episode, Job]:
    folder.mkdir(exist_ok=True)
    clip = folder.parent / "1.m4a"
    if not clip.exists():
        recording(clip, 2.0)
    paths = [folder / f"tin{kind.suffix}" for kind in FORMATS.values()]
    job = Job(script, {1: Take(clip)}, station(), paths[0], MADE, also=tuple(paths[1:]), cache=cache)
    return produce(job, casts(job.station, voice="espeak")), job


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Episode, Job]:
    return made(tmp_path_factory.mktemp("delivery") / "a")


def path_of(job: Job, name: str) -> Path:
    return job.out.with_suffix(FORMATS[name].suffix)


def heard(path: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.concatenate(list(ffmpeg.play(path, subject=path)))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_as_loud_and_as_long_as_it_should_be(
    name: str, made_once: tuple[Episode, Job]
) -> None:
    episode, job = made_once
    path = path_of(job, name)
    lufs, peak = ebur128(path)
    assert lufs == pytest.approx(-16, abs=0.5)
    assert peak <= -1
    sound = heard(path)
    assert len(sound) == episode.track.duration_ms * 48, "to the sample"
    assert pyloudnorm.Meter(48_000).integrated_loudness(sound) == pytest.approx(-16, abs=0.5)
    whole = heard(path_of(job, "wav"))
    lag = np.fft.irfft(np.fft.rfft(sound).conj() * np.fft.rfft(whole))
    assert abs((int(lag.argmax()) + 100) % len(lag) - 100) <= 1, "nothing in front, nothing missing"


def test_what_a_playout_system_reads_in_the_wav(made_once: tuple[Episode, Job]) -> None:
    episode, job = made_once
    told: Any = WavInfoReader(str(path_of(job, "wav")))
    assert (told.fmt.sample_rate, told.fmt.channel_count, told.fmt.bits_per_sample) == (48_000, 1, 16)
    assert told.data.frame_count == episode.track.duration_ms * 48
    bext = told.bext
    assert bext.description.startswith(
        'Nuoc sach ve ap vung sau - "uoc mo" cua K\'Breu; 100% = that #1 - Thoi su'
    )
    assert bext.originator == "Dai Truyen thanh Thap Muoi"
    assert bext.originator_ref == episode.id.replace("-", "")
    assert (bext.originator_date, bext.originator_time, bext.time_reference) == ("2026-03-05", "06:30:15", 0)
    assert bext.version == 2
    assert bext.coding_history.startswith("A=PCM,F=48000,W=16,M=mono")
    lufs, peak = ebur128(path_of(job, "wav"))
    assert bext.loudness_value == pytest.approx(lufs, abs=0.15)
    assert bext.max_true_peak == pytest.approx(peak, abs=0.15)
    momentary, short_term, spread = _ebur128_more(path_of(job, "wav"))
    assert bext.max_momentary_loudness == pytest.approx(momentary, abs=0.3)
    assert bext.max_shortterm_loudness == pytest.approx(short_term, abs=0.3)
    assert bext.loudness_range == pytest.approx(spread, abs=1)
    assert told.info.title == SCRIPT.title.encode("utf-8").decode("latin-1")
    xml = told.ixml
    assert (xml.project, xml.scene) == ("Thời sự", SCRIPT.title)
    data = path_of(job, "wav").read_bytes()
    assert b"AI-CONTENT: true" in data
    assert "Đặng Thị Ngọc Ánh, ấp Gò Tre".encode() in data
    marks = chapters(episode.track)
    assert [cue.position for cue in told.cues.cues] == [m.start_ms * 48 for m in marks]


def _ebur128_more(path: Path) -> tuple[float, float, float]:
    """The highest momentary and short-term loudness, and the range, by ffmpeg's meter."""
    command = [ffmpeg.find().path, "-hide_banner", "-nostats", "-i", str(path)]
    told = subprocess.run(
        [*command, "-af", "ebur128=framelog=info", "-f", "null", "-"], capture_output=True, check=True
    ).stderr.decode()
    rows = re.findall(r"M:\s*(-?[\d.]+|-inf) S:\s*(-?[\d.]+|-inf)", told)
    spread = re.findall(r"LRA:\s+([\d.]+) LU\s*\n", told)[-1]
    return max(float(m) for m, _ in rows), max(float(s) for _, s in rows), float(spread)


def test_the_chunks_in_front_are_ascii_and_where_they_belong(made_once: tuple[Episode, Job]) -> None:
    """AES46: the cart chunk field by field, by its own table."""
    episode, job = made_once
    data = path_of(job, "wav").read_bytes()
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    names = []
    at = 12
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        names.append(data[at : at + 4])
        if names[-1] == b"bext":
            assert data[at + 8 : at + 346].isascii()
        if names[-1] == b"cart":
            cart = data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    assert at == len(data)
    assert names == [b"bext", b"cart", b"fmt ", b"data", b"LIST", b"cue ", b"LIST", b"iXML", b"id3 "]
    assert len(cart) == 2048
    assert (cart[:680] + cart[748:]).isascii()
    assert cart[:4] == b"0101"
    assert cart[4:68].rstrip(b"\0").startswith(b"Nuoc sach ve ap vung sau")
    assert cart[68:132].rstrip(b"\0") == b"Nguyen Thi Hoai Thuong; Y Moan Enuol"
    assert cart[388:452].rstrip(b"\0").endswith(b"den cac ap con lai.")
    assert cart[452:470] == b"2026/03/0506:30:15"
    timers = {cart[i : i + 4]: int.from_bytes(cart[i + 4 : i + 8], "little") for i in range(684, 748, 8)}
    assert timers[b"AUDs"] == episode.track.entries[0].start_ms * 48
    assert timers[b"AUDe"] == episode.track.entries[-1].end_ms * 48
    assert timers[b"EOD "] == episode.track.duration_ms * 48
    assert cart[1024:2048].rstrip(b"\0") == SCRIPT.source.encode()


def ffmpeg_chapters(path: Path) -> list[tuple[float, str]]:
    """Starts and titles as ffmpeg reads them."""
    command = [ffmpeg.find().path, "-loglevel", "error", "-i", str(path), "-f", "ffmetadata", "-"]
    told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    base = re.findall(r"TIMEBASE=(\d+)/(\d+)\nSTART=(\d+)\nEND=\d+\ntitle=(.*)", told)
    return [(int(a) * int(s) / int(b), re.sub(r"\\(.)", r"\1", title)) for a, b, s, title in base]


@pytest.mark.parametrize("name", ["mp3", "m4a", "opus"])
def test_chapters_are_where_the_sound_is(name: str, made_once: tuple[Episode, Job]) -> None:
    episode, job = made_once
    found = ffmpeg_chapters(path_of(job, name))
    wanted = [(mark.start_ms / 1000, mark.title) for mark in chapters(episode.track)]
    assert [title for _, title in found] == [title for _, title in wanted]
    # ffmpeg puts an MP3's chapters forward by the encoder's delay, which it cuts from the sound: a frame.
    within = 0.024 if name == "mp3" else 0.002
    assert [start for start, _ in found] == pytest.approx([start for start, _ in wanted], abs=within)


def test_tags_of_the_m4a(made_once: tuple[Episode, Job]) -> None:
    episode, job = made_once
    told: Any = MP4(path_of(job, "m4a"))
    assert told["©nam"] == [SCRIPT.title]
    assert told["©ART"] == ["Nguyễn Thị Hoài Thương; Y Moan Ênuôl"]
    assert told["©cmt"] == [SCRIPT.byline]
    assert (told["©alb"], told["©day"], told["cprt"]) == (["Thời sự"], ["2026-03-05"], ["2026 Đài Tháp Mười"])
    assert bytes(told["----:com.apple.iTunes:AI-CONTENT"][0]) == b"true"
    assert "Mở vòi ra là có nước." in told["©lyr"][0]
    assert [c.title for c in told.chapters] == [c.title for c in chapters(episode.track)]
    assert told.info.channels == 1


def test_tags_of_the_opus(made_once: tuple[Episode, Job]) -> None:
    episode, job = made_once
    told: Any = OggOpus(path_of(job, "opus"))
    assert (told["title"], told["album"], told["date"]) == ([SCRIPT.title], ["Thời sự"], ["2026-03-05"])
    assert told["ai-content"] == ["true"]
    assert told["story-id"] == [episode.id]
    assert told["chapter001"] == ["00:00:00.000"]
    assert told["chapter003name"] == ["Chị Ánh cho biết:"]


def test_the_sidecar_lists_them_all(made_once: tuple[Episode, Job]) -> None:
    _, job = made_once
    values = json.loads(job.out.with_suffix(".json").read_text("utf-8"))
    jsonschema.validate(values, sidecar.schema())
    listed = {r["file"]: (r["bytes"], r["type"]) for r in values["renditions"]}
    assert listed == {
        path.name: (path.stat().st_size, FORMATS[name].type)
        for name in FORMATS
        for path in [path_of(job, name)]
    }
    assert values["media"]["sha256"] == values["renditions"][0]["sha256"]
    assert values["media"]["file"] == "tin.mp3"


def test_the_same_bytes_anew_and_from_what_is_kept(made_once: tuple[Episode, Job], tmp_path: Path) -> None:
    _, job = made_once
    wanted = {name: path_of(job, name).read_bytes() for name in FORMATS}
    # The clip is the same, by its bytes.
    (tmp_path / "1.m4a").write_bytes((job.out.parent.parent / "1.m4a").read_bytes())
    for number in (1, 2):
        _, again = made(tmp_path / str(number), cache=tmp_path / "cache")
        assert {name: path_of(again, name).read_bytes() for name in FORMATS} == wanted
    corrected = replace(SCRIPT, segments=(*SCRIPT.segments, Narration("Tin còn tiếp.")))
    _, kept = made(tmp_path / "3", cache=tmp_path / "cache", script=corrected)
    _, anew = made(tmp_path / "4", script=corrected)
    for name in FORMATS:
        assert path_of(kept, name).read_bytes() == path_of(anew, name).read_bytes()


def test_nothing_else_is_left_behind(made_once: tuple[Episode, Job]) -> None:
    _, job = made_once
    names = {path.name for path in job.out.parent.iterdir()}
    assert names == {"tin.mp3", "tin.m4a", "tin.opus", "tin.wav", "tin.json", "tin.vtt", "tin.chapters.json"}


def test_chapters_do_not_drift_from_the_sound_over_a_hundred_segments(tmp_path: Path) -> None:
    """Each segment is a beep after a pause: where it is heard in the MP3 is where its chapter begins."""
    segments = tuple(Narration("A" * (1 + i % 3) + ".") for i in range(100))
    for bitrate in ("128", '"V4"'):
        settings = parse(f"bitrate = {bitrate}\nread_title = false", "station.toml")
        job = Job(Script("T", "", (), segments), {}, settings, tmp_path / "a.mp3", MADE)
        track = produce(job, casts(settings, voice="tone")).track
        sound = heard(job.out)
        assert len(sound) == track.duration_ms * 48, "gapless"
        marks = [start for start, _ in ffmpeg_chapters(job.out)]
        assert len(marks) == 100
        told = [
            c["startTime"] for c in json.loads(job.out.with_suffix(".chapters.json").read_text())["chapters"]
        ]
        loud = np.abs(sound) > 0.01
        for number, (at, said) in enumerate(zip(marks[1:], told[1:], strict=True), 1):
            assert at == pytest.approx(said, abs=0.024)
            # Silence before the chapter's start, the beep within a frame of it (and what is left in front).
            onset = round(said * 48_000)
            assert not loud[onset - 12_000 : onset - 1152].any(), number
            assert loud[onset - 1152 : onset + 1152 + 48 * 40].any(), number
