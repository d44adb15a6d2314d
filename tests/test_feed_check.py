"""What a directory would say of a feed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.feed import Told, complaints, told_by
from radio.feed.xml import element
from tests.test_episode_files import episode
from tests.test_feed import PODCAST, document, item, values


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
        (rb" \+0700</pubDate>", b"</pubDate>", "not a date with its zone"),
        (rb"<pubDate>Thu", b"<pubDate>Fri", "another of the week"),
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
        (rb'encoding="UTF-8"', b'encoding="windows-1258"', "says that it is windows-1258"),
        (rb'encoding="UTF-8"', b'encoding="nowhere"', "says that it is nowhere"),
        (rb"^", b"\n", "not XML"),
        (rb'<rss version="2.0"', b'<rss version="0.91"', "is not RSS 2.0"),
        (
            rb"http://www.itunes.com/dtds/podcast-1.0.dtd",
            b"https://example.com/itunes",
            "'itunes' stands for",
        ),
        (rb"http://www.itunes.com/dtds", b"http://www.itunes.com/DTDs", "other capitals"),
        (rb'text="Daily News"', b'text="Tin"', "'Tin' is no part of News"),
        (rb"<language>vi", b"<language>Vietnamese", "language is 'Vietnamese'"),
        (rb"(<enclosure [^>]*/>)", rb"\1\1", "enclosure stands there 2 times"),
        (rb"(<enclosure [^>]*)/>", rb"\1 type='audio/mpeg'/>", "not XML"),
        (rb'type="audio/mpeg"', b'type="audio/x-wav"', "of .mp3 should be audio/mpeg"),
        (rb'(<enclosure url=")https://dai.example.vn', rb"\1", "enclosure@url is '/podcast/a.mp3'"),
        (rb'(<enclosure url=")https:', rb"\1ftp:", "not an address"),
        (rb'podcast/a.mp3"', 'podcast/bài.mp3"'.encode(), "not an address"),
        (rb'podcast/a.mp3"', b'podcast/a b.mp3"', "not an address"),
        (rb"<link>https://dai.example.vn/<", b"<link>dai.example.vn<", "channel: link is 'dai.example.vn'"),
        (rb"<guid isPermaLink=\"false\">", b"<guid>", "guid is no address, and needs isPermaLink"),
        (rb"<guid .*</guid>", b"", "guid is missing"),
        (rb"<title>N.*?</title>", b"<title> </title>", "item 1: title is missing"),
        (rb"<title>N.*?</title>", b"<title><b>N</b></title>", "title holds markup"),
        (rb"(<podcast:transcript .*?) type=\"text/vtt\"", rb"\1", "podcast:transcript@type is missing"),
        (rb"<podcast:guid>\w+", b"<podcast:guid>x", "podcast:guid is 'x"),
        (rb"<podcast:guid>\w{8}", b"<podcast:guid>00000000", "not that of this address"),
        (rb"<copyright>", "<copyright>© 2026 ".encode(), "copyright has a sign"),
        (rb"</channel>", b"</channel><channel></channel>", "more than one channel"),
        (rb"(?s).*", b"<html><body>404</body></html>", "is not RSS 2.0 but <html>"),
        (rb"(?s).*", b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "is not RSS 2.0"),
        (rb"(?s).*", b"", "not XML"),
        (rb"(?s).*", b"\x1f\x8b\x08\x00", "not UTF-8"),
        (rb"(?s).*", "﻿<?xml version='1.0' encoding='UTF-16'?><rss/>".encode(), "says that it is UTF-16"),
        (rb"^(<\?.*?\?>)", rb"\1<!-- > --><!DOCTYPE rss>", "document type"),
    ],
)
def test_a_fault_is_named(old: bytes, new: bytes, said: str | None) -> None:
    data = document(item())
    assert re.search(old, data)
    told = [str(c) for c in complaints(re.sub(old, new, data, count=0 if old.startswith(rb"\xc3") else 1))]
    if said is not None:
        assert any(said in t for t in told), told


def test_a_document_type_in_a_text_is_a_text() -> None:
    data = document(item()).replace(b"<![CDATA[", b"<![CDATA[<!DOCTYPE html>")
    assert complaints(data) == ()


def test_the_podcast_namespaces_former_name_is_known() -> None:
    old = b"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
    assert complaints(document(item()).replace(b"https://podcastindex.org/namespace/1.0", old)) == ()


def test_what_is_yet_to_come_is_told() -> None:
    data = document(item())
    assert complaints(data, now=episode().made + timedelta(days=1)) == ()
    (told,) = complaints(data, now=episode().made - timedelta(days=1))
    assert (told.what, told.refused) == ("pubDate", False)


def test_depth_and_breadth_are_borne() -> None:
    before, channel, rest = document(item()).partition(b"<channel>")
    for noise in (
        b"<a>" * 30_000 + b"</a>" * 30_000,
        b"<a/>" * 30_000,
        b"<a " + b"x" * 300_000 + b"=''/>",
    ):
        assert complaints(before + channel + noise + rest) == ()
    assert complaints(b"<a>" * 100_000)


def test_what_a_feed_tells_of_its_files() -> None:
    told = told_by(document(item()))
    assert told.self_url == "https://dai.example.vn/podcast/feed.xml"
    assert told.cover == PODCAST.image
    assert told.enclosure == "https://dai.example.vn/podcast/a.mp3"
    assert told.length == values()["media"]["bytes"]
    assert told_by(b"<rss>") == told_by(b"\xff") == told_by(b"<rss/>") == Told()


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
        told_by(before + opening + fit + b"<" + rest)
        complaints(before + opening + fit + b"<" + rest.partition(b"<")[2])
