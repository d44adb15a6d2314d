"""``radio make``, from files to files."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import eyed3
import jsonschema
import numpy as np
import pyloudnorm
import pytest

from radio import ffmpeg, sidecar
from radio.audio.clip import samples
from tests.cli.conftest import SAMPLES, Radio

STORY = SAMPLES / "nuoc-sach-ve-ap.txt"
CLIPS = SAMPLES / "nuoc-sach-ve-ap.clips"


def one_line(told: str) -> str:
    assert "Traceback" not in told
    (line,) = told.splitlines()
    return line


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample story, made once."""
    folder = tmp_path_factory.mktemp("made")
    arguments = [
        "make",
        STORY,
        "--clips",
        CLIPS,
        "--station",
        SAMPLES / "station.toml",
        "-o",
        folder / "tin.mp3",
    ]
    done = subprocess.run(
        [sys.executable, "-m", "radio", *map(str, arguments)], capture_output=True, check=True, cwd=folder
    )
    (folder / "stdout.txt").write_bytes(done.stdout)
    (folder / "stderr.txt").write_bytes(done.stderr)
    return folder / "tin.mp3"


def test_what_a_feed_asks_for_and_nothing_else(made: Path) -> None:
    """Sound, sidecar, captions and chapters: a feed points to each of them; more only by a setting."""
    assert sorted(p.name for p in made.parent.iterdir()) == [
        "stderr.txt",
        "stdout.txt",
        "tin.chapters.json",
        "tin.json",
        "tin.mp3",
        "tin.vtt",
    ]
    value = json.loads(made.with_suffix(".json").read_text("utf-8"))
    assert [f["file"] for f in value["files"]] == ["tin.vtt", "tin.chapters.json"]


def test_the_sidecar_tells_the_story(made: Path) -> None:
    value = json.loads(made.with_suffix(".json").read_text("utf-8"))
    jsonschema.validate(value, sidecar.schema(), format_checker=jsonschema.FormatChecker())
    assert value["title"] == "Đưa nước sạch về ấp vùng sâu Vĩnh Hưng Đông"
    assert value["byline"] == "BT: Nguyễn Hoài Thương"
    assert value["media"]["bytes"] == made.stat().st_size
    interviews = [s for s in value["segments"] if s["kind"] == "interview"]
    assert [(s["speaker"]["name"], s["clip"]) for s in interviews] == [
        ("Đặng Thị Ngọc Ánh", "dang-thi-ngoc-anh.m4a"),
        ("Trần Văn Bảy", "2.mp3"),
    ]
    assert interviews[0]["speaker"]["role"] == "Phó Chủ tịch UBND xã Vĩnh Hưng Đông"
    assert all(s["origin"] == "recording" for s in interviews)
    # 1.2 s of room before the words and 1.8 s behind them are gone, but for the margins.
    assert interviews[0]["trimmed_ms"][0] == pytest.approx(1100, abs=200)
    assert interviews[0]["trimmed_ms"][1] == pytest.approx(1600, abs=350)
    spoken = " ".join(s["text"] for s in value["segments"])
    assert "Xuất bản" not in spoken
    assert "./." not in spoken


def test_the_sound_is_what_the_sidecar_says(made: Path) -> None:
    value = json.loads(made.with_suffix(".json").read_text("utf-8"))
    decoded = samples(ffmpeg.decode(made, subject="tin.mp3"))
    assert len(decoded) / 48 == pytest.approx(value["media"]["duration_ms"], abs=24)
    heard = decoded / 32768
    meter = pyloudnorm.Meter(48_000)
    assert meter.integrated_loudness(heard) == pytest.approx(-16, abs=0.5)
    for segment in value["segments"]:
        piece = heard[segment["start_ms"] * 48 : segment["end_ms"] * 48]
        assert meter.integrated_loudness(piece) == pytest.approx(-16, abs=1)
    quiet = [
        np.abs(heard[(a["end_ms"] + 40) * 48 : (b["start_ms"] - 40) * 48]).max()
        for a, b in zip(value["segments"], value["segments"][1:], strict=False)
    ]
    assert max(quiet) < 0.01, "between two segments there is silence"


