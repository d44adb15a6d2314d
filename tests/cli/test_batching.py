"""Unattended runs as cron starts them: processes, exit codes, what is said, signals."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.test_running import ARTICLE
from tests.cli.conftest import ROOT, Radio
from tests.test_ffmpeg import recording

STATION = 'name = "Đài xã Mỹ Đông"\nvoice = ["tone"]\n'
PODCAST = """
[podcast]
base_url = "https://dai.example.vn/podcast/"
description = "Tin trong xã."
link = "https://dai.example.vn/"
category = "News > Daily News"
image = "https://dai.example.vn/bia.jpg"
title = "Tin xã"
"""


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "station.toml").write_text(STATION + PODCAST, "utf-8")
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def put(path: Path, text: str = "") -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text or f"Tin về {path.stem}\n\nSáng nay họp.\n", "utf-8")
    os.utime(path, (1.76e9, 1.76e9))
    return path


def mp3s(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.mp3"))


def test_a_run_and_an_idle_one(radio: Radio, inbox: Path) -> None:
    put(inbox / "a.txt")
    put(inbox / "2026-11-25" / "Đặng Thị Ngọc Ánh.txt")
    done = radio("batch", "inbox", "outbox", "--settle", 0)
    assert (done.returncode, done.stdout) == (0, "radio batch: 2 published\n")
    outbox = inbox.parent / "outbox"
    assert mp3s(outbox) == ["2026-11-25/dang-thi-ngoc-anh.mp3", "a.mp3"]
    again = radio("batch", "inbox", "outbox", "--quiet")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    told = radio("batch", "status", "outbox")
    assert told.returncode == 0
    assert "2026-11-25/dang-thi-ngoc-anh.mp3" in told.stdout
    assert told.stdout.endswith("2 published, 0 failed, 0 set aside\n")


def test_some_stories_fail(radio: Radio, inbox: Path) -> None:
    put(inbox / "tốt.txt")
    put(inbox / "rỗng.txt", " ")
    done = radio("batch", "inbox", "outbox", "--settle", 0, "--quiet")
    assert done.returncode == 8
    assert done.stdout == "radio batch: 1 published, 1 failed\n"
    assert re.fullmatch(r"failed: .*rỗng\.txt: is empty; .*\n", done.stderr)
    later = radio("batch", "inbox", "outbox", "--settle", 0, "--quiet")
    assert (later.returncode, later.stdout, later.stderr) == (75, "", "")
    assert "is empty" in radio("batch", "status", "outbox").stdout
    would = radio("batch", "inbox", "outbox", "--dry-run", "--settle", 0)
    assert would.returncode == 0
    assert re.search(r"^later +rỗng +.*is empty", would.stdout, re.M)


def test_for_programs(radio: Radio, inbox: Path) -> None:
    put(inbox / "a.txt")
    put(inbox / "b.txt", " ")
    done = radio("batch", "inbox", "outbox", "--settle", 0, "--log-format", "json")
    assert done.stderr == ""
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [e["event"] for e in events if e["event"] != "failed"] == ["published", "feed", "summary"]
    assert {e["story"]: e["file"] for e in events if e["event"] == "published"} == {"a": "a.mp3"}
    assert [e["code"] for e in events if e["event"] == "failed"] == [3]
    assert (events[-1]["published"], events[-1]["failed"], events[-1]["code"]) == (1, 1, 8)
    status = radio("batch", "status", "outbox", "--log-format", "json")
    assert {(v["status"], v["story"]) for v in map(json.loads, status.stdout.splitlines())} == {
        ("published", "a"), ("failed", "b"),
    }  # fmt: skip


def test_a_service_that_does_not_answer(radio: Radio, inbox: Path) -> None:
    """Nothing listens at the voice's address: the story waits, and blames nobody."""
    (inbox.parent / "station.toml").write_text(
        'voice = ["gtts", "tone"]\n[voices.gtts]\ntries = 1\ntimeout = 2\n'
    )
    put(inbox / "a.txt")
    proxy = "http://127.0.0.1:9"
    arguments = ("batch", "inbox", "outbox", "--settle", 0, "--quiet", "--strict-voice")
    done = radio(*arguments, HTTPS_PROXY=proxy, https_proxy=proxy)
    assert done.returncode == 75, done.stderr
    assert not mp3s(inbox.parent / "outbox")
    assert radio(*arguments[:-1], HTTPS_PROXY=proxy, https_proxy=proxy).returncode == 75, (
        "its pause is not over"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("không-có", "outbox"), 7, "is no folder"),
        (("inbox", "inbox"), 7, "is the outbox, too"),
        (("inbox", "không/có/outbox"), 6, "does not exist"),
        (("inbox", "outbox", "--station", "không.toml"), 7, "cannot be read"),
        (("status", "không"), 3, "no run has published"),
        (("inbox", "outbox", "--jobs", "-1"), 2, "jobs"),
    ],
)
def test_what_cannot_be_done_is_told(
    radio: Radio, inbox: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    put(inbox / "a.txt")
    done = radio("batch", *arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (inbox.parent / "không").exists()


def test_the_exit_codes_are_in_the_help(radio: Radio) -> None:
    told = " ".join(radio("batch", "--help").stdout.split())
    for code in (
        "0 all done",
        "8 some stories failed",
        "75 try again later",
        "9 another run",
        "7 misconfigured",
    ):
        assert code in told


def popen(inbox: Path, *arguments: str) -> subprocess.Popen[str]:
    folder = inbox.parent
    return subprocess.Popen(
        [sys.executable, "-m", "radio", *arguments],
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / ".cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def wait_for(what: object, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not what():  # type: ignore[operator]
        assert time.monotonic() < until, "in vain"
        time.sleep(0.05)


def family(pid: int) -> set[int]:
    """The processes that a process has started, and theirs."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(") ")[2].split()
        except (OSError, ValueError):
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


LONG = "Tin dài\n\n" + "Sáng nay bà con trong ấp họp bàn việc làm đường cho xe vô tới ruộng. " * 3000


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_ended(radio: Radio, inbox: Path, number: signal.Signals) -> None:
    put(inbox / "a.txt")
    put(inbox / "b.txt", LONG)
    outbox = inbox.parent / "outbox"
    process = popen(inbox, "batch", "inbox", "outbox", "--settle", "0", "--jobs", "1")
    wait_for((outbox / ".radio" / "stage" / "2").exists)
    wait_for((outbox / "a.chapters.json").exists)
    wait_for(lambda: any((outbox / ".radio" / "stage" / "2").iterdir()))
    children = family(process.pid)
    assert children
    os.kill(process.pid, number)
    began = time.monotonic()
    process.communicate()
    assert time.monotonic() - began < 20
    assert process.returncode == (-9 if number == signal.SIGKILL else 128 + number)
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() and not zombie(pid) for pid in children), 20)
    assert {p.name for p in outbox.iterdir()} >= {"a.mp3", "a.json", "a.vtt", "a.chapters.json"}
    assert not (outbox / "b.mp3").exists()
    if number != signal.SIGKILL:
        assert (outbox / "feed.xml").exists(), "what is published is in the feed"
        assert not (outbox / ".radio" / "stage").exists()
    put(inbox / "b.txt")
    done = radio("batch", "inbox", "outbox", "--settle", 0)
    assert (done.returncode, mp3s(outbox)) == (0, ["a.mp3", "b.mp3"])
    assert not (outbox / ".radio" / "stage").exists()


def zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except OSError:
        return True


def test_of_five_at_once_one_works(radio: Radio, inbox: Path) -> None:
    for number in range(3):
        put(inbox / f"{number}.txt")
    running = [
        popen(inbox, "batch", "inbox", "outbox", "--settle", "0", "--log-format", "json") for _ in range(5)
    ]
    told = [process.communicate() for process in running]
    assert sorted(p.returncode for p in running) == [0, 9, 9, 9, 9]
    events = [json.loads(line) for out, _ in told for line in out.splitlines()]
    assert sorted(e["story"] for e in events if e["event"] == "published") == ["0", "1", "2"]
    assert all("another run is at work" in e["told"] for e in events if e["event"] == "error")


def test_several_jobs_publish_as_one_does(radio: Radio, inbox: Path) -> None:
    for number in range(5):
        put(inbox / f"{number}.txt")
    for jobs in (1, 3):
        assert radio("batch", "inbox", f"out{jobs}", "--settle", 0, "--jobs", jobs).returncode == 0
    one, three = (
        {p.name: p.read_bytes() for p in (inbox.parent / f"out{jobs}").iterdir() if p.is_file()}
        for jobs in (1, 3)
    )
    assert one == three


@pytest.fixture
def watching(inbox: Path) -> Iterator[subprocess.Popen[str]]:
    process = popen(inbox, "watch", "inbox", "outbox", "--every", "0.2", "--settle", "0")
    yield process
    process.kill()
    process.communicate()


@pytest.mark.skipif(os.name == "nt", reason="no process can be asked to stop there")
def test_watching(inbox: Path, watching: subprocess.Popen[str]) -> None:
    outbox = inbox.parent / "outbox"
    put(inbox / "a.txt")
    wait_for((outbox / "feed.xml").exists)
    station = inbox.parent / "station.toml"
    good = station.read_text("utf-8")
    station.write_text("hỏng", "utf-8")
    put(inbox / "b.txt")
    time.sleep(1)
    assert mp3s(outbox) == ["a.mp3"]
    station.write_text(good, "utf-8")
    wait_for(lambda: "/b.mp3" in (outbox / "feed.xml").read_text("utf-8"))
    watching.send_signal(signal.SIGTERM)
    out, err = watching.communicate(timeout=20)
    assert watching.returncode == 143
    assert out == "radio batch: 1 published\nradio batch: 1 published, 1 unchanged\n"
    assert len(re.findall(r"^radio: station.toml: is not TOML", err, re.M)) == 1, "told once"


@pytest.mark.skipif(os.name == "nt", reason="cron is not there")
def test_the_crontab_works_as_it_stands(inbox: Path) -> None:
    home = inbox.parent / "nhà"
    (home / "radio" / ".venv" / "bin").mkdir(parents=True)
    shutil.move(inbox, home / "radio" / "inbox")
    shutil.move(inbox.parent / "station.toml", home / "radio" / "station.toml")
    put(home / "radio" / "inbox" / "tin.txt")
    start = home / "radio" / ".venv" / "bin" / "radio"
    start.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m radio "$@"\n')
    start.chmod(0o755)
    (line,) = [
        x for x in (ROOT / "scripts" / "crontab").read_text("utf-8").splitlines() if not x.startswith("#")
    ]
    command = line.split(maxsplit=5)[5].replace("--settle 60", "--settle 0")
    assert "%" not in command, "cron takes it for a line's end"
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(home / ".cache")}
    env |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    done = subprocess.run(["/bin/sh", "-c", command], env=env, cwd="/", capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert mp3s(home / "radio" / "outbox") == ["tin.mp3"]
    unit = (ROOT / "scripts" / "radio-batch.service").read_text("utf-8")
    (start_line,) = re.findall(r"^ExecStart=/usr/bin/env (.*)$", unit, re.M)
    assert (
        start_line.replace("%h", "$HOME").replace("60", "0").split()
        == command.partition(" ")[2].replace('"', "").split()
    )


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not there")
def test_the_units_are_right(tmp_path: Path) -> None:
    for name in ("radio-batch.service", "radio-batch.timer"):
        shutil.copy(ROOT / "scripts" / name, tmp_path)
        done = subprocess.run(
            ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_recordings_are_played(radio: Radio, inbox: Path) -> None:
    put(inbox / "a.txt", ARTICLE)
    (inbox / "a").mkdir()
    recording(inbox / "a" / "bay.wav")
    assert radio("batch", "inbox", "outbox", "--settle", 0).returncode == 0
    sidecar = json.loads((inbox.parent / "outbox" / "a.json").read_text("utf-8"))
    assert "bay.wav" in {s["clip"] for s in sidecar["segments"]}


def test_an_idle_run_loads_nothing_that_speaks() -> None:
    """A thousand stories done, cron looks every five minutes: it must not wait for NumPy."""
    heavy = ("numpy", "lxml", "requests", "dask")
    code = f"import sys, radio.cli.batching; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
