"""Addresses: what is followed, what is refused, and how long and how much a stranger's server may take."""

from __future__ import annotations

import gzip
import socket
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from radio.errors import ArticleBusyError, ArticleError
from radio.read import read
from radio.read.fetch import Limits, Page, fetch
from radio.read.fetch_guard import is_public
from tests import local_server

STORY = (
    "<html><h1>Giá lúa tăng</h1><p>Bà Đặng Thị Ngọc Ánh nói rằng năm nay ai cũng mừng vì lúa được giá.</p>"
)
LIMITS = Limits(connect_s=1, silence_s=0.8, total_s=1.5, most_bytes=1_000_000, most_redirects=3)

Answer = Callable[[BaseHTTPRequestHandler], None]
ANSWERS: dict[str, Answer] = {}


def at(path: str) -> Callable[[Answer], Answer]:
    """What the server answers at ``path``."""

    def keep(answer: Answer) -> Answer:
        ANSWERS[path] = answer
        return answer

    return keep


def sent(handler: BaseHTTPRequestHandler, body: bytes, code: int = 200, **headers: str) -> None:
    handler.send_response(code)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


@at("/story")
def story(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, STORY.encode(), Content_Type="text/html; charset=UTF-8")


@at("/utf-16")
def by_header(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, STORY.encode("utf-16-be"), Content_Type='text/html; charset="UTF-16BE"')


@at("/untyped")
def untyped(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, STORY.encode())


@at("/plain")
def plain(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, "Giá lúa tăng\n\nBà con ai cũng mừng.".encode(), Content_Type="text/plain")


@at("/packed")
def packed(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, gzip.compress(STORY.encode()), Content_Type="text/html", Content_Encoding="gzip")


@at("/moved")
def moved(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"", 302, Location="/moved/again#here")


@at("/moved/again")
def moved_again(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"", 301, Location="../story")


@at("/loop")
def loop(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"", 302, Location="/loop")


@at("/to-file")
def to_file(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"", 302, Location="file:///etc/passwd")


@at("/to-login")
def to_login(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"", 302, Location="http://name:secret@localhost/")


@at("/picture")
def picture(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"\x89PNG\r\n", Content_Type="image/png")


@at("/empty")
def empty(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"", Content_Type="text/html")


@at("/no-gzip")
def no_gzip(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"<p>plain", Content_Type="text/html", Content_Encoding="gzip")


@at("/endless")
def endless(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"", Content_Type="text/html")
    while True:
        handler.wfile.write(b"<p>xin chao" * 1_000)


@at("/bomb")
def bomb(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, BOMB, Content_Type="text/html", Content_Encoding="gzip")


@at("/silent")
def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2)


@at("/trickle")
def trickle(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"", Content_Type="text/html")
    for _ in range(100):
        handler.wfile.write(b"<p>xin chao")
        time.sleep(0.1)


@at("/trickling-head")
def trickling_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    for _ in range(100):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.1)


@at("/cut")
def cut(handler: BaseHTTPRequestHandler) -> None:
    sent(handler, b"<p>xin chao", Content_Type="text/html", Content_Length="1000")


@at("/login")
def login(handler: BaseHTTPRequestHandler) -> None:
    asked = handler.headers.get("Authorization", "nobody")
    sent(handler, f"<p>{asked}, xin chào bà con.".encode(), Content_Type="text/html")


def zeros_packed(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1 << 20)
    return b"".join([packer.compress(block) for _ in range(size >> 20)] + [packer.flush()])