def test_the_true_peak_by_another_meter(made: Path) -> None:
    command = [ffmpeg.find().path, "-hide_banner", "-nostats", "-i", str(made), "-af", "ebur128=peak=true"]
    told = subprocess.run([*command, "-f", "null", "-"], capture_output=True, check=True).stderr.decode()
    integrated = float(re.findall(r"I: +(-[\d.]+) LUFS", told)[-1])
    peak = float(re.findall(r"Peak: +(-?[\d.]+) dBFS", told)[-1])
    assert integrated == pytest.approx(-16, abs=0.5)
    assert peak <= -1


def test_the_tags(made: Path) -> None:
    read = eyed3.load(made)
    assert read is not None
    assert read.tag.title == "Đưa nước sạch về ấp vùng sâu Vĩnh Hưng Đông"
    assert read.tag.artist == "Nguyễn Hoài Thương"
    assert read.tag.comments[0].text == "BT: Nguyễn Hoài Thương"
    assert read.info.bit_rate == (False, 128)
    assert read.info.sample_freq == 48_000
    assert read.info.mode == "Mono"
    value = json.loads(made.with_suffix(".json").read_text("utf-8"))
    assert len(list(read.tag.chapters)) == len(value["segments"])


def test_the_closing_table(made: Path) -> None:
    told = (made.parent / "stdout.txt").read_text("utf-8")
    assert "BT: Nguyễn Hoài Thương" in told
    assert re.search(
        r"interview +Đặng Thị Ngọc Ánh +\d:\d\d +\d:\d\d +recording dang-thi-ngoc-anh\.m4a", told
    )
    assert re.search(r"narration +presenter +\d:\d\d +\d:\d\d +synthetic espeak", told)
    assert str(made) in told
    assert (made.parent / "stderr.txt").read_bytes() == b"", "no progress where there is no terminal"


def test_a_statement_without_a_recording_is_said_to_be(radio: Radio, tmp_path: Path) -> None:
    done = radio("make", SAMPLES / "lop-hoc-ben-suoi.txt", "--clips", SAMPLES / "lop-hoc-ben-suoi.clips")
    assert done.returncode == 0
    value = json.loads((tmp_path / "lop-hoc-ben-suoi.json").read_text("utf-8"))
    first, second = (s for s in value["segments"] if s["kind"] == "interview")
    assert (first["origin"], first["speaker"]["name"]) == ("recording", "Y Moan Ênuôl")
    assert (second["origin"], second["speaker"]["name"]) == ("synthetic", "H’Loan Niê")
    narration = next(s for s in value["segments"] if s["kind"] == "narration")
    assert second["voice"] != narration["voice"]
    assert any("H’Loan Niê: no recording" in note for note in value["notes"])
    assert "H’Loan Niê: no recording" in done.stderr
    assert done.stderr.count("--voice gtts") == 1


def test_words_that_no_table_knows_are_listed_once(radio: Radio, tmp_path: Path) -> None:
    text = "Xã ra mắt tổ XYZQ\n\nTổ XYZQ có 12 người. UBND xã giúp tổ XYZQ và nhóm QWRT.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    done = radio("make", "a.txt", "--voice", "tone")
    (told,) = [line for line in done.stderr.splitlines() if "no table knows" in line]
    assert told.endswith(": XYZQ, QWRT")


