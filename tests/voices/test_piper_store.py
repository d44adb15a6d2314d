"""Fetching voices, from a real HTTPS service on this machine that behaves, or misbehaves."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from radio.errors import VoiceBusyError, VoiceError
from radio.voices.piper_store import add, folder, installed, stored
from tests import local_server

NAME = "vi_VN-thu1-medium"
MODEL, DESCRIPTION = b"model" * 40_000, b'{"audio": {}}'
CARD = b"# Model card\n\n* Language: vi_VN\n* License: CC BY 4.0\n"
PLACE = f"vi/vi_VN/thu1/medium/{NAME}.onnx"


def catalogue(model: bytes = MODEL) -> bytes:
    def facts(data: bytes) -> dict[str, object]:
        return {"size_bytes": len(data), "md5_digest": hashlib.md5(data).hexdigest()}

    card = "vi/vi_VN/thu1/medium/MODEL_CARD"
    files = {PLACE: facts(model), f"{PLACE}.json": facts(DESCRIPTION), card: facts(CARD)}
    return json.dumps({NAME: {"files": files}, "vi_VN-other-low": {"files": {}}}).encode()


@dataclass
class Store:
    """The running service."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    cut: int = 0  # bytes after which the next answer to a model breaks off; 0 for never
    ranges: list[str] = field(default_factory=list)  # that were asked for
    busy: bool = False
    version: str = '"1"'  # the ETag of all files; "" for none
    moved: dict[str, str] = field(default_factory=dict)  # redirects


@pytest.fixture
def store(
    authority: trustme.CA, certificate: trustme.LeafCert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    running = Store()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.lstrip("/")
            if name in running.moved:
                self.send_response(302)
                self.send_header("Location", running.moved[name])
                self.end_headers()
                return
            if running.busy or name not in running.files:
                self.send_error(503 if running.busy else 404)
                return
            data, start = running.files[name], 0
            asked = self.headers.get("Range")
            if asked and self.headers.get("If-Range", running.version) == running.version:
                running.ranges.append(asked)
                start = int(asked.removeprefix("bytes=").rstrip("-"))
            if start >= len(data):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(data)}")
                self.end_headers()
                return
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
            if running.version:
                self.send_header("ETag", running.version)
            self.send_header("Content-Length", str(len(data) - start))
            self.end_headers()
            end = len(data)
            if running.cut and name.endswith(".onnx"):
                end, running.cut = running.cut, 0
            self.wfile.write(data[start:end])

        def log_message(self, *_: object) -> None:
            """Nothing: pytest's output is for failures."""

    running.files = {
        "voices.json": catalogue(), PLACE: MODEL, f"{PLACE}.json": DESCRIPTION,
        PLACE.rpartition("/")[0] + "/MODEL_CARD": CARD,
    }  # fmt: skip
    with local_server.serving(Handler, certificate) as address:
        running.url = f"{address}/"
        yield running


