"""What a directory would say of a feed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.feed import complaints
from radio.feed.xml import element
from tests.test_feed import document, item, values


def test_our_own_feed_has_no_fault() -> None:
    assert (
        complaints(
            document(
                *(item(number, media={**values()["media"], "file": f"{number}.mp3"}) for number in range(3))
            )
        )
        == ()
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (rb"<language>vi</language>", b"", "channel: language is missing"),
        (rb"<itunes:explicit>false", b"<itunes:explicit>no", "itunes:explicit is 'no'"),
        (rb'rel="self"', b'rel="alternate"', "self"),
        (rb'text="News"', b'text="Tin"', "itunes:category@text is 'Tin'"),
        (rb'length="\d+"', b'length="0"', "enclosure@length is '0'"),
        (rb"\+0700</pubDate>", b"</pubDate>", None),
        (rb"Thu, 05 Mar 2026 06:07:08 \+0700</pubDate>", b"5/3/2026</pubDate>", "pubDate is '5/3/2026'"),
        (rb"cover.jpg", b"cover.gif", "does not end in .jpg"),
        (rb"<description>", b"<description>" + b"x" * 4001, "4000 at most"),
        (
            rb"https://podcastindex.org/namespace/1.0",
            b"https://podcastindex.org/Namespace/1.0",
            "other capitals",
        ),
        (rb"<itunes:duration>3", b"<itunes:duration>ba giay", "duration"),
        (rb"<podcast:guid>.", b"<podcast:guid>0", None),
        (rb"<item>", b"<item><title>T\xe1\xba\xadp 12: ...</title>", "begins with a number"),
        (rb"</rss>", b"", "not XML"),
        (rb"<rss ", b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss ", "document type"),
        (rb"\xc3", b"\xff", "not UTF-8"),
        (rb'type="text/vtt"', b'type="text/x"', "podcast:transcript@type"),
        (rb"<itunes:email>.*?</itunes:email>", b"", "itunes:owner has no e-mail"),
        (rb"(?s)<item>.*</item>", b"", "item is missing"),
    ],
)
def test_a_fault_is_named(old: bytes, new: bytes, said: str | None) -> None:
    data = document(item())
    assert re.search(old, data)
    told = [str(c) for c in complaints(re.sub(old, new, data))]
    if said is not None:
        assert any(said in t for t in told), told


def test_one_guid_twice() -> None:
    told = [str(c) for c in complaints(document(item(1), item(1)))]
    assert any("guid" in t and "2 times" in t for t in told)


def test_a_thousand_alike_are_told_in_short() -> None:
    data = document(*(item(number) for number in range(100))).replace(
        b"<itunes:duration>3", b"<itunes:duration>x"
    )
    told = [str(c) for c in complaints(data) if c.what == "itunes:duration"]
    assert len(told) == 4
    assert "97 more" in told[-1]


@settings(max_examples=200)
@given(st.binary(max_size=300), st.integers(0, 3000))
def test_any_bytes_are_judged(noise: bytes, place: int) -> None:
    data = document(item())
    complaints(noise)
    complaints(data[:place] + noise + data[place:])


@given(st.text(max_size=60))
def test_any_value_is_judged(text: str) -> None:
    fit = element("x", text)[3:-4].encode(errors="ignore")
    data = document(item())
    for name in ("pubDate", "itunes:duration", "podcast:guid", "link", "language"):
        before, opening, rest = data.partition(f"<{name}>".encode())
        complaints(before + opening + fit + b"<" + rest.partition(b"<")[2])
