"""The ledger keeps what it is told, all or nothing, and says what is wrong with a file that will not do."""

from __future__ import annotations

import multiprocessing
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from radio.errors import ConfigError, LockedError, OutputError
from radio.ledger import Ledger
from radio.lock import locked
from radio.story import Digest, Known, Trouble

WHEN = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)
STORY = Known(
    1,
    "2026-11-25/Đặng Thị Ngọc Ánh",
    "2026-11-25/Đặng Thị Ngọc Ánh.txt",
    "an id",
    "2026-11-25/dang-thi-ngoc-anh",
    published=WHEN,
    made_from={"article": "1", "clips": "2"},
    files=("2026-11-25/dang-thi-ngoc-anh.mp3", "2026-11-25/dang-thi-ngoc-anh.json"),
    title="Tin của Y Moan Ênuôl",
    version=2,
    placed_from={"article": "1"},
    trouble=Trouble({"article": "3"}, 2, "K'Brêu: hỏng; sửa lại", 4, WHEN),
)
OTHER = Known(2, "b", "b.url#https://a.example/", "other id", "b")


def test_it_keeps_what_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(Ledger(path)) as ledger:
        ledger.write(
            [STORY, OTHER],
            digests={"a": Digest((1, 2**62, 3), "ff"), "b": Digest((1, 1, 1), "00")},
            leftovers={"x.mp3": WHEN, "y.mp3": WHEN},
            facts={"inbox": "1:2"},
        )
    with closing(Ledger(path)) as ledger:
        assert ledger.stories() == (STORY, OTHER)
        changed = replace(
            STORY, gone=True, trouble=replace(STORY.trouble, due=None) if STORY.trouble else None
        )
        ledger.write([changed], forgotten=[OTHER], digests={"a": None}, leftovers={"x.mp3": None})
    with closing(Ledger(path)) as ledger:
        assert ledger.stories() == (changed,)
        assert ledger.digests() == {"b": Digest((1, 1, 1), "00")}
        assert ledger.leftovers() == {"y.mp3": WHEN}
        assert (ledger.fact("inbox"), ledger.fact("x")) == ("1:2", "")


def test_all_or_nothing(tmp_path: Path) -> None:
    with closing(Ledger(tmp_path / "ledger.db")) as ledger:
        twin = replace(OTHER, name=STORY.name)
        with pytest.raises(OutputError):
            ledger.write([STORY, twin])
        assert ledger.stories() == ()
        ledger.write([STORY])
        assert ledger.stories() == (STORY,)


def test_reading_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(Ledger(path)) as ledger:
        ledger.write([STORY])
    before = path.stat().st_mtime_ns
    folder = sorted(tmp_path.iterdir())
    with closing(Ledger(path)) as ledger:
        ledger.stories()
        ledger.write()
        assert sorted(tmp_path.iterdir()) == folder
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("data", [b"not a database" * 200, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_one_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(data)
    with pytest.raises(OutputError, match=r"is damaged .*move it away"):
        Ledger(path)
    assert path.read_bytes() == data


def test_one_cut_off_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(Ledger(path)) as ledger:
        ledger.write([replace(STORY, number=n, id=str(n), name=str(n)) for n in range(1, 300)])
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(OutputError, match="is damaged"), closing(Ledger(path)) as ledger:
        ledger.stories()


def test_a_newer_programs_one_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version = 99")
        base.commit()
    with pytest.raises(ConfigError, match="newer version of radio"):
        Ledger(path)


def test_nowhere_to_write(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be opened"):
        Ledger(tmp_path / "không" / "ledger.db")


@pytest.mark.parametrize("moment", ["before", "within"])
def test_a_process_that_dies_leaves_it_whole(tmp_path: Path, moment: str) -> None:
    path = tmp_path / "ledger.db"
    with closing(Ledger(path)) as ledger:
        ledger.write([STORY])
    script = f"""
import os, sqlite3, sys
base = sqlite3.connect({str(path)!r}, isolation_level=None)
base.execute("PRAGMA cache_size = 1")
base.execute("BEGIN IMMEDIATE")
base.execute("DELETE FROM trouble")
if {moment == "within"}:
    base.executemany("INSERT INTO fact VALUES (?, ?)", [(str(n), "x" * 900) for n in range(500)])
os.kill(os.getpid(), 9) if hasattr(os, "fork") else os._exit(9)
"""
    subprocess.run([sys.executable, "-c", script], check=False)
    with closing(Ledger(path)) as ledger:
        assert ledger.stories() == (STORY,)
        assert ledger.fact("1") == ""


def _hold(path: Path, held: object, end: object) -> None:
    with locked(path):
        held.set()  # type: ignore[attr-defined]
        end.wait(30)  # type: ignore[attr-defined]


def test_of_two_one_holds_the_lock_until_it_dies(tmp_path: Path) -> None:
    (tmp_path / ".radio").mkdir()
    path = tmp_path / ".radio" / "lock"
    context = multiprocessing.get_context("spawn")
    held, end = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(path, held, end), daemon=True)
    other.start()
    assert held.wait(30)
    with pytest.raises(LockedError, match="another run is at work"), locked(path):
        pass
    other.kill()
    other.join()
    with locked(path):
        pass
    with locked(path):
        pass
    assert [p.name for p in (tmp_path / ".radio").iterdir()] == ["lock"]
