"""The addresses in .url files, as Windows, browsers and people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.errors import ArticleError
from radio.shortcut import MOST_BYTES, addresses

PAGE = "https://bao.example.vn/tin/dua-nuoc-sach-123.html?a=1&b=2#dau"
EDGE = (
    "[{000214A0-0000-0000-C000-000000000046}]\r\nProp3=19,11\r\n[InternetShortcut]\r\nIDList=\r\n"
    f"URL={PAGE}\r\nIconFile=C:\\hinh.ico\r\nIconIndex=1\r\n[Khác]\r\nURL=https://sai.example/\r\n"
)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (PAGE.encode(), (PAGE,)),
        (b"\xef\xbb\xbf" + PAGE.encode() + b"\r\n\r\n", (PAGE,)),
        (EDGE.encode(), (PAGE,)),
        (EDGE.encode("utf-16"), (PAGE,)),
        (b"[internetshortcut]\nurl = http://a.example/\xe0\n", ("http://a.example/\ufffd",)),
        (f"# tin hôm nay\n{PAGE}\n  HTTP://b.example/2  \n\n{PAGE}\n".encode(), (PAGE, "HTTP://b.example/2")),
    ],
)
def test_addresses(data: bytes, found: tuple[str, ...]) -> None:
    assert addresses(data, "a.url") == found


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\n\n", b"# n\n", b"[InternetShortcut]\nIconFile=x\n", b"[InternetShortcut]\nURL=\n",
        b"[InternetShortcut]\nURL=file:///etc/passwd\n", b"javascript:alert(1)", b"ftp://a.example/",
        b"https://a.example/ b", "Bài viết ở https://a.example/".encode(), b"https://", b"\x00" * 99,
        b"https://a.example/\n" * 9000, b"\n".join(b"https://a.example/%d" % n for n in range(101)),
    ],
)  # fmt: skip
def test_what_is_no_address_is_told(data: bytes) -> None:
    with pytest.raises(ArticleError, match=r"^tin\.url: "):
        addresses(data, "tin.url")


@settings(max_examples=60)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: f"[InternetShortcut]\nURL={t}".encode()))
def test_nothing_else_comes_out(data: bytes) -> None:
    try:
        found = addresses(data, "a.url")
    except ArticleError:
        return
    assert found
    for address in found:
        assert address.lower().startswith(("http://", "https://"))
        assert not any(c.isspace() or ord(c) < 32 for c in address)
    assert len(data) <= MOST_BYTES
