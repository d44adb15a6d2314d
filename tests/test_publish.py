"""A folder of episodes becomes a feed: what is whole is in it, and what is not is told of."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from radio.errors import ArticleError, ConfigError, OutputError
from radio.feed import complaints, guid_of
from radio.outbox import outbox
from radio.publish import publish
from radio.settings import Settings
from tests.test_feed import PODCAST, STATION, values
from tests.test_picture import png


def put(folder: Path, name: str = "a", **changed: Any) -> Path:
    """An episode's files in ``folder``; returns its MP3."""
    folder.mkdir(parents=True, exist_ok=True)
    told = values(**changed)
    sound = f"MP3 {name}".encode() * 100
    mp3 = folder / f"{name}.mp3"
    mp3.write_bytes(sound)
    told["media"] = {
        **told["media"], "file": mp3.name, "bytes": len(sound), "sha256": hashlib.sha256(sound).hexdigest(),
    }  # fmt: skip
    told["renditions"] = [{k: told["media"][k] for k in told["renditions"][0]}]
    told["files"] = [{**f, "file": f["file"].replace("a.", f"{name}.", 1)} for f in told["files"]]
    for beside in told["files"]:
        (folder / beside["file"]).write_text("x")
    (folder / f"{name}.json").write_text(json.dumps(told, ensure_ascii=False, indent=2), "utf-8")
    return mp3


def test_a_folder_becomes_a_feed(tmp_path: Path) -> None:
    put(tmp_path, "a")
    put(tmp_path / "2026" / "03", "b", number=5)
    put(tmp_path / ".ẩn", "c", number=6)
    (tmp_path / "khác.json").write_text('{"title": 1}')
    (tmp_path / "rác.json").write_bytes(b"\xff")
    done = publish(tmp_path, Settings(STATION))
    assert (done.items, done.pages, done.left_out, done.written) == (2, 1, (), (tmp_path / "feed.xml",))
    read = feedparser.parse((tmp_path / "feed.xml").read_bytes())
    assert [e.enclosures[0].href.removeprefix("https://dai.example.vn/podcast/") for e in read.entries] == [
        "2026/03/b.mp3", "a.mp3",
    ]  # fmt: skip


def test_what_has_not_changed_is_not_written(tmp_path: Path) -> None:
    for number, name in enumerate("abcd"):
        put(tmp_path, name, number=number)
    station = Settings(replace(STATION, podcast=replace(PODCAST, page=1)))
    assert len(publish(tmp_path, station).written) == 4
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in tmp_path.glob("feed*.xml")}
    assert publish(tmp_path, station).written == ()
    assert {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in before} == before
    put(tmp_path, "e", number=9)
    written = [p.name for p in publish(tmp_path, station).written]
    assert written == ["feed-3.xml", "feed-4.xml", "feed.xml"], "the feed last; older pages stay"


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda mp3: mp3.unlink(), "MP3 is missing"),
        (lambda mp3: mp3.write_bytes(mp3.read_bytes()[:-9]), "changed or cut"),
        (lambda mp3: mp3.write_bytes(b"x" * mp3.stat().st_size), "was changed"),
        (lambda mp3: mp3.with_suffix(".json").write_text('{"schema": "radio.episode/1"'), "damaged"),
        (lambda mp3: mp3.with_suffix(".json").write_text('{"schema": "radio.episode/1"}'), "damaged"),
    ],
)
def test_an_episode_that_is_not_whole_is_left_out(
    tmp_path: Path, harm: Callable[[Path], object], said: str
) -> None:
    put(tmp_path, "tốt", number=1)
    bad = put(tmp_path, "xấu", number=2)
    harm(bad)
    if bad.exists():
        later = bad.with_suffix(".json").stat().st_mtime_ns + 10_000_000
        os.utime(bad, ns=(later, later))
    done = publish(tmp_path, Settings(STATION))
    assert done.items == 1
    (left,) = done.left_out
    assert left.path.name == "xấu.json"
    assert said in left.reason
    assert b"x%E1%BA%A5u" not in (tmp_path / "feed.xml").read_bytes()


def test_an_mp3_copied_without_its_time_is_compared(tmp_path: Path) -> None:
    mp3 = put(tmp_path)
    later = mp3.with_suffix(".json").stat().st_mtime_ns + 10_000_000
    os.utime(mp3, ns=(later, later))
    assert publish(tmp_path, Settings(STATION)).left_out == ()


def test_only_asked_for_is_every_byte_read(tmp_path: Path) -> None:
    mp3 = put(tmp_path)
    mp3.write_bytes(b"x" * mp3.stat().st_size)
    os.utime(mp3, ns=(0, 0))
    assert outbox(tmp_path).left_out == (), "the others' MP3s stay closed"
    (left,) = outbox(tmp_path, every_byte=True).left_out
    assert "digest" in left.reason


