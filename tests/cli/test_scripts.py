"""``radio script`` into files and out of them, and why a script is as it is."""

from __future__ import annotations

import json
import re
import threading
import tomllib
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, SAMPLES, Radio

STORY = SAMPLES / "nuoc-sach-ve-ap.txt"
HEARD = ("title", "lead", "credits", "source")


def told(radio: Radio, article: object) -> dict[str, object]:
    done = radio("script", article, "--format", "json")
    assert done.returncode == 0, done.stderr
    value: dict[str, object] = json.loads(done.stdout)
    return value


def without_lines(value: dict[str, object]) -> dict[str, object]:
    """What the Markdown form and the article's own script share."""
    segments = value["segments"]
    assert isinstance(segments, list)
    bare = [{k: v for k, v in s.items() if k not in ("line", "rule")} for s in segments]
    return {**{k: value[k] for k in HEARD}, "segments": bare}


@pytest.mark.parametrize("name", ["a.md", "a.json"])
def test_a_script_in_a_file_is_the_same_script(radio: Radio, tmp_path: Path, name: str) -> None:
    done = radio("script", STORY, "-o", name)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert without_lines(told(radio, name)) == without_lines(told(radio, STORY))
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_a_text_in_a_file_is_what_is_printed(radio: Radio, tmp_path: Path) -> None:
    assert radio("script", STORY, "-o", "a.txt").returncode == 0
    assert (tmp_path / "a.txt").read_text("utf-8") == radio("script", STORY).stdout


def test_a_presenters_paper(radio: Radio, tmp_path: Path) -> None:
    done = radio("script", STORY, "-o", "a.docx", "--station", SAMPLES / "station.toml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        printed = "".join(archive.read(name).decode("utf-8") for name in archive.namelist() if "xml" in name)
    assert "Đặng Thị Ngọc Ánh" in printed
    assert tomllib.loads((SAMPLES / "station.toml").read_text("utf-8"))["name"] in printed
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]


def test_a_presenters_paper_needs_a_name(radio: Radio) -> None:
    done = radio("script", STORY, "--format", "docx")
    assert done.returncode == 2
    assert "-o FILE.docx" in done.stderr


def test_the_format_goes_before_the_ending(radio: Radio, tmp_path: Path) -> None:
    assert radio("script", STORY, "-o", "a.kichban", "--format", "markdown").returncode == 0
    assert (tmp_path / "a.kichban").read_text("utf-8") == radio(
        "script", STORY, "--format", "markdown"
    ).stdout


def test_an_edited_script_is_made(radio: Radio, tmp_path: Path) -> None:
    radio("script", STORY, "-o", "a.md")
    path = tmp_path / "a.md"
    edited = path.read_text("utf-8").replace("Trần Văn Bảy |", "Trần Văn Tám |")
    path.write_text(edited + "\n## PTV nữ\nXin cảm ơn quý vị đã nghe.\n", "utf-8")
    done = radio("make", "a.md", "--voice", "tone", "--clips", SAMPLES / "nuoc-sach-ve-ap.clips")
    assert done.returncode == 0, done.stderr
    value = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert value["sources"][0]["name"] == STORY.name
    assert value["byline"] == "BT: Nguyễn Hoài Thương"
    assert [s["clip"] for s in value["segments"] if s["kind"] == "interview"] == [
        "dang-thi-ngoc-anh.m4a",
        "2.mp3",
    ]
    assert [s["speaker"]["name"] for s in value["segments"] if s["clip"] == "2.mp3"] == ["Trần Văn Tám"]
    assert value["segments"][-1]["text"] == "Xin cảm ơn quý vị đã nghe."


def test_a_bad_line_is_named(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Tin\n\n## PTV\n\nXin chào.\n\n## Bang nhac\n", "utf-8")
    for command in (["script", "a.md"], ["make", "a.md", "--voice", "tone"]):
        done = radio(*command)
        assert done.returncode == 3
        (line,) = done.stderr.splitlines()
        assert line.startswith("radio: a.md, line 7: no heading is called “Bang nhac”; begin it with")
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("a.mp3", "is not a name for a script"),
        ("no/a.md", "folder does not exist"),
        ("b.txt", "article itself"),
    ],
)
def test_an_output_that_cannot_be(radio: Radio, tmp_path: Path, out: str, said: str) -> None:
    (tmp_path / "b.txt").write_bytes(STORY.read_bytes())
    done = radio("script", "b.txt", "-o", out)
    assert done.returncode == 6
    (line,) = done.stderr.splitlines()
    assert said in line
    assert (tmp_path / "b.txt").read_bytes() == STORY.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["b.txt"]


