"""The other commands."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import radio as package
from radio.__main__ import main
from tests.cli.conftest import SAMPLES, Radio

STORY = SAMPLES / "nuoc-sach-ve-ap.txt"


def test_version(radio: Radio) -> None:
    assert radio("--version").stdout == f"radio {package.__version__}\n"


@pytest.mark.parametrize("command", ["make", "script", "normalize", "voices", "doctor", "init"])
def test_every_command_explains_itself(radio: Radio, command: str) -> None:
    done = radio(command, "--help")
    assert done.returncode == 0
    assert "Usage: radio" in done.stdout


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["make"], ["make", "a.txt", "--nonsense"], ["script", "a", "--format", "x"]]
)
def test_a_wrong_command_line(radio: Radio, arguments: list[str]) -> None:
    done = radio(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_the_script_for_people(radio: Radio) -> None:
    done = radio("script", STORY)
    assert done.returncode == 0
    assert "[interview: Đặng Thị Ngọc Ánh, Phó Chủ tịch UBND xã Vĩnh Hưng Đông]\nCái khó nhất" in done.stdout
    assert done.stdout.startswith("Đưa nước sạch về ấp vùng sâu Vĩnh Hưng Đông\n")
    assert done.stdout.rstrip().endswith("BT: Nguyễn Hoài Thương")


def test_the_script_for_programs(radio: Radio) -> None:
    value = json.loads(radio("script", STORY, "--format", "json").stdout)
    assert value["credits"] == [
        {"role": "BT", "name": "Nguyễn Hoài Thương", "printed": "BT: Nguyễn Hoài Thương"}
    ]
    assert {s["kind"] for s in value["segments"]} == {"narration", "interview"}
    assert value["segments"][1]["speaker"]["name"] == "Đặng Thị Ngọc Ánh"
    assert "Xuất bản thông tin" in {d["text"] for d in value["dropped"]}


def test_a_line_for_a_line(radio: Radio) -> None:
    data = "UBND huyện\r\n\nnăm 2023\u2028giai đoạn 2020-2025\nhết".encode()
    done = radio("normalize", data=data)
    assert done.returncode == 0
    lines = done.stdout.removesuffix("\n").split("\n")
    assert len(lines) == 4
    assert lines[0] == "Ủy ban nhân dân huyện"
    assert lines[1] == ""
    assert "hai nghìn không trăm hai mươi ba" in lines[2]
    assert lines[3] == "hết"


def test_normalize_an_argument(radio: Radio) -> None:
    assert radio("normalize", "4.0").stdout.strip() == "bốn chấm không"


def test_a_rewriting_is_explained(radio: Radio) -> None:
    done = radio("normalize", "--explain", "Xã về TP. Sa Đéc đạt 3,5%, XYZQ")
    assert done.stdout.startswith("Xã về thành phố Sa Đéc đạt ba phẩy năm phần trăm, ")
    assert re.search(r"^TP\. +thành phố +abbreviation +\S.* +abbreviations\.tsv:TP\.$", done.stdout, re.M)
    assert re.search(r"^3,5% +ba phẩy năm phần trăm +percent ", done.stdout, re.M)
    assert "XYZQ" in done.stderr
    assert "nothing to rewrite" in radio("normalize", "--explain", "Trời đẹp").stdout


def test_input_that_is_no_text(radio: Radio) -> None:
    done = radio("normalize", data=b"ok\n\xff\xfe\xff\n")
    assert done.returncode == 3
    assert "line 2 is not UTF-8" in done.stderr


def test_the_stations_own_words(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text("", "utf-8")
    (tmp_path / "lexicon.tsv").write_text("Ea Nar\te a na\n", "utf-8")
    assert radio("normalize", "Buôn Ea Nar").stdout == "Buôn e a na\n"
    (tmp_path / "lexicon.tsv").write_text("# chú thích\nEa Nar\n", "utf-8")
    done = radio("normalize", "Buôn Ea Nar")
    assert done.returncode == 7
    assert "lexicon.tsv, line 2" in done.stderr


def test_voices(radio: Radio) -> None:
    rows = {line.split()[0]: line.split()[1] for line in radio("voices").stdout.splitlines()[2:]}
    assert rows["espeak"] == rows["gtts"] == rows["tone"] == "yes"


def test_doctor_finds_all_well(radio: Radio) -> None:
    done = radio("doctor")
    assert done.returncode == 0
    assert "MISSING" not in done.stdout
    for word in ("ffmpeg", "voices", "cache", "configuration"):
        assert word in done.stdout


def test_doctor_names_a_broken_setting(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "station.toml").write_text("voices = 3\n", "utf-8")
    done = radio("doctor")
    assert done.returncode == 7
    assert "station.toml: voices" in done.stdout


def test_init_once(radio: Radio, tmp_path: Path) -> None:
    assert radio("init").returncode == 0
    assert radio("doctor").returncode == 0
    (tmp_path / "station.toml").write_text("name = 'của tôi'\n", "utf-8")
    assert radio("init").returncode == 6
    assert (tmp_path / "station.toml").read_text("utf-8") == "name = 'của tôi'\n"


def test_starting_loads_no_engine() -> None:
    code = (
        "import sys; sys.argv = ['radio', '--version']; import radio.cli\n"
        "try: radio.cli.main()\nexcept SystemExit: pass\n"
        "print(*sorted(set(sys.modules) & {'numpy', 'pydub', 'gtts', 'mutagen', 'requests', 'soxr'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1] == ""


def test_any_console(radio: Radio) -> None:
    done = radio("script", STORY, PYTHONIOENCODING="cp1252", LC_ALL="C")
    assert "Đặng Thị Ngọc Ánh" in done.stdout


def test_a_closed_pipe_is_no_fault() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        command = [sys.executable, "-m", "radio", "script", str(STORY)]
        done = subprocess.run(command, stdout=stdout, stderr=subprocess.PIPE, check=False)
    assert b"Traceback" not in done.stderr


def test_interrupted_before_a_command_runs_it_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("radio.cli.main", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130
    assert capsys.readouterr() == ("", "")