@pytest.mark.parametrize(
    "changed",
    [
        {"media": None}, {"media": {"file": "../a.mp3"}}, {"published": "hôm qua"}, {"published": 5},
        {"credits": [1]}, {"files": None}, {"title": 7}, {"id": ""}, {"speakers": [{}]}, {"ai": None},
        {"sources": [[]]}, {"published": "0001-01-01T00:00:00+14:00"}, {"id": " "}, {"id": "x" * 256},
        {"credits": [{"role": 5, "name": "A"}]}, {"credits": [{"role": "BT", "name": None}]},
        {"speakers": [{"name": 5}]}, {"sources": [{"name": 5}]}, {"title": "\x00", "description": " "},
        {"media": {"duration_ms": 10**400}}, {"media": {"duration_ms": float("nan")}},
        {"media": {"file": "/etc/passwd"}}, {"media": {"file": "https://example.vn/a.mp3"}},
        {"media": {"file": "xấu.json"}, "renditions": []}, {"media": {"file": "..\\a.mp3"}},
        {"ai": {"content": "no"}},
        {"files": [{"kind": "vtt", "type": [], "file": "xấu.vtt"}]}, {"schema": "radio.episode/2"},
        {"notes": "[" * 200_000}, {"renditions": 5}, {"renditions": [5]}, {"renditions": [{"file": 5}]},
        {"media": {"sha256": "của tôi"}},
    ],
)  # fmt: skip
def test_a_sidecar_that_lies_is_reported(tmp_path: Path, changed: dict[str, Any]) -> None:
    put(tmp_path, "tốt", number=1)
    told = json.loads(put(tmp_path, "xấu", number=2).with_suffix(".json").read_text("utf-8"))
    if isinstance(changed.get("media"), dict):
        changed = {**changed, "media": {**told["media"], **changed["media"]}}
    (tmp_path / "xấu.json").write_text(json.dumps({**told, **changed}), "utf-8")
    if "notes" in changed:
        text = (tmp_path / "xấu.json").read_text("utf-8").replace('"[[', "[[").replace('[["', "[[")
        (tmp_path / "xấu.json").write_text(text, "utf-8")
    (left,) = publish(tmp_path, Settings(STATION)).left_out
    assert "damaged" in left.reason
    assert len(left.reason) < 300
    assert ElementTree.parse(tmp_path / "feed.xml").findtext("channel/item/title")


def test_a_sidecar_that_another_program_has_written_anew(tmp_path: Path) -> None:
    told = json.loads(put(tmp_path).with_suffix(".json").read_text("utf-8"))
    for text in (json.dumps(told, sort_keys=True), json.dumps(told, separators=(",", ":"))):
        (tmp_path / "a.json").write_text(text, "utf-8")
        assert [i.title for i in outbox(tmp_path).items] == [told["title"]]
    (tmp_path / "a.json").write_text(json.dumps({"x": "y" * 9_000_000, **told}), "utf-8")
    assert "more than 8 MB" in outbox(tmp_path).left_out[0].reason


def test_what_is_renamed_or_moved_stays_the_same_episode(tmp_path: Path) -> None:
    put(tmp_path)
    (before,) = outbox(tmp_path).items
    (tmp_path / "2026").mkdir()
    for path in tmp_path.glob("a.*"):
        path.rename(tmp_path / "2026" / path.name.replace("a.", "tin sáng.", 1))
    (after,) = outbox(tmp_path).items
    assert after.path == "2026/tin sáng.mp3"
    assert [t.path for t in after.transcripts] == ["2026/tin sáng.vtt"]
    assert after.chapters == "2026/tin sáng.chapters.json"
    assert (after.id, after.title, after.published) == (before.id, before.title, before.published)


def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a", number=1)
    put(tmp_path / "2026", "b", number=2)
    scandir = os.scandir

    def refusing(path: Path) -> Any:  # what a right that is missing does; root has them all
        if path.name == "2026":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = outbox(tmp_path)
    assert [i.path for i in found.items] == ["a.mp3"]
    assert [(left.path.name, left.reason) for left in found.left_out] == [
        ("2026", "the folder cannot be read (Permission denied)"),
    ]


def test_names_as_a_mac_writes_them(tmp_path: Path) -> None:
    put(tmp_path, "bài sáng")
    for path in list(tmp_path.iterdir()):
        path.rename(path.with_name(unicodedata.normalize("NFD", path.name)))
    found = outbox(tmp_path)
    assert found.left_out == ()
    assert [len(i.transcripts) for i in found.items] == [1]
    assert (tmp_path / found.items[0].path).is_file()


