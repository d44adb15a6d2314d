"""``radio feed --check`` at an address: what directories ask a server, and what it may do wrong."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import typer

from radio.cli.checking import check
from radio.errors import ArticleError
from radio.feed import Page, channel_of, rss
from tests.test_feed import PODCAST, STATION, item, values
from tests.test_picture import png


class Server(ThreadingHTTPServer):
    """A podcast's host; each fault is switched on by its name."""

    fault = ""
    sound = b"MP3 " * 100

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def feed(self) -> bytes:
        station = replace(STATION, podcast=replace(PODCAST, base_url=self.address, image="cover.png"))
        channel = channel_of(station, source="station.toml", feed_name="feed.xml")
        told = {**values()["media"], "bytes": len(self.sound)}
        return "".join(rss(channel, Page("feed.xml", (item(media=told),)))).encode()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        if "cover" in self.path and self.server.fault == "no HEAD":
            self.send_error(405)
        else:
            self.do_GET()

    def do_GET(self) -> None:
        fault = self.server.fault
        path = self.path.rpartition("/")[2]
        if path == "feed.xml":
            self.answer(self.server.feed(), Content_Type="application/rss+xml")
        elif path == "cover.png":
            self.answer(png(1400, 1400), Content_Type="image/png")
        elif fault == "gone":
            self.send_error(404)
        elif fault == "busy":
            self.send_error(503)
        else:
            self.sound()

    def sound(self) -> None:
        fault, sound = self.server.fault, self.server.sound
        kind = "text/html" if fault == "as a page" else "audio/mpeg"
        whole = f"bytes 0-0/{len(sound)}"
        if "range" in {name.lower() for name in self.headers} and fault != "no ranges":
            self.answer(sound[:1], 206, Content_Type=kind, Content_Range=whole)
        else:
            self.answer(sound[:-1] if fault == "cut" else sound, Content_Type=kind)

    def answer(self, data: bytes, code: int = 200, **headers: str) -> None:
        self.send_response(code)
        for name, value in {**headers, "Content_Length": str(len(data))}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("", ""),
        ("no ranges", "advised: item 1: enclosure is given whole alone"),
        ("as a page", "advised: item 1: enclosure is served as text/html"),
        ("busy", "advised: item 1: enclosure does not answer now (503)"),
        ("cut", "refused: item 1: enclosure has 399 bytes, and the feed says 400"),
        ("gone", "refused: item 1: enclosure is not there (404)"),
        ("no HEAD", "refused: channel: itunes:image cannot be had (405) when asked for its headers alone"),
    ],
)
def test_what_a_server_does_wrong(
    server: Server, capsys: pytest.CaptureFixture[str], fault: str, said: str
) -> None:
    server.fault = fault
    if said.startswith("refused"):
        with pytest.raises(typer.Exit) as end:
            check(f"{server.address}feed.xml", allow_private=True)
        assert end.value.exit_code == 7
    else:
        check(f"{server.address}feed.xml", allow_private=True)
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith(said) if said else told == [told[-1]], told


def test_another_address_than_the_feed_says(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    server.fault = ""
    check(f"{server.address}other/feed.xml", allow_private=True)
    assert 'advised: channel: atom:link rel="self" is http' in capsys.readouterr().out


def test_a_private_address_is_not_asked(server: Server) -> None:
    with pytest.raises(ArticleError, match="private"):
        check(f"{server.address}feed.xml", allow_private=False)
