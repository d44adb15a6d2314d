"""Runs over real folders, with a real voice of beeps: what stands in the outbox, and when."""

from __future__ import annotations

import errno
import json
import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote

import feedparser
import pytest

from radio.batch import Do, Event, Failed, placing, plan
from radio.batch.task import Task
from radio.errors import ConfigError, LockedError, OutputError
from radio.ledger import Ledger
from radio.lock import locked
from radio.music import Music
from radio.settings import Settings
from radio.speech import lexicon
from radio.station import Podcast
from tests.batch.conftest import SAVED, STATION, Desk
from tests.test_ffmpeg import recording

ARTICLE = """Đường mới ở ấp Gò Tre

Sáng nay bà con họp bàn.

Ông Trần Văn Bảy, Trưởng ấp, nói: “Đường xong thì xe vô tới ruộng.”

BT: Nguyễn Thu
"""


def entries(desk: Desk) -> dict[str, str]:
    """Title → the sound's path, as a reader of the feed finds it; every file that is named must be there."""
    feed = feedparser.parse((desk.outbox / "feed.xml").read_bytes())
    assert not feed.bozo
    base = STATION.podcast.base_url
    for entry in feed.entries:
        named = [e.href for e in entry.enclosures]
        assert all((desk.outbox / unquote(href.removeprefix(base))).is_file() for href in named)
        (enclosure,) = entry.enclosures
        assert (
            int(enclosure.length) == (desk.outbox / unquote(enclosure.href.removeprefix(base))).stat().st_size
        )
    return {e.title: unquote(e.enclosures[0].href.removeprefix(base)) for e in feed.entries}


def test_a_day_is_published_once(desk: Desk) -> None:
    desk.put("2026-11-25/đường.txt", ARTICLE)
    desk.put("2026-11-26/đường.txt", ARTICLE.replace("Gò Tre", "Gò Me"))
    clip = recording(desk.folder / "bay.wav")
    (desk.inbox / "2026-11-25" / "đường").mkdir()
    shutil.copy(clip, desk.inbox / "2026-11-25" / "đường" / "tran-van-bay.wav")
    report = desk.run()
    assert (report.published, report.failed) == (2, 0)
    assert set(desk.files()) == {
        "feed.xml",
        *(f"2026-11-{d}/duong{e}" for d in (25, 26) for e in (".mp3", ".json", ".vtt", ".chapters.json")),
    }
    assert set(entries(desk).values()) == {"2026-11-25/duong.mp3", "2026-11-26/duong.mp3"}
    sidecar = json.loads((desk.outbox / "2026-11-25/duong.json").read_text("utf-8"))
    assert [s["clip"] for s in sidecar["segments"] if s["kind"] == "interview"] == ["tran-van-bay.wav"]
    assert sidecar["published"] == SAVED.astimezone().isoformat()
    before = {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in desk.outbox.rglob("*")}
    again = desk.run()
    assert (again.published, again.kept, desk.makers.asked, desk.events) == (0, 2, [], [])
    assert {p: (p.stat().st_mtime_ns, p.stat().st_ino) for p in desk.outbox.rglob("*")} == before, (
        "nothing written"
    )


def test_two_stories_of_one_name_stay_two(desk: Desk) -> None:
    for name in ("Đặng.txt", "dang.html", "a/dang.txt", "b/dang.txt"):
        desk.put(name, "Tin chung\n\nSáng nay họp.\n")
    desk.run()
    assert len(feedparser.parse((desk.outbox / "feed.xml").read_bytes()).entries) == 4
    assert sorted(n for n in desk.files() if n.endswith(".mp3")) == [
        "a/dang.mp3", "b/dang.mp3", "dang-2.mp3", "dang.mp3",
    ]  # fmt: skip


def change_article(desk: Desk) -> None:
    desk.put("tin.txt", ARTICLE.replace("Sáng", "Chiều"))


def change_clip(desk: Desk) -> None:
    (desk.inbox / "tin").mkdir()
    recording(desk.inbox / "tin" / "1.wav")