def rendition(mp3: Path, suffix: str, size: int = 5, **changed: Any) -> dict[str, Any]:
    """A further file of an episode, and what its sidecar says of it."""
    path = mp3.with_suffix(suffix)
    path.write_bytes(b"s" * size)
    digest = hashlib.sha256(b"s" * size).hexdigest()
    told = {"file": path.name, "type": "audio/x", "bytes": size, "sha256": digest, "bitrate_kbps": 64}
    return {**told, **changed}


def rewritten(mp3: Path, **changed: Any) -> None:
    """Change the sidecar of ``mp3``."""
    told = json.loads(mp3.with_suffix(".json").read_text("utf-8"))
    mp3.with_suffix(".json").write_text(json.dumps({**told, **changed}, ensure_ascii=False), "utf-8")


def test_further_files_of_the_sound_are_alternatives(tmp_path: Path) -> None:
    mp3 = put(tmp_path, "bài")
    told = json.loads(mp3.with_suffix(".json").read_text("utf-8"))["media"]
    m4a, opus, wav = (rendition(mp3, suffix) for suffix in (".m4a", ".opus", ".wav"))
    # Those that are gone, cut, or in another folder are not offered; a WAV is too large to be.
    gone = rendition(tmp_path / "xa.mp3", ".m4a", file="không có.m4a")
    cut = rendition(tmp_path / "cắt.mp3", ".m4a", bytes=6)
    rewritten(mp3, renditions=[told, wav, opus, m4a, gone, cut], media=wav | {"duration_ms": 3000})
    done = publish(tmp_path, Settings(STATION))
    assert (done.items, done.left_out) == (1, ())
    item = ElementTree.parse(tmp_path / "feed.xml").find("channel/item")
    assert item is not None
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert enclosure.attrib == {
        "url": "https://dai.example.vn/podcast/b%C3%A0i.mp3", "length": str(mp3.stat().st_size),
        "type": "audio/mpeg",
    }  # fmt: skip
    space = "{https://podcastindex.org/namespace/1.0}"
    found = item.findall(f"{space}alternateEnclosure")
    assert [(a.get("type"), a.get("length"), a.get("bitrate"), a.get("codecs")) for a in found] == [
        ("audio/mp4", "5", "64000", None), ("audio/ogg", "5", "64000", "opus"),
    ]  # fmt: skip
    sources = [s.get("uri", "") for a in found for s in a.iterfind(f"{space}source")]
    assert [s.rpartition(".")[2] for s in sources] == ["m4a", "opus"]
    digest = base64.b64encode(hashlib.sha256(b"s" * 5).digest()).decode()
    assert {s.get("value") for a in found for s in a.iterfind(f"{space}integrity")} == {f"sha256-{digest}"}
    assert complaints((tmp_path / "feed.xml").read_bytes()) == ()


def test_an_episode_without_an_mp3(tmp_path: Path) -> None:
    mp3 = put(tmp_path)
    m4a, wav = (rendition(mp3, suffix) for suffix in (".m4a", ".wav"))
    rewritten(mp3, media=m4a | {"duration_ms": 3000}, renditions=[m4a, wav])
    (item,) = outbox(tmp_path).items
    assert (item.path, item.type, item.alternates) == ("a.m4a", "audio/mp4", ())
    # An MP3 that went to another folder does not stand in its way.
    rewritten(mp3, renditions=[m4a, {**m4a, "file": "a.xa.mp3"}])
    assert [item.path for item in outbox(tmp_path).items] == ["a.m4a"]
    rewritten(mp3, media=wav | {"duration_ms": 3000}, renditions=[wav])
    assert "not an MP3's name" in outbox(tmp_path).left_out[0].reason


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "ra", tmp_path / "riêng"
    put(folder, "tốt", number=1)
    put(folder, "gần", number=4)
    mp3, near = put(folder, "xấu", number=2), folder / "gần.mp3"
    elsewhere.mkdir()
    try:
        for path in (mp3, folder / "tốt.vtt"):
            path.rename(elsewhere / path.name)
            path.symlink_to(elsewhere / path.name)
        put(elsewhere, "khác", number=3)
        (folder / "khác.json").symlink_to(elsewhere / "khác.json")
        (folder / "vòng.json").symlink_to("vòng.json")
        near.rename(folder / "gần-1.mp3")
        near.symlink_to("gần-1.mp3")
    except OSError:
        pytest.skip("links need a right that is not given here")
    found = outbox(folder)
    assert {i.path: i.transcripts == () for i in found.items} == {"tốt.mp3": True, "gần.mp3": False}
    assert {left.path.name: "leads out" in left.reason for left in found.left_out} == {
        "xấu.json": True, "khác.json": True, "vòng.json": True,
    }  # fmt: skip


def test_one_id_is_one_item(tmp_path: Path) -> None:
    put(tmp_path, "a", number=1)
    put(tmp_path, "b", number=1, published="2030-01-01T00:00:00+07:00")
    found = outbox(tmp_path)
    assert [i.path for i in found.items] == ["b.mp3"]
    assert "same id as b.mp3" in found.left_out[0].reason


