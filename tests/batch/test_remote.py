"""An inbox and an outbox at fsspec addresses: an in-memory store here, another machine's anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import feedparser
import fsspec
import pytest

from radio.batch import Order, Report, run
from radio.errors import ArticleBusyError, ConfigError, OutputError
from radio.remote import Outlet, is_remote, local, place, pull
from tests.batch.conftest import Desk


@pytest.fixture
def store() -> Iterator[fsspec.AbstractFileSystem]:
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    yield files
    files.store.clear()
    files.pseudo_dirs[:] = [""]


def seen(store: fsspec.AbstractFileSystem) -> dict[str, bytes]:
    paths = store.find("/outbox")
    return {p.removeprefix("/outbox/"): store.cat_file(p) for p in paths if "/." not in p}


class Away:
    """A station whose folders stand elsewhere."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        for folder in (desk.folder / "mirror-in", desk.folder / "mirror-out"):
            folder.mkdir(exist_ok=True)

    def run(self, **more: object) -> Report:
        desk = self.desk
        source, target = place("memory://inbox"), place("memory://outbox")
        order = Order(
            desk.folder / "mirror-in",
            desk.folder / "mirror-out",
            desk.settings,
            settle_s=0,
            source=source,
            outlet=Outlet(desk.folder / "mirror-out", target),
        )
        desk.makers.asked.clear()
        return run(replace(order, **more), desk.makers, tell=desk.events.append, clock=lambda: desk.now)  # type: ignore[arg-type]


def test_addresses() -> None:
    assert is_remote("s3://x/y")
    assert not is_remote("C:\\x")
    assert not is_remote("inbox")
    assert not is_remote("file:///srv/inbox")
    assert local("file:///srv/inbox") == Path("/srv/inbox")
    with pytest.raises(ConfigError, match="is no address"):
        place("khong-co://x")


def test_a_day_elsewhere(
    desk: Desk, store: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Away(desk)
    store.pipe_file("/inbox/2026-11-25/Đặng.txt", "Tin\n\nSáng nay họp.\n".encode())
    store.pipe_file("/inbox/b.txt", "Tin hai\n\nSáng nay họp.\n".encode())
    assert away.run().published == 2
    first = seen(store)
    assert set(first) == {
        "feed.xml",
        *(f"{n}{e}" for n in ("2026-11-25/dang", "b") for e in (".mp3", ".json", ".vtt", ".chapters.json")),
    }
    assert first["b.mp3"] == (desk.folder / "mirror-out" / "b.mp3").read_bytes()
    asked: list[str] = []

    def ask(path: str, to: str) -> None:
        asked.append(path)
        type(store).get_file(store, path, to)

    with monkeypatch.context() as patched:
        patched.setattr(store, "get_file", ask, raising=False)
        assert (away.run().kept, desk.makers.asked, asked) == (2, [], []), "nothing is asked for twice"
    store.pipe_file("/inbox/b.txt", "Tin hai\n\nChiều nay họp.\n".encode())
    assert away.run().published == 1
    assert seen(store)["b.mp3"] == first["b.mp3"]
    assert "b.json" not in seen(store)
    store.rm_file("/inbox/2026-11-25/Đặng.txt")
    desk.now += timedelta(hours=2)
    assert away.run(prune=True).pruned == 1
    last = seen(store)
    assert set(last) == {"feed.xml", *(f"b.v2{e}" for e in (".mp3", ".json", ".vtt", ".chapters.json"))}
    assert len(feedparser.parse(last["feed.xml"]).entries) == 1


def test_the_machine_is_lost(
    desk: Desk, store: fsspec.AbstractFileSystem, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The ledger stands in the outbox: another machine goes on from there."""
    store.pipe_file("/inbox/a.txt", "Tin\n\nSáng nay họp.\n".encode())
    Away(desk).run()
    first = seen(store)
    other = Desk(tmp_path_factory.mktemp("other"))
    assert (Away(other).run().kept, other.makers.asked) == (1, [])
    assert seen(store) == first


def test_files_are_sent_in_order_and_whole(
    desk: Desk, store: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.pipe_file("/inbox/a.txt", "Tin\n\nSáng nay họp.\n".encode())
    named: list[str] = []

    def rename(before: str, after: str) -> None:
        named.append(after)
        type(store).mv(store, before, after)

    monkeypatch.setattr(store, "mv", rename, raising=False)
    Away(desk).run()
    visible = [n.removeprefix("/outbox/") for n in named if "/." not in n]
    assert visible == ["a.mp3", "a.json", "a.vtt", "a.chapters.json", "feed.xml"]
    assert not [p for p in store.find("/outbox") if "radio-part" in p]


def test_a_store_that_fails(
    desk: Desk, store: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.pipe_file("/inbox/a.txt", "Tin\n\nSáng nay họp.\n".encode())

    def refuse(*_a: object, **_k: object) -> None:
        raise OSError("connection reset")

    with monkeypatch.context() as patched:
        patched.setattr(store, "find", refuse, raising=False)
        with pytest.raises(ArticleBusyError, match="connection reset"):
            Away(desk).run()
    with monkeypatch.context() as patched:
        patched.setattr(store, "put_file", refuse, raising=False)
        with pytest.raises(OutputError, match="connection reset"):
            Away(desk).run()
    assert Away(desk).run().published == 1


def test_no_name_leaves_the_mirror(tmp_path: Path, store: fsspec.AbstractFileSystem) -> None:
    store.store["/in/../../ra.txt"] = store.open("/x", "wb")
    store.pipe_file("/in/a\\..\\b.txt", b"x")
    store.pipe_file("/in/tốt.txt", b"x")
    mirror = tmp_path / "a" / "mirror"
    mirror.mkdir(parents=True)
    odd = pull(place("memory://in"), mirror)
    assert "a\\..\\b.txt" in odd
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()] == [
        "a/mirror/tốt.txt"
    ]
