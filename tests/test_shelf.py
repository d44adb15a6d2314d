"""What is taken from the shelf sounds, to the byte, like what is made anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from radio.casting import casts
from radio.produce import Job, produce
from radio.script import Narration, Script
from radio.shelf import Record, Shelf
from radio.station import Station

LONG = "Công trình nước sạch phục vụ ba trăm hộ dân trong ấp. " * 3
SCRIPT = Script(
    "Nước sạch", "", (), tuple(Narration(f"Đoạn {name}. {LONG}") for name in ("một", "hai", "ba"))
)


def made(script: Script, folder: Path, cache: Path | None) -> bytes:
    station = Station()
    job = Job(script, {}, station, folder / "a.mp3", datetime(2026, 3, 5, tzinfo=UTC), cache=cache)
    produce(job, casts(station, voice="espeak"))
    return job.out.read_bytes()


def test_a_corrected_story_is_the_one_made_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = made(SCRIPT, tmp_path, cache)
    kept = {p: p.stat().st_mtime_ns for p in cache.rglob("*.npz")}
    assert len(kept) == 3
    assert made(SCRIPT, tmp_path, cache) == first
    segments = list(SCRIPT.segments)
    segments[1] = Narration(f"Đoạn hai đã sửa. {LONG}")
    corrected = replace(SCRIPT, segments=tuple(segments))
    again = made(corrected, tmp_path, cache)
    assert len(list(cache.rglob("*.npz"))) == 4
    assert again != first
    assert again == made(corrected, tmp_path, None)


def test_a_damaged_record_is_none(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("ab", Record({"n": 1}, {"sound": np.arange(9)}))
    record = shelf.get("ab")
    assert record is not None
    assert record.facts == {"n": 1}
    assert record.arrays["sound"].tolist() == list(range(9))
    (entry,) = tmp_path.rglob("*.npz")
    whole = entry.read_bytes()
    for data in (whole[: len(whole) // 2], b"", b"x" * len(whole)):
        entry.write_bytes(data)
        assert shelf.get("ab") is None
    assert shelf.get("cd") is None


def test_a_disk_that_refuses_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    shelf = Shelf(tmp_path / "file")
    shelf.put("ab", Record({}, {}))
    assert shelf.get("ab") is None


def test_the_oldest_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path)
    for key in ("aa", "bb", "cc"):
        shelf.put(key, Record({}, {"sound": np.zeros(1000, np.int16)}))
    monkeypatch.setattr("radio.shelf._LIMIT_BYTES", 5500)
    assert shelf.get("aa") is not None
    shelf.tidy()
    assert shelf.get("aa") is not None
    assert shelf.get("bb") is None