def test_a_transcript_that_is_gone_is_not_offered(tmp_path: Path) -> None:
    put(tmp_path).with_suffix(".vtt").unlink()
    (found,) = outbox(tmp_path).items
    assert (found.transcripts, found.chapters) == ((), "a.chapters.json")


def test_an_empty_folder_does_not_empty_the_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text("cũ", "utf-8")
    with pytest.raises(ArticleError, match="holds no episode"):
        publish(tmp_path, Settings(STATION))
    with pytest.raises(ArticleError, match="the folder cannot be read"):
        publish(tmp_path / "không có", Settings(STATION))
    assert (tmp_path / "feed.xml").read_text("utf-8") == "cũ"


def test_a_feed_elsewhere_and_another_address(tmp_path: Path) -> None:
    put(tmp_path / "tin")
    done = publish(tmp_path / "tin", Settings(STATION), out=tmp_path / "kênh.xml", base_url="http://x.vn/p/")
    read = feedparser.parse(done.feed.read_bytes())
    assert read.entries[0].enclosures[0].href == "http://x.vn/p/a.mp3"
    assert read.feed.links[0].href == "http://x.vn/p/k%C3%AAnh.xml"
    with pytest.raises(OutputError, match="the folder does not exist"):
        publish(tmp_path / "tin", Settings(STATION), out=tmp_path / "không" / "f.xml")


def test_the_cover_in_the_folder_is_looked_at(tmp_path: Path) -> None:
    put(tmp_path)
    station = Settings(replace(STATION, podcast=replace(PODCAST, image="bìa.png")))
    with pytest.raises(ConfigError, match=r"podcast\.image: the cover 'bìa\.png' cannot be read"):
        publish(tmp_path, station)
    (tmp_path / "bìa.png").write_bytes(png(600, 600))
    with pytest.raises(ConfigError, match="600 x 600"):
        publish(tmp_path, station)
    (tmp_path / "bìa.png").write_bytes(png(1400, 1400))
    publish(tmp_path, station)
    assert b'href="https://dai.example.vn/podcast/b%C3%ACa.png"' in (tmp_path / "feed.xml").read_bytes()


def test_an_episode_that_is_passed_over_gives_way_to_one_of_its_id(tmp_path: Path) -> None:
    """A story made again stands there twice until the feed names the new one."""
    put(tmp_path / "ngày", "a", number=1)
    put(tmp_path / "ngày", "a.v2", number=1)
    for old, new in (("a", "a.v2"), ("a.v2", "a")):
        done = publish(tmp_path, Settings(STATION), without={f"ngày/{old}.json"})
        assert (done.items, done.left_out) == (1, ())
        (entry,) = feedparser.parse((tmp_path / "feed.xml").read_bytes()).entries
        assert entry.enclosures[0].href.endswith(f"/{new}.mp3")


def test_the_podcast_stays_the_same_when_it_moves(tmp_path: Path) -> None:
    put(tmp_path)
    station = Settings(STATION)

    def guid() -> str:
        return ElementTree.parse(tmp_path / "feed.xml").findtext(
            "channel/{https://podcastindex.org/namespace/1.0}guid", ""
        )

    # Tried out at home first: that is nobody's podcast.
    for trial in ("http://localhost:8000/", "http://192.168.1.7/p/", "http://may-cua-lan/"):
        assert publish(tmp_path, station, base_url=trial).notes == ()
        assert guid() == guid_of(f"{trial}feed.xml")
    assert publish(tmp_path, station).notes == ()
    before = guid()
    assert before == guid_of("https://dai.example.vn/podcast/feed.xml")
    (told,) = publish(tmp_path, station, base_url="https://khac.example.vn/").notes
    assert before in told
    assert guid() == before
    chosen = "9b024349-ccf0-5f69-a609-6b82873eab3c"
    own = Settings(replace(STATION, podcast=replace(PODCAST, guid=chosen.upper())))
    assert publish(tmp_path, own).notes == ()
    assert guid() == chosen


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("guid", "của tôi"), ("link", "https://"), ("base_url", "https://x:99999/"), ("image", "../bia.png"),
        ("image", "/bia.png"), ("feed_url", "http://" + "a" * 70 + ".vn"),
    ],
)  # fmt: skip
def test_a_setting_that_will_not_do_is_named(tmp_path: Path, key: str, value: str) -> None:
    put(tmp_path)
    changed: dict[str, Any] = {key: value}
    with pytest.raises(ConfigError, match=rf"podcast\.{key}"):
        publish(tmp_path, Settings(replace(STATION, podcast=replace(PODCAST, **changed))))
    assert not (tmp_path / "feed.xml").exists()