def change_station(desk: Desk) -> None:
    desk.settings = replace(desk.settings, station=replace(desk.settings.station, rate=1.2))


def change_cover(desk: Desk) -> None:
    from tests.test_picture import png  # noqa: PLC0415

    desk.settings = replace(desk.settings, cover=png(300, 300))


def change_lexicon(desk: Desk) -> None:
    desk.settings = replace(desk.settings, lexicon=lexicon.parse("họp\thội họp", "lexicon.tsv"))


@pytest.mark.parametrize(
    "change", [change_article, change_clip, change_station, change_cover, change_lexicon]
)
def test_what_changed_is_made_again_and_nothing_else(desk: Desk, change: object) -> None:
    desk.put("tin.txt", ARTICLE)
    desk.put("khác.txt")
    desk.run()
    before = desk.files()
    change(desk)  # type: ignore[operator]
    desk.now += timedelta(minutes=5)
    report = desk.run()
    own = change in (change_article, change_clip)
    assert desk.makers.asked == (["tin.txt"] if own else ["khác.txt", "tin.txt"])
    assert report.published == len(desk.makers.asked)
    after = desk.files()
    assert entries(desk)["Đường mới ở ấp Gò Tre"] == "tin.v2.mp3"
    assert after["tin.v2.mp3"] != before["tin.mp3"]
    assert after["tin.mp3"] == before["tin.mp3"], "an address never gives another sound"
    assert "tin.json" not in after
    old = feedparser.parse(before["feed.xml"]).entries
    new = feedparser.parse(after["feed.xml"]).entries
    assert {(e.id, e.title, e.published) for e in new} == {(e.id, e.title, e.published) for e in old}
    assert desk.run().published == 0
    desk.now += timedelta(hours=2)
    desk.run()
    assert set(after) - set(desk.files()) >= {"tin.mp3", "tin.vtt", "tin.chapters.json"}
    assert all(name.startswith("tin.v2.") for name in desk.files() if name.startswith("tin."))
    entries(desk)


@pytest.mark.parametrize("noted", ["nhạc.wav", "nhạc.wav@0-1.5"])
def test_music_is_heard_and_counts_by_its_content(desk: Desk, noted: str) -> None:
    music = recording(desk.folder / "nhạc.wav")
    station = replace(desk.settings.station, music=Music(signature=noted))
    desk.settings = Settings(station, path=desk.folder / "station.toml")
    desk.put("tin.txt")
    assert desk.run().published == 1
    sidecar = json.loads((desk.outbox / "tin.json").read_text("utf-8"))
    assert sidecar["segments"][0]["origin"] == "music"
    assert desk.run().published == 0
    music.write_bytes(music.read_bytes()[:-2] + b"xx")
    assert desk.run().published == 1


def test_the_feeds_settings_change_the_feed_alone(desk: Desk) -> None:
    desk.put("tin.txt")
    desk.run()
    podcast = replace(STATION.podcast, title="Tin mới")
    desk.settings = Settings(replace(STATION, podcast=podcast, cache_mb=7))
    report = desk.run()
    assert (report.published, desk.told("feed")) == (0, ["feed.xml: 1 episode"])
    assert feedparser.parse((desk.outbox / "feed.xml").read_bytes()).feed.title == "Tin mới"


def test_without_a_podcast_there_is_no_feed_and_no_former_sound(desk: Desk) -> None:
    desk.settings = Settings(replace(STATION, podcast=Podcast()))
    desk.put("tin.txt")
    desk.run()
    desk.put("tin.txt", ARTICLE)
    desk.run()
    assert set(desk.files()) == {f"tin.v2.{e}" for e in ("mp3", "json", "vtt", "chapters.json")}