def test_a_voice_by_its_name(store: Store, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    added = add(NAME, tmp_path, catalogue=store.url, told=lambda *there: seen.append(there))
    assert (added.name, added.licence, added.checked) == (NAME, "License: CC BY 4.0", True)
    assert added.path.read_bytes() == MODEL
    assert stored("", tmp_path) == stored(NAME, tmp_path) == added.path
    assert installed(tmp_path) == (NAME,)
    assert seen[-1] == (len(MODEL), len(MODEL))
    assert not list(folder(tmp_path).glob("*.part"))


def test_a_voice_by_its_address(store: Store, tmp_path: Path) -> None:
    added = add(store.url + PLACE, tmp_path)
    assert (added.name, added.licence, added.checked) == (NAME, "License: CC BY 4.0", False)
    assert added.path.read_bytes() == MODEL


def test_a_voice_from_a_file(tmp_path: Path) -> None:
    model = tmp_path / "riêng.onnx"
    model.write_bytes(MODEL)
    with pytest.raises(VoiceError, match=r"riêng\.onnx\.json: is not there; a voice is two files"):
        add(str(model), tmp_path)
    (tmp_path / "riêng.onnx.json").write_bytes(DESCRIPTION)
    added = add(str(model), tmp_path)
    assert (added.name, added.licence) == ("riêng", "")
    assert stored("riêng", tmp_path).read_bytes() == MODEL


@pytest.mark.parametrize("version", ['"1"', ""])
@pytest.mark.parametrize("source", ["name", "address"])
def test_what_was_cut_is_taken_up_again(store: Store, tmp_path: Path, source: str, version: str) -> None:
    store.version = version

    def bring() -> None:
        add(NAME if source == "name" else store.url + PLACE, tmp_path, catalogue=store.url)

    store.cut = 70_000
    with pytest.raises(VoiceBusyError, match=r"what is there already is not fetched twice"):
        bring()
    assert installed(tmp_path) == ()
    bring()
    assert stored("", tmp_path).read_bytes() == MODEL
    (asked,) = store.ranges
    assert 0 < int(asked.removeprefix("bytes=").rstrip("-")) <= 70_000


def test_what_has_changed_since_it_was_cut_comes_anew(store: Store, tmp_path: Path) -> None:
    store.cut = 70_000
    with pytest.raises(VoiceBusyError):
        add(store.url + PLACE, tmp_path)
    store.files[PLACE], store.version = b"other" * 40_000, '"2"'
    add(store.url + PLACE, tmp_path)
    assert stored("", tmp_path).read_bytes() == store.files[PLACE]


def test_what_came_from_elsewhere_is_not_taken_up(store: Store, tmp_path: Path) -> None:
    store.files[f"b/{NAME}.onnx"], store.files[f"b/{NAME}.onnx.json"] = b"other" * 40_000, DESCRIPTION
    store.cut = 70_000
    with pytest.raises(VoiceBusyError):
        add(store.url + PLACE, tmp_path)
    add(f"{store.url}b/{NAME}.onnx", tmp_path)
    assert stored("", tmp_path).read_bytes() == b"other" * 40_000
    assert store.ranges == []


@pytest.mark.parametrize("there", [len(MODEL), len(MODEL) + 5])
def test_a_part_that_is_whole_or_too_long(store: Store, tmp_path: Path, there: int) -> None:
    """As a program leaves it that is killed between the last byte and the renaming."""
    folder(tmp_path).mkdir()
    part = folder(tmp_path) / f"{NAME}.onnx.part"
    part.write_bytes((MODEL + b"extra")[:there])
    part.with_name(f"{part.name}.from").write_text(json.dumps({"url": store.url + PLACE}), "utf-8")
    if there > len(MODEL):
        with pytest.raises(VoiceBusyError, match="has changed since it was cut off; try again"):
            add(store.url + PLACE, tmp_path)
    add(store.url + PLACE, tmp_path)
    assert stored("", tmp_path).read_bytes() == MODEL
    assert [path.suffix for path in sorted(folder(tmp_path).iterdir())] == [".onnx", ".json"]


def test_a_failure_leaves_the_voice_that_was_there(store: Store, tmp_path: Path) -> None:
    add(store.url + PLACE, tmp_path)
    store.files[f"{PLACE}.json"], store.cut = b"{}", 70_000
    with pytest.raises(VoiceBusyError):
        add(store.url + PLACE, tmp_path)
    assert stored("", tmp_path).with_name(f"{NAME}.onnx.json").read_bytes() == DESCRIPTION


def test_it_is_not_led_away_from_https(store: Store, tmp_path: Path) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as plain:
        threading.Thread(target=plain.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        store.moved[f"{PLACE}.json"] = f"http://127.0.0.1:{plain.server_address[1]}/x.json"
        with pytest.raises(VoiceError, match="is not https"):
            add(store.url + PLACE, tmp_path)
        plain.shutdown()
    store.moved[f"{PLACE}.json"] = f"/{PLACE}.json"
    with pytest.raises(VoiceError, match="connection fails"):
        add(store.url + PLACE, tmp_path)


@pytest.mark.parametrize(
    "name", ["..%2F..%2Fevil", "%2e%2e", "a%5Cb", "c:d", "con", "NUL.x", ".hidden", "a%00b"]
)
def test_an_address_chooses_no_place_outside(store: Store, tmp_path: Path, name: str) -> None:
    store.files[f"{name}.onnx"] = store.files[f"{name}.onnx.json"] = b"{}"
    try:
        added = add(f"{store.url}{name}.onnx", tmp_path)
    except VoiceError as error:
        assert "no good name for a file" in error.problem
        added = None
    inside = {path.name for path in folder(tmp_path).iterdir()}
    assert inside == ({"evil.onnx", "evil.onnx.json"} if added else set())
    assert {path.name for path in tmp_path.iterdir()} <= {"ca.pem", "piper"}


def test_certificates(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    with pytest.raises(VoiceError, match=r"cannot be asked .*; look at REQUESTS_CA_BUNDLE"):
        add(NAME, tmp_path, catalogue=store.url)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    with pytest.raises(VoiceError, match="the certificate is not trusted"):
        add(NAME, tmp_path, catalogue=store.url)


def test_a_wrong_checksum_leaves_nothing(store: Store, tmp_path: Path) -> None:
    store.files[PLACE] = MODEL[:-1] + b"X"
    with pytest.raises(VoiceError, match="does not have the checksum"):
        add(NAME, tmp_path, catalogue=store.url)
    assert installed(tmp_path) == ()
    store.files[PLACE] = MODEL
    add(NAME, tmp_path, catalogue=store.url)
    assert installed(tmp_path) == (NAME,)


def test_more_than_announced_is_not_taken(store: Store, tmp_path: Path) -> None:
    store.files[PLACE] = MODEL + b"more"
    with pytest.raises(VoiceError, match="is longer than it should be"):
        add(NAME, tmp_path, catalogue=store.url)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("vi_VN-khac-medium", "is not in the catalogue; choose one of: vi_VN-other-low, vi_VN-thu1-medium"),
        ("vi_VN-other-low", r"has no \.onnx in the catalogue"),
        ("../../etc/passwd", "is no name of one"),
        ("http://localhost/a.onnx", "is no address of a voice"),
        ("https://localhost/a.zip", "is no address of a voice"),
        ("/no/such.onnx", "is not there"),
    ],
)
def test_what_is_not_there_is_named(store: Store, tmp_path: Path, source: str, message: str) -> None:
    with pytest.raises(VoiceError, match=message) as caught:
        add(source, tmp_path, catalogue=store.url)
    assert not isinstance(caught.value, VoiceBusyError)


def test_a_service_that_is_busy_or_gone(store: Store, tmp_path: Path) -> None:
    store.busy = True
    with pytest.raises(VoiceBusyError, match="HTTP 503"):
        add(store.url + PLACE, tmp_path)
    with pytest.raises(VoiceBusyError, match="the connection fails"):
        add("https://localhost:1/a.onnx", tmp_path)


@pytest.mark.parametrize("listed", [b"<html>", b"[]", b'{"vi_VN-thu1-medium": {"files": {"a.onnx": 3}}}'])
def test_a_catalogue_that_is_none(store: Store, tmp_path: Path, listed: bytes) -> None:
    store.files["voices.json"] = listed
    with pytest.raises(VoiceError):
        add(NAME, tmp_path, catalogue=store.url)
