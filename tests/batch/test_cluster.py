"""Stories made by a real scheduler's workers, in processes of their own; one of them is lost midway."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from radio.batch import Event, Setup, run
from radio.batch.cluster import Cluster
from radio.errors import ClusterError
from radio.settings import Settings
from tests.batch.conftest import STATION, Desk
from tests.batch.test_running import ARTICLE
from tests.test_ffmpeg import recording


@dataclass
class Dask:
    """A scheduler and its workers."""

    address: str
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    told = tmp_path / "scheduler.json"
    python = [sys.executable, "-m", "distributed.cli."]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}

    def start(what: str, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*python[:-1], f"{python[-1]}{what}", *arguments], **quiet)  # type: ignore[call-overload,no-any-return]

    options = ("--scheduler-file", str(told), "--no-dashboard")
    processes = [start("dask_scheduler", *options, "--port", "0", "--host", "127.0.0.1")]
    processes += [start("dask_worker", *options, "--no-nanny", "--nthreads", "1") for _ in range(2)]
    try:
        until = time.monotonic() + 60
        while not told.exists() or not told.read_text():
            assert time.monotonic() < until
            time.sleep(0.1)
        yield Dask(json.loads(told.read_text())["address"], processes[1:])
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_worker_is_lost_and_no_story_with_it(
    desk: Desk, dask: Dask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (desk.folder / "nhạc.wav").write_bytes(recording(desk.folder / "x.wav").read_bytes())
    voices = {"khác": {"music": "nhạc.wav"}}
    desk.settings = Settings(replace(STATION, voices=voices), path=desk.folder / "station.toml")
    for number in range(4):
        desk.put(
            f"2026-11-25/{number}.txt",
            ARTICLE.replace("Sáng nay", "Sáng nay " + "bà con đến rất đông, " * 60),
        )
    (desk.inbox / "2026-11-25" / "0").mkdir()
    shutil.copy(desk.folder / "x.wav", desk.inbox / "2026-11-25" / "0" / "bay.wav")
    desk.put("hỏng.txt", " ")
    heading = "## Băng: Trần Văn Bảy | Trưởng ấp | tệp: cạnh.wav"
    desk.put("kịch bản.md", f"# Đường mới\n\n{heading}\nĐường xong thì xe vô tới ruộng.\n")
    shutil.copy(desk.folder / "x.wav", desk.inbox / "cạnh.wav")
    other = Desk(tmp_path_factory.mktemp("here"), desk.settings)
    shutil.rmtree(other.inbox)
    shutil.copytree(desk.inbox, other.inbox)
    other.run()

    def tell(event: Event) -> None:
        desk.events.append(event)
        if event.what == "published" and dask.workers[0].poll() is None:
            dask.workers[0].kill()

    with Cluster(dask.address, Setup(desk.settings)) as makers:
        report = run(desk.order(), makers, tell=tell, clock=lambda: desk.now)
    assert dask.workers[0].wait() != 0
    assert (report.published, report.failed) == (5, 1)
    assert [t for t in desk.told("failed") if "hỏng.txt: is empty" in t]
    assert desk.files() == other.files(), "the same bytes, wherever they are made"
    with Cluster(dask.address, Setup(desk.settings)) as makers:
        assert run(desk.order(), makers, clock=lambda: desk.now).kept == 5


def test_stopped_while_others_work(desk: Desk, dask: Dask) -> None:
    asked = threading.Event()
    desk.put("a.txt", ARTICLE.replace("Sáng nay", "Sáng nay " + "bà con đến rất đông, " * 15_000))
    threading.Timer(4, asked.set).start()
    with Cluster(dask.address, Setup(desk.settings), asked.is_set) as makers:
        report = run(desk.order(), makers, stop=asked.is_set, clock=lambda: desk.now)
    assert (report.stopped, report.published) == (True, 0)
    assert desk.files() == {}


def test_a_scheduler_that_is_not_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("radio.batch.cluster._CONNECT_S", 1)
    desk.put("a.txt")
    with (
        pytest.raises(ClusterError, match="no scheduler answers"),
        Cluster("tcp://127.0.0.1:9", Setup(desk.settings)) as makers,
    ):
        run(desk.order(), makers, clock=lambda: desk.now)
    assert desk.run().published == 1, "no story is to blame"