def test_a_bad_story_holds_up_no_other(desk: Desk) -> None:
    desk.put("a.txt", " \n ")
    (desk.inbox / "b.docx").write_bytes(b"PK\x03\x04 not a document")
    desk.put("c.txt")
    clips = desk.inbox / "d"
    desk.put("d.txt", ARTICLE)
    clips.mkdir()
    recording(clips / "ai đó.wav")
    report = desk.run()
    assert (report.published, report.failed) == (1, 3)
    told = " ".join(desk.told("failed"))
    assert "a.txt" in told
    assert "b.docx" in told
    assert "fits no speaker" in told
    assert [e.code for e in desk.events if e.what == "failed"] == [3, 3, 4]
    soon = desk.run()
    assert (soon.failed, soon.waiting, desk.makers.asked) == (0, 3, []), "after a pause"
    desk.now += timedelta(minutes=6)
    assert desk.run().failed == 3
    desk.now += timedelta(minutes=6)
    assert desk.run().waiting == 3, "a longer pause"
    for _ in range(4):
        desk.now += timedelta(days=1)
        last = desk.run()
    assert (last.failed, last.aside) == (3, 3)
    assert all(e.aside for e in desk.events if e.what == "failed")
    desk.now += timedelta(days=100)
    assert (desk.run().aside, desk.makers.asked) == (3, [])
    desk.put("a.txt", "Sửa rồi\n\nHọp.\n")
    (clips / "ai đó.wav").rename(clips / "Trần Văn Bảy.wav")
    report = desk.run()
    assert (report.published, report.aside) == (2, 1)
    assert sorted(desk.makers.asked) == ["a.txt", "d.txt"]


def test_what_was_published_stays_while_its_correction_fails(desk: Desk) -> None:
    desk.put("tin.txt", ARTICLE)
    desk.run()
    before = desk.files()
    desk.put("tin.txt", "\n")
    assert desk.run().failed == 1
    assert desk.files() == before


def test_what_is_taken_out_stays_unless_pruned(desk: Desk) -> None:
    desk.put("a.txt")
    desk.put("ngày/b.txt")
    desk.run()
    before = desk.files()
    shutil.rmtree(desk.inbox / "ngày")
    assert desk.run().published == 0
    assert desk.files() == before
    report = desk.run(prune=True)
    assert (report.pruned, desk.told("pruned")) == (1, ["ngày/b: it was taken out of the inbox"])
    assert set(entries(desk).values()) == {"a.mp3"}
    assert not (desk.outbox / "ngay").exists()
    assert desk.run(prune=True).pruned == 0
    desk.put("ngày/b.txt")
    assert desk.run().published == 1
    assert desk.files() == before, "put back, it is the same episode"


def test_the_last_one_may_be_pruned(desk: Desk) -> None:
    path = desk.put("a.txt")
    desk.run()
    path.unlink()
    assert desk.run(prune=True).pruned == 1
    assert desk.files() == {}


def test_an_inbox_that_is_not_mounted_empties_nothing(desk: Desk) -> None:
    desk.put("a.txt")
    desk.run()
    before = desk.files()
    desk.inbox.rename(desk.folder / "elsewhere")
    desk.inbox.mkdir()  # as a disk's place is, where it is not mounted
    with pytest.raises(ConfigError, match="is empty, and another folder than before"):
        desk.run(prune=True)
    assert desk.files() == before


def test_an_inbox_that_moves_takes_its_stories_along(desk: Desk) -> None:
    desk.put("a.txt")
    desk.put("ngày/b.txt")
    desk.run()
    before = desk.files()
    moved = desk.folder / "chỗ mới"
    desk.inbox.rename(moved)
    report = desk.run(inbox=moved, prune=True)
    assert (report.kept, report.published, report.pruned) == (2, 0, 0)
    assert desk.files() == before
    desk.put("a.txt", ARTICLE)
    report = desk.run(prune=True)
    assert (report.published, report.pruned) == (1, 0), "another inbox has stories of its own"
    assert {"a.mp3", "a-2.mp3"} <= set(desk.files())
    assert desk.run(inbox=moved, prune=True).kept == 2