BOMB = zeros_packed(200 << 20)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.removeprefix(f"http://{self.headers['Host']}")  # as a proxy is asked
        code = path.removeprefix("/status/")
        if code.isdigit():
            sent(self, b"<p>nothing", int(code), Content_Type="text/html")
        else:
            ANSWERS[path](self)

    def log_message(self, *_: object) -> None:
        """Nothing: pytest's output is for failures."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with local_server.serving(Handler) as address:
        yield address


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def got(address: str) -> Page:
    return fetch(address, allow_private=True, limits=LIMITS)


# -- what comes back


@pytest.mark.parametrize("path", ["/story", "/utf-16", "/untyped", "/packed"])
def test_an_article_is_read_from_an_address(site: str, path: str) -> None:
    article = read(site + path, allow_private=True)
    assert article.title == "Giá lúa tăng"
    assert "Đặng Thị Ngọc Ánh" in article.paragraphs[0].text
    assert (article.source, len(article.sha256)) == (site + path, 64)


def test_plain_text_is_read_as_such(site: str) -> None:
    assert [p.line for p in read(f"{site}/plain", allow_private=True).paragraphs] == [1, 3]


def test_the_source_is_where_the_redirects_end(site: str) -> None:
    assert read(f"{site}/moved", allow_private=True).source == f"{site}/story"


def test_the_servers_word_on_the_charset_comes_along(site: str) -> None:
    assert (got(f"{site}/story").charset, got(f"{site}/plain").charset) == ("utf-8", "")


def test_logins_kept_for_programs_are_not_sent(
    site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login name password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    assert got(f"{site}/login").data.startswith(b"<p>nobody")


# -- what is refused


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/status/404", "is not there (404); check the address"),
        ("/status/403", "is not shown to programs (403)"),
        ("/status/401", "asks for a login (401)"),
        ("/status/418", "cannot be had (418)"),
        ("/status/302", "cannot be had (302)"),
        ("/status/204", "cannot be had (204)"),
        ("/loop", "leads on more than 3 times"),
        ("/to-file", "leads to file:, which is not the web"),
        ("/to-login", "is given with a login"),
        ("/picture", "is no page but image/png"),
        ("/no-gzip", "cannot be unpacked"),
        ("/endless", "is too large"),
    ],
)
def test_what_is_no_article_is_refused_for_good(site: str, path: str, says: str) -> None:
    with pytest.raises(ArticleError) as caught:
        got(site + path)
    assert says in str(caught.value)
    assert caught.value.exit_code == 3
    assert "secret" not in str(caught.value)


def test_an_empty_page_is_refused_by_its_address(site: str) -> None:
    with pytest.raises(ArticleError, match="/empty: is empty"):
        read(f"{site}/empty", allow_private=True)


@pytest.mark.parametrize("code", [429, 500, 502, 503, 504])
def test_a_busy_server_may_answer_later(site: str, code: int) -> None:
    with pytest.raises(
        ArticleBusyError, match=f"does not answer now \\({code}\\); try again later"
    ) as caught:
        got(f"{site}/status/{code}")
    assert caught.value.exit_code == 75


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/silent", "does not answer"),
        ("/trickle", "was not there within 1.5 s"),
        ("/trickling-head", "was not there within 1.5 s"),
        ("/cut", "broke off"),
    ],
)
def test_a_slow_server_is_left_in_time(site: str, path: str, says: str) -> None:
    started = time.monotonic()
    with pytest.raises(ArticleBusyError, match=says):
        got(site + path)
    assert time.monotonic() - started < LIMITS.total_s + 1


def test_a_packed_bomb_costs_no_memory(site: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ArticleError, match="is too large"):
            got(f"{site}/bomb")
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_host_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ArticleBusyError, match=r"nowhere\.example/a: is on a host that cannot be found"):
        fetch("http://nowhere.example/a", limits=LIMITS)


def test_a_closed_port_may_open_later() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ArticleBusyError, match="cannot be reached"):
        got(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "address",
    ["http://", "http://[::1", "http://a..b/", "http://①②⑦.⓪.⓪.①/", "http://x:99999999/", "http://\0/"],
)
def test_what_is_no_address_is_said_to_be_none(address: str) -> None:
    with pytest.raises(ArticleError, match=r"is no address of a page|cannot be found"):
        fetch(address, limits=LIMITS)


@given(st.text(max_size=40))
def test_any_address_gives_an_article_error(rest: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket, "getaddrinfo", nobody)
        with pytest.raises(ArticleError):
            fetch(f"http://{rest}", limits=LIMITS)


def nobody(*_: object, **__: object) -> object:
    raise socket.gaierror(socket.EAI_NONAME, "not known")


# -- private hosts


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "127.0.0.1", "127.1", "2130706433", "0177.0.0.1", "0x7f000001", "0", "[::1]",
        "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "10.0.0.1", "192.168.1.1",
        "172.16.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "[fe80::1]",
        "[fc00::1]", "[ff02::1]",
    ],
)  # fmt: skip
def test_private_hosts_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises(ArticleError, match="leads to a private address"):
        fetch(f"http://{host}/", limits=LIMITS)


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("203.162.0.181", True),
        ("2405:4800::1", True),
        ("::ffff:203.162.0.181", True),
        ("64:ff9b::cba2:b5", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("fec0::1", False),
        ("240.0.0.1", False),
        ("0.0.0.0", False),
        ("::", False),
    ],
)
def test_public_numbers_are_told_from_others(number: str, public: bool) -> None:
    assert is_public(number) is public


Resolver = Callable[..., list[tuple[int, int, int, str, tuple[str, int]]]]


def resolving(*answers: str) -> Resolver:
    """A resolver that says one thing after the other of any name."""
    left = list(answers)

    def resolve(
        _: object, port: int, *__: object, **___: object
    ) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        number = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    return resolve


def test_a_redirect_to_a_private_host_is_refused(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first host counts as public here; where it leads to does not."""
    seen: list[str] = []

    def public_once(number: str) -> bool:
        seen.append(number)
        return len(seen) == 1

    monkeypatch.setattr("radio.read.fetch_guard.is_public", public_once)
    monkeypatch.setattr(socket, "getaddrinfo", resolving("127.0.0.1"))
    with pytest.raises(ArticleError, match=r"/moved: leads to a private address \(127.0.0.1\)"):
        fetch(f"{site}/moved", limits=LIMITS)
    assert len(seen) == 2


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means something else a moment later leads nowhere else."""
    tried: list[tuple[str, int]] = []

    def connect(_: socket.socket, place: tuple[str, int]) -> None:
        tried.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolving("203.162.0.181", "127.0.0.1"))
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(ArticleBusyError):
        fetch("http://rebinding.example:8080/", limits=LIMITS)
    assert tried == [("203.162.0.181", 8080)]


def test_read_refuses_private_hosts_unless_told(site: str) -> None:
    with pytest.raises(ArticleError, match="leads to a private address"):
        read(f"{site}/story")


# -- TLS and proxies


def test_a_trusted_certificate_is_needed(certificate: trustme.LeafCert) -> None:
    with (
        local_server.serving(Handler, certificate) as address,
        pytest.raises(ArticleError, match="no certificate that can be"),
    ):
        got(f"{address}/story")


def test_tls_is_verified_against_the_name(
    certificate: trustme.LeafCert, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(bundle))
    monkeypatch.setattr(
        "radio.read.fetch_guard.is_public", lambda _: True
    )  # the checked way, not the allowed one
    with local_server.serving(Handler, certificate) as address:
        assert b"h1" in fetch(f"{address}/story", limits=LIMITS).data
        with pytest.raises(ArticleError, match="no certificate"):
            fetch(f"{address}/story".replace("localhost", "127.0.0.1"), limits=LIMITS)


def test_a_proxy_is_used_and_the_host_still_checked(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site)
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *args: int, **kwargs: int) -> object:
        number = {"public.example": "203.162.0.181", "inside.example": "10.0.0.1"}.get(host)
        return resolving(number)(host, port) if number else real(host, port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert b"h1" in fetch("http://public.example/story", limits=LIMITS).data
    with pytest.raises(ArticleError, match=r"private address \(10.0.0.1\)"):
        fetch("http://inside.example/story", limits=LIMITS)
    with pytest.raises(ArticleBusyError, match=r"was not there within 1\.5 s"):
        fetch("http://public.example/trickle", limits=LIMITS)