def test_quiet_is_quiet(radio: Radio, tmp_path: Path) -> None:
    done = radio("make", SAMPLES / "lop-hoc-ben-suoi.txt", "--quiet", "--voice", "tone")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "lop-hoc-ben-suoi.mp3").exists()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("không-có.txt", None, "does not exist"),
        ("trống.txt", b"", "empty"),
        ("trắng.txt", b" \n\r\n\t ", ""),
        ("ảnh.txt", bytes(range(256)) * 40, ""),
        ("bài.docx", b"PK\x03\x04" + bytes(100), ""),
        ("dấu.txt", "… *** —— !!!\n\n???".encode(), ""),
    ],
)
def test_a_bad_article_is_one_line(
    radio: Radio, tmp_path: Path, name: str, data: bytes | None, said: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    done = radio("make", name, "-o", "a.mp3")
    line = one_line(done.stderr)
    assert done.returncode == 3
    assert name in line
    assert said in line
    assert not list(tmp_path.glob("*.mp3"))
    assert not list(tmp_path.glob(".*part*"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_every_encoding_gives_the_same_words(radio: Radio, tmp_path: Path, encoding: str) -> None:
    text = STORY.read_text("utf-8").replace("\n", "\r\n")
    if encoding == "cp1258":
        # Windows-1258 writes the five tones as marks behind their letter.
        import unicodedata  # noqa: PLC0415

        marks = "\u0300\u0309\u0303\u0301\u0323"
        text = "".join(
            unicodedata.normalize(
                "NFC", "".join(c for c in unicodedata.normalize("NFD", x) if c not in marks)
            )
            + "".join(c for c in unicodedata.normalize("NFD", x) if c in marks)
            for x in text
        )
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    done = radio("script", "a.txt", "--format", "json")
    assert done.returncode == 0, done.stderr
    told, wanted = json.loads(done.stdout), json.loads(radio("script", STORY, "--format", "json").stdout)
    for key in ("title", "lead", "credits", "segments"):
        assert told[key] == wanted[key]


def bad_clips(folder: Path) -> Path:
    shutil.copytree(CLIPS, folder / "bang")
    return folder / "bang"


def test_a_recording_that_fits_nobody(radio: Radio, tmp_path: Path) -> None:
    shutil.copy(CLIPS / "2.mp3", bad_clips(tmp_path) / "lê-thị-lạ.mp3")
    done = radio("make", STORY, "--clips", "bang", "-o", "a.mp3")
    assert done.returncode == 4
    assert "lê-thị-lạ.mp3: fits no speaker" in one_line(done.stderr)


def test_a_recording_that_is_no_sound(radio: Radio, tmp_path: Path) -> None:
    (bad_clips(tmp_path) / "2.mp3").write_text("không phải âm thanh " * 100, "utf-8")
    done = radio("make", STORY, "--clips", "bang", "-o", "a.mp3")
    assert done.returncode == 4
    assert "2.mp3: is not a recording that can be decoded" in one_line(done.stderr)
    assert not (tmp_path / "a.mp3").exists()


def test_a_recording_that_is_cut_off(radio: Radio, tmp_path: Path) -> None:
    clip = bad_clips(tmp_path) / "dang-thi-ngoc-anh.m4a"
    clip.write_bytes(clip.read_bytes()[:9000])
    done = radio("make", STORY, "--clips", "bang", "-o", "a.mp3")
    assert done.returncode == 4
    assert "dang-thi-ngoc-anh.m4a: the recording is cut off" in one_line(done.stderr)


def test_a_span_by_hand(radio: Radio, tmp_path: Path) -> None:
    bang = bad_clips(tmp_path)
    done = radio("make", STORY, "--clips", "bang", "--clip", "2=2.mp3@1.5-5,25", "-o", "a.mp3", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    value = json.loads((tmp_path / "a.json").read_text("utf-8"))
    jsonschema.validate(value, sidecar.schema(), format_checker=jsonschema.FormatChecker())
    first, second = (s for s in value["segments"] if s["kind"] == "interview")
    assert (first["clip"], first["span_ms"]) == ("dang-thi-ngoc-anh.m4a", None)
    assert (second["clip"], second["span_ms"], second["trimmed_ms"]) == ("2.mp3", [1500, 5250], [0, 0])
    assert second["end_ms"] - second["start_ms"] == 3750
    words = second["text"].split()
    assert second["in_cue"] == " ".join(words[:6])
    assert second["out_cue"] == " ".join(words[-6:])
    # The same, as a script holds it.
    assert radio("script", STORY, "-o", "a.md").returncode == 0
    told = (tmp_path / "a.md").read_text("utf-8")
    head = next(line for line in told.splitlines() if line.startswith("## Băng: Trần Văn Bảy"))
    (tmp_path / "b.md").write_text(told.replace(head, f"{head} | tệp: 2.mp3@1.5-5.25"), "utf-8")
    (bang / "dang-thi-ngoc-anh.m4a").unlink()
    done = radio("make", "b.md", "--clips", "bang", "-o", "b.mp3", "--quiet")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((tmp_path / "b.json").read_text("utf-8"))["segments"][5]["span_ms"] == [1500, 5250]


@pytest.mark.parametrize(
    ("clip", "said"),
    [
        ("2=bang/2.mp3@4", "--clip 2=bang/2.mp3@4: “4” is no span; write"),
        ("7=bang/2.mp3", "--clip 7=bang/2.mp3: there is no statement number 7"),
        ("2=bang/2.mp3@1:00-1:10", "2.mp3: is 0:10.4"),
    ],
)
def test_a_span_that_cannot_be_taken(clip: str, said: str, radio: Radio, tmp_path: Path) -> None:
    bad_clips(tmp_path)
    done = radio("make", STORY, "--clip", clip, "-o", "a.mp3")
    assert done.returncode == 4
    assert said in one_line(done.stderr)
    assert not (tmp_path / "a.mp3").exists()


def test_a_missing_folder_of_recordings(radio: Radio) -> None:
    done = radio("make", STORY, "--clips", "bang", "-o", "a.mp3")
    assert done.returncode == 4
    assert "bang: the folder of recordings cannot be read" in one_line(done.stderr)


def test_what_stood_there_stays(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"old")
    (bad_clips(tmp_path) / "2.mp3").write_bytes(b"x")
    assert radio("make", STORY, "--clips", "bang", "-o", "a.mp3").returncode == 4
    assert (tmp_path / "a.mp3").read_bytes() == b"old"
    assert not list(tmp_path.glob(".*part*"))


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("no/a.mp3", "the folder does not exist"),
        ("a.flac", "end it in one of: .mp3, .m4a, .opus, .wav"),
        ("b/c.mp3", "not a folder"),
    ],
)
def test_an_output_that_cannot_be(radio: Radio, tmp_path: Path, out: str, said: str) -> None:
    (tmp_path / "b").write_text("x")
    done = radio("make", STORY, "-o", out)
    assert done.returncode == 6
    assert said in one_line(done.stderr)


def test_several_formats_at_once(radio: Radio, tmp_path: Path) -> None:
    """By the names after -o, or by station.toml; the episode is called by the MP3 wherever that stands."""
    (tmp_path / "phat").mkdir()
    (tmp_path / "station.toml").write_text('formats = ["opus", "mp3"]\nvoice = ["tone"]\n', "utf-8")
    done = radio("make", STORY, "-o", "phat/0042.WAV", "-o", "tin.mp3")
    assert done.returncode == 0, done.stderr
    assert "tin.mp3  " in done.stdout
    assert {p.name for p in (tmp_path / "phat").iterdir()} == {"0042.WAV"}
    told = json.loads((tmp_path / "tin.json").read_text("utf-8"))
    assert [r["file"] for r in told["renditions"]] == ["tin.mp3", "0042.WAV"]
    assert radio("make", STORY, "-o", "phat").returncode == 0
    stem = Path(STORY).stem
    assert {f"{stem}.opus", f"{stem}.mp3", f"{stem}.json"} <= {p.name for p in (tmp_path / "phat").iterdir()}
    twice = radio("make", STORY, "-o", "a.mp3", "-o", "b.mp3")
    assert (twice.returncode, "asks for a second MP3" in twice.stderr) == (6, True)
    assert not (tmp_path / "a.mp3").exists()


def test_a_master_for_once(radio: Radio, tmp_path: Path) -> None:
    assert radio("make", STORY, "-o", "a.mp3", "--master", "air", "--voice", "tone").returncode == 0
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["loudness"]["target_lufs"] == -23
    done = radio("make", STORY, "-o", "a.mp3", "--master", "radio")
    assert (done.returncode, "podcast, air, loudspeaker" in one_line(done.stderr)) == (7, True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions bind neither Windows nor root")
def test_an_output_folder_that_is_not_writable(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "shut").mkdir(mode=0o555)
    done = radio("make", STORY, "-o", "shut/a.mp3")
    assert done.returncode == 6
    assert "no permission" in one_line(done.stderr)


def test_an_unknown_voice(radio: Radio, tmp_path: Path) -> None:
    done = radio("make", STORY, "--voice", "không có", "-o", "a.mp3")
    assert done.returncode == 5
    line = one_line(done.stderr)
    assert "không có" in line
    assert "espeak" in line
    assert not (tmp_path / "a.mp3").exists()


def test_a_wrong_setting(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text("giong = 1\n", "utf-8")
    done = radio("make", STORY, "-o", "a.mp3")
    assert done.returncode == 7
    assert "station.toml: giong" in one_line(done.stderr)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_stopped_in_the_middle_leaves_nothing(tmp_path: Path, number: signal.Signals, code: int) -> None:
    long = tmp_path / "dài.txt"
    long.write_text("\n\n".join(["Bà con gặt lúa trên đồng, trời trong và nắng nhẹ. " * 20] * 200), "utf-8")
    command = [sys.executable, "-m", "radio", "make", str(long), "-o", str(tmp_path / "a.mp3")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not list(tmp_path.glob(".*part*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in told
    assert [p.name for p in tmp_path.iterdir()] == ["dài.txt"]