def test_the_feed_goes_before_the_files(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        desk.put(f"{name}.txt")
    desk.run()
    (desk.inbox / "a.txt").unlink()
    desk.put("b.txt", ARTICLE)
    unlinked: list[str] = []
    unlink = Path.unlink

    def watched(self: Path, *, missing_ok: bool = False) -> None:
        if self.suffix in (".mp3", ".json", ".vtt") and ".radio" not in self.parts:
            feed = (desk.outbox / "feed.xml").read_text("utf-8")
            assert f"/{self.stem}.mp3" not in feed
            unlinked.append(self.name)
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", watched)
    desk.run(prune=True)
    assert unlinked.index("a.json") < unlinked.index("a.mp3")
    assert "b.json" in unlinked


def test_in_order_and_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """At every renaming: what has its name is whole, and the feed comes last."""
    desk.put("tin.txt", ARTICLE)
    names: list[str] = []
    rename = Path.replace

    def watched(self: Path, target: Path) -> Path:
        if ".radio" not in Path(target).parts:
            names.append(Path(target).name)
            assert self.stat().st_size
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", watched)
    desk.run()
    assert names == ["tin.mp3", "tin.json", "tin.vtt", "tin.chapters.json", "feed.xml"]


def test_a_file_written_to_while_its_story_is_made(desk: Desk) -> None:
    path = desk.put("tin.txt", ARTICLE)
    desk.put("b.txt")

    def write(task: Task) -> None:
        if task.source.endswith("tin.txt") and "thêm" not in path.read_text("utf-8"):
            path.write_text(ARTICLE.replace("họp bàn.", "họp bàn. Câu thêm."), "utf-8")

    desk.makers.before = write
    report = desk.run()
    assert (report.published, report.left, report.failed) == (1, 1, 0)
    assert not (desk.outbox / "tin.mp3").exists()
    assert desk.run().published == 1
    assert "Câu thêm" in (desk.outbox / "tin.vtt").read_text("utf-8")


def test_a_failure_of_half_a_file_is_no_failure(desk: Desk) -> None:
    path = desk.put("tin.txt", " ")
    desk.makers.before = lambda _task: path.write_text(ARTICLE, "utf-8")
    desk.makers.instead = lambda _task: Failed("tin.txt: is empty; save it", 3)
    report = desk.run()
    desk.makers.before = desk.makers.instead = lambda _task: None
    assert (report.failed, report.left) == (0, 1)
    assert desk.run().published == 1


def test_a_file_just_written_is_left_for_the_next_run(desk: Desk) -> None:
    desk.put("tin.txt", at=desk.now - timedelta(seconds=20))
    desk.put("cũ.txt")
    for name in ("tin.txt", "cũ.txt"):  # ctime is the machine's; so is the clock then
        assert (desk.inbox / name).exists()
    from datetime import datetime  # noqa: PLC0415

    desk.now = datetime.now().astimezone()
    report = desk.run(settle_s=60)
    assert (report.left, report.published) == (2, 0)
    assert not (desk.outbox / "tin.mp3").exists()
    desk.now += timedelta(seconds=61)
    assert desk.run(settle_s=60).published == 2
    assert desk.run(settle_s=10**9).kept == 2, "what was read is known, however young"


def test_a_dry_run_says_why_and_writes_nothing(desk: Desk) -> None:
    desk.put("tin.txt", ARTICLE)
    decided, _ = plan(desk.order(), clock=lambda: desk.now)
    assert [(s.do, s.key, s.reason) for s in decided.steps] == [(Do.MAKE, "tin", "it is new")]
    assert not desk.outbox.exists()
    desk.run()
    before = {p: p.stat().st_mtime_ns for p in desk.folder.rglob("*")}
    desk.settings = Settings(replace(STATION, rate=1.1))
    decided, _ = plan(desk.order(), clock=lambda: desk.now)
    assert [s.reason for s in decided.steps] == ["the station's settings changed"]
    assert {p: p.stat().st_mtime_ns for p in desk.folder.rglob("*")} == before


def test_one_run_at_a_time(desk: Desk) -> None:
    desk.put("tin.txt")
    placing.prepare(desk.outbox)
    with locked(desk.outbox / ".radio" / "lock"), pytest.raises(LockedError):
        desk.run()
    assert desk.files() == {}
    assert desk.run().published == 1


@pytest.mark.parametrize("where", ["inbox", "inbox/sâu"])
def test_folders_that_hold_each_other(desk: Desk, where: str) -> None:
    (desk.folder / where).mkdir(exist_ok=True)
    desk.put("tin.txt")
    with pytest.raises(ConfigError, match="outbox"):
        desk.run(inbox=desk.folder / where, outbox=desk.inbox)
    report = desk.run(outbox=desk.inbox / "xong")
    assert report.published == 1
    assert desk.run(outbox=desk.inbox / "xong").kept == 1, "its own files are no articles"


def test_settings_of_the_feed_are_met_before_the_work(desk: Desk) -> None:
    desk.put("tin.txt")
    desk.settings = Settings(replace(STATION, podcast=replace(STATION.podcast, category="Tin")))
    with pytest.raises(ConfigError, match="category"):
        desk.run()
    assert desk.makers.asked == []


def test_somebody_elses_files_stay(desk: Desk) -> None:
    desk.outbox.mkdir()
    for name in ("tin.mp3", "hai.json", "ba.vtt"):
        (desk.outbox / name).write_text("của người khác")
    for name in ("tin", "hai", "ba"):
        desk.put(f"{name}.txt")
    assert desk.run().published == 3
    assert {n: desk.files()[n] for n in ("tin.mp3", "hai.json", "ba.vtt")} == {
        n: "của người khác".encode() for n in ("tin.mp3", "hai.json", "ba.vtt")
    }
    assert {"tin-2.mp3", "hai-2.mp3", "ba-2.mp3"} <= set(desk.files())


def test_stopped_between_two_stories(desk: Desk) -> None:
    for name in "abc":
        desk.put(f"{name}.txt")
    published: list[Event] = []
    report = desk.run(stop=lambda: any(e.what == "published" for e in desk.events))
    published += [e for e in desk.events if e.what == "published"]
    assert (report.published, report.stopped) == (1, True)
    assert len(entries(desk)) == 1
    assert not (desk.outbox / ".radio" / "stage").exists()
    assert desk.run().published == 2


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was made once need not be made for each moment again."""
    return tmp_path_factory.mktemp("shelf")


class Died(BaseException):
    """As a process that is killed: nothing is tidied up behind it."""


@pytest.mark.parametrize("moment", range(14))
def test_a_run_that_dies_between_two_writes(
    desk: Desk,
    shelf: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    moment: int,
) -> None:
    """Whatever rename is its last, a reader sees whole files, and the next run ends as an unbroken one."""
    for name in "ab":
        desk.put(f"{name}.txt")
    desk.run()
    desk.put("a.txt", ARTICLE)
    desk.put("ngày/c.txt")
    other = Desk(tmp_path_factory.mktemp("other"), cache=shelf)
    desk.makers.setup = other.makers.setup
    shutil.rmtree(other.inbox)
    shutil.copytree(desk.folder, other.folder, dirs_exist_ok=True)
    other.run()
    whole = other.files()
    left = moment
    rename = Path.replace

    def dying(self: Path, target: Path) -> Path:
        nonlocal left
        if desk.outbox in Path(target).parents and ".radio" not in Path(target).parts:
            left -= 1
            if left < 0:
                raise Died
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dying)
        patched.setattr(shutil, "rmtree", lambda *_a, **_k: None)
        try:
            desk.run()
        except Died:
            entries(desk)
    assert {n: whole[n] for n in desk.files() if n in whole and n != "feed.xml"} == {
        n: data for n, data in desk.files().items() if n in whole and n != "feed.xml"
    }
    desk.run()
    assert desk.files() == whole
    assert not (desk.outbox / ".radio" / "stage").exists()


def test_a_story_that_dies_on_its_way_and_then_changes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first sound may have been heard: the other one has another address, and the first goes."""
    desk.put("a.txt")

    def dying(*_a: object) -> None:
        raise Died

    with monkeypatch.context() as patched:
        patched.setattr(placing, "sync_folder", dying)
        with pytest.raises(Died):
            desk.outbox.mkdir()
            (desk.outbox / ".radio").mkdir()
            desk.run()
    assert set(desk.files()) == {"a.mp3"}
    desk.put("a.txt", ARTICLE)
    desk.run()
    assert set(desk.files()) == {"feed.xml", *(f"a.v2.{e}" for e in ("mp3", "json", "vtt", "chapters.json"))}


def test_a_full_disk_ends_the_run_and_blames_no_story(desk: Desk) -> None:
    for name in "abc":
        desk.put(f"{name}.txt")
    desk.makers.instead = lambda task: (
        Failed("b.mp3: cannot be written: the disk is full; free some space and try again", 6, 28)
        if task.source.endswith("b.txt")
        else None
    )
    with pytest.raises(OutputError, match="the disk is full; free some space"):
        desk.run()
    desk.makers.instead = lambda _task: None
    report = desk.run()
    assert (report.published, report.kept, report.waiting) == (2, 1, 0)


def test_a_ledger_lost_is_no_episode_lost(desk: Desk) -> None:
    desk.put("a.txt")
    desk.put("b.txt")
    desk.run()
    before = desk.files()
    shutil.rmtree(desk.outbox / ".radio")
    assert desk.run().published == 2
    assert desk.files() == before


def test_a_ledger_lost_after_a_correction(desk: Desk) -> None:
    """What was made again is known by its sidecar, and replaced, not doubled."""
    desk.put("ngày/a.txt")
    desk.run()
    desk.put("ngày/a.txt", ARTICLE)
    desk.run()
    shutil.rmtree(desk.outbox / ".radio")
    report = desk.run()
    assert (report.published, entries(desk)) == (1, {"Đường mới ở ấp Gò Tre": "ngay/a.v3.mp3"})
    assert desk.told("left out") == []
    assert desk.run().kept == 1


def test_an_inbox_of_links_out_publishes_none(desk: Desk) -> None:
    secret = desk.folder / "mật.txt"
    secret.write_text("Mật khẩu là 1234.", "utf-8")
    try:
        (desk.inbox / "tin.txt").symlink_to(secret)
    except OSError:
        pytest.skip("no links here")
    report = desk.run()
    assert (report.failed, desk.makers.asked) == (1, [])
    assert "leads out of the inbox" in desk.told("failed")[0]
    assert desk.files() == {}
    (desk.inbox / "tin.txt").unlink()
    desk.put("tin.txt")
    assert desk.run().published == 1


def test_a_recording_that_a_script_notes_beside_itself(desk: Desk) -> None:
    recording(desk.inbox / "bay.wav")
    heading = "## Băng: Trần Văn Bảy | Trưởng ấp | tệp: bay.wav"
    desk.put("tin.md", f"# Đường mới\n\n{heading}\nĐường xong thì xe vô tới ruộng.\n")
    assert desk.run().published == 1
    assert desk.run().published == 0
    data = (desk.inbox / "bay.wav").read_bytes()
    (desk.inbox / "bay.wav").write_bytes(data[:-2] + b"xx")
    report = desk.run()
    assert (report.published, report.failed) == (1, 0)
    assert [e.told for e in desk.events if e.what == "published"] == ["a recording beside the script changed"]
    assert desk.run().published == 0
    (desk.inbox / "bay.wav").unlink()
    assert desk.run().failed == 1
    secret = recording(desk.folder / "mật.wav")
    try:
        (desk.inbox / "bay.wav").symlink_to(secret)
    except OSError:
        return
    report = desk.run()
    assert report.published == 0
    assert any("leads out of the inbox" in told for told in desk.told("failed"))


class Full:
    """A disk that has room for so many writes more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room, self.asked = 10**9, 0
        self._patch = monkeypatch
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        for name in ("mkdir", "touch", "write_text", "write_bytes", "replace"):
            self._watch(Path, name, full)
        for name in ("fsync", "mkdir"):
            self._watch(os, name, full)
        # SQLite's own words, as `radio.ledger` translates them.
        self._watch(Ledger, "write", OutputError("ledger.db", "cannot be written: it is full", "free some"))

    def _watch(self, owner: object, name: str, refusal: Exception) -> None:
        really = getattr(owner, name)

        def write(*arguments: object, **options: object) -> object:
            self.asked += 1
            if self.asked > self.room:
                raise refusal
            return really(*arguments, **options)

        self._patch.setattr(owner, name, write)


def test_a_disk_that_is_full_at_any_write(
    desk: Desk, shelf: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run says so; what was published stays, and so does the feed; with room again, all is done."""
    desk.put("a.txt")
    desk.put("b.txt")
    desk.run()
    desk.put("a.txt", ARTICLE)
    desk.put("c.txt")
    before = desk.files()
    desk.makers.setup = replace(desk.makers.setup, cache=shelf)
    start = tmp_path_factory.mktemp("start")
    shutil.copytree(desk.folder, start, dirs_exist_ok=True)
    disk = Full(monkeypatch)
    desk.run()
    whole, needed = desk.files(), disk.asked
    assert needed > 20
    for room in range(0, needed, 5):
        for folder in ("inbox", "outbox"):
            shutil.rmtree(desk.folder / folder)
            shutil.copytree(start / folder, desk.folder / folder)
        disk.room, disk.asked = room, 0
        try:
            report = desk.run()
        except OutputError as error:
            assert error.exit_code == 6
            assert "full" in error.problem
        else:
            assert (report.published, report.failed) == (2, 0), "a folder that was not flushed is no failure"
        disk.room = 10**9
        seen = desk.files()
        assert {n: seen.get(n) for n in before if n.endswith(".mp3")} == {
            n: d for n, d in before.items() if n.endswith(".mp3")
        }
        assert {n for n, d in seen.items() if n != "feed.xml" and d != whole.get(n, before.get(n))} == set()
        entries(desk)
        desk.run()
        assert desk.files() == whole


class Site(BaseHTTPRequestHandler):
    """A paper's site, which is away at first."""

    pages: ClassVar[dict[str, str]] = {}

    def do_GET(self) -> None:
        page = self.pages.get(self.path, "")
        self.send_response(200 if page else 503)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()
    Site.pages.clear()


def test_addresses(desk: Desk, site: str) -> None:
    desk.put("một.url", f"[InternetShortcut]\r\nURL={site}/tin/duong-moi-1.html\r\n")
    desk.put("nhiều.url", f"{site}/tin/duong-moi-1.html\n{site}/tin/cau-moi-2.html\n")
    assert (desk.run().failed, desk.told("failed")[0][:4]) == (2, "một:"), "this machine's own network"
    desk.makers.setup = replace(desk.makers.setup, allow_private=True)
    desk.now += timedelta(minutes=6)
    report = desk.run()
    assert (report.failed, report.busy, report.kept) == (2, 2, 1), "one address is one story"
    body = "<p>Sáng nay bà con trong ấp họp bàn việc làm đường cho xe vô tới ruộng.</p>" * 3
    for name, title in (("duong-moi-1", "Đường mới ở ấp Gò Tre"), ("cau-moi-2", "Cầu mới ở ấp Gò Me")):
        head = f"<html><head><title>{title}</title></head><body>"
        Site.pages[f"/tin/{name}.html"] = f"{head}<article><h1>{title}</h1>{body}</article></body></html>"
    desk.now += timedelta(hours=1)
    assert desk.run().published == 2
    assert entries(desk) == {"Đường mới ở ấp Gò Tre": "mot.mp3", "Cầu mới ở ấp Gò Me": "cau-moi-2.mp3"}
    Site.pages.clear()
    assert (desk.run().kept, desk.makers.asked) == (3, []), "a page is read once"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read")
def test_an_inbox_that_may_not_be_looked_for(desk: Desk) -> None:
    desk.folder.chmod(0)
    try:
        with pytest.raises(ConfigError, match="cannot be looked for"):
            desk.run()
    finally:
        desk.folder.chmod(0o700)


def test_an_inbox_in_a_loop(desk: Desk) -> None:
    try:
        (desk.folder / "vòng").symlink_to("vòng")
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(ConfigError):
        desk.run(inbox=desk.folder / "vòng")