DOUBTFUL = """Đồng cỏ bàng vào mùa

Những ngày này, bà con xã Phú Mỹ ra đồng nhổ cỏ bàng từ sáng sớm, không khí rất vui.

Bà Thị Nga, người dân ấp Trần Thệ cho biết:

Tôi làm nghề này từ nhỏ, nhờ cỏ bàng mà nuôi được mấy đứa con ăn học.

BT: Nguyễn Thu
"""


def test_it_is_explained(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Xuất bản thông tin\n\n" + DOUBTFUL, "utf-8")
    done = radio("script", "a.txt", "--explain")
    assert (done.returncode, done.stderr) == (0, "")
    heard, dropped, doubts = re.split(r"\n\n(?=Not read|To be looked at)", done.stdout)
    assert re.search(r"^ +title +Đồng cỏ bàng vào mùa$", heard, re.M)
    assert re.search(r"^9 +interview +first-person +Thị Nga +Tôi làm nghề này từ nhỏ", heard, re.M)
    assert re.search(r"^ +credit +Nguyễn Thu +BT: Nguyễn Thu$", heard, re.M)
    assert re.search(r"^1 +portal widget +Xuất bản thông tin$", dropped, re.M)
    assert re.search(r"^9 +first-person +no quotation marks", doubts, re.M)


def test_doubts_stand_where_a_producer_looks(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DOUBTFUL, "utf-8")
    done = radio("script", "a.txt", "-o", "a.md", "--explain")
    assert "To be looked at first\n" in done.stdout
    remark = re.search(
        r"<!-- Xem lại \(dòng 7\): .* -->\n\n## Băng: Thị Nga", (tmp_path / "a.md").read_text("utf-8")
    )
    assert remark
    assert "a.txt, line 7: no quotation marks" in radio("script", "a.txt").stderr
    assert radio("script", "a.md").stderr == ""


def test_nothing_to_explain(radio: Radio, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## PTV\nXin chào.", "utf-8")
    told = radio("script", "a.md", "--explain").stdout
    assert "Not read: nothing\n\nTo be looked at first: nothing" in told


def test_an_explanation_has_one_form(radio: Radio) -> None:
    done = radio("script", STORY, "--explain", "--format", "json")
    assert done.returncode == 2
    assert "--explain" in done.stderr


def test_the_readmes_example_is_a_script(radio: Radio, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (example,) = re.findall(r"^```markdown\n(.*?)^```", readme, re.M | re.S)
    (tmp_path / "a.md").write_text(example, "utf-8")
    value = told(radio, "a.md")
    assert isinstance(value["segments"], list)
    assert [s["kind"] for s in value["segments"]] == ["cue", "narration", "narration", "interview"]
    assert value["credits"]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where a web server of this machine has the story."""
    served = tmp_path / "served"
    served.mkdir()
    paragraphs = STORY.read_text("utf-8").split("\n\n")
    page = "".join(f"<p>{p}</p>" for p in paragraphs)
    head = "<!doctype html><html lang=vi><head><meta charset=utf-8><title>Tin</title></head>"
    (served / "tin.html").write_text(f"{head}<body><article>{page}</article></body></html>", "utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=served)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/tin.html"
        server.shutdown()


def test_an_address_of_this_machine_is_read_where_it_is_allowed(
    radio: Radio, address: str, tmp_path: Path
) -> None:
    assert "Trần Văn Bảy" in radio("script", address, "--allow-private").stdout
    done = radio("make", address, "--allow-private", "--voice", "tone", "--quiet")
    assert done.returncode == 0, done.stderr
    assert [p.name for p in tmp_path.glob("*.mp3")] == ["dua-nuoc-sach-ve-ap-vung-sau-vinh-hung-dong.mp3"]


@pytest.mark.parametrize("command", ["script", "make"])
def test_an_address_of_this_machine_is_refused(radio: Radio, address: str, command: str) -> None:
    done = radio(command, address)
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"radio: {address}: ")
