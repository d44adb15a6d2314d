"""The feed, read back by feedparser, podcastparser and the standard library's XML."""

from __future__ import annotations

import io
import re
from calendar import timegm
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import resources
from typing import Any
from xml.etree import ElementTree

import feedparser
import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio import sidecar
from radio.errors import ConfigError
from radio.feed import Channel, Item, Page, channel_of, guid_of, item_of, pages, rss
from radio.feed.item import HANOI
from radio.feed.persons import persons
from radio.feed.xml import element, line
from radio.station import Podcast, Station
from tests.test_episode_files import ANH, episode

PODCAST = Podcast(
    base_url="https://dai.example.vn/podcast",
    title="Thời sự & đời sống",
    description="Tin xã <mỗi ngày>",
    link="https://dai.example.vn/",
    category="News > Daily News",
    image="https://dai.example.vn/cover.jpg",
    owner_email="dai@example.vn",
    hosts=("Y Moan Ênuôl",),
)
STATION = Station(
    name="Đài Vĩnh Hưng Đông", programme="Thời sự", copyright="Đài Vĩnh Hưng Đông", podcast=PODCAST
)
NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
}


def values(number: int = 0, **changed: Any) -> dict[str, Any]:
    """A sidecar's, of the ``number``-th episode."""
    made = episode().made + timedelta(hours=number)
    told = sidecar.to_json(replace(episode(), id=f"00000000-0000-4000-8000-{number:012}", made=made))
    return {**told, **changed}


def item(number: int = 0, **changed: Any) -> Item:
    return item_of(values(number, **changed), "", {"a.vtt", "a.chapters.json"})


def channel(**changed: Any) -> Channel:
    station = replace(STATION, podcast=replace(PODCAST, **changed))
    return channel_of(station, source="station.toml", feed_name="feed.xml")


def document(*items: Item, **changed: Any) -> bytes:
    return "".join(rss(channel(**changed), Page("feed.xml", items))).encode()


# What other generators and players read


def test_feedparser_reads_equal_values() -> None:
    read = feedparser.parse(document(item()))
    assert not read.bozo
    assert read.feed.title == PODCAST.title
    assert read.feed.link == PODCAST.link
    assert read.feed.language == "vi"
    assert read.feed.image.href == PODCAST.image
    assert read.feed.publisher_detail == {"name": "Đài Vĩnh Hưng Đông", "email": "dai@example.vn"}
    (entry,) = read.entries
    told = values()
    assert entry.title == told["title"]
    assert entry.id == told["id"]
    assert not entry.guidislink
    assert entry.published == "Thu, 05 Mar 2026 06:07:08 +0700"
    assert timegm(entry.published_parsed) == datetime.fromisoformat(told["published"]).timestamp()
    assert entry.summary == told["description"]
    assert entry.author == "Nguyễn Thu; K'Brêu; Y Moan Ênuôl"
    (enclosure,) = entry.enclosures
    assert enclosure == {
        "href": "https://dai.example.vn/podcast/a.mp3", "length": str(told["media"]["bytes"]),
        "type": "audio/mpeg",
    }  # fmt: skip
    assert entry.itunes_duration == "3"


def test_podcastparser_reads_equal_values(monkeypatch: pytest.MonkeyPatch) -> None:
    # Release 0.6.11 knows the podcast elements by an older name of their namespace alone.
    monkeypatch.setitem(podcastparser.Namespace.NAMESPACES, NS["podcast"], "podcast")
    read = podcastparser.parse("https://dai.example.vn/podcast/feed.xml", io.BytesIO(document(item())))
    assert read["title"] == PODCAST.title
    assert read["cover_url"] == PODCAST.image
    assert read["itunes_author"] == "Đài Vĩnh Hưng Đông"
    assert read["explicit"] is False
    (told,) = read["episodes"]
    wanted = values()
    assert told["title"] == wanted["title"]
    assert told["guid"] == wanted["id"]
    assert told["published"] == datetime.fromisoformat(wanted["published"]).timestamp()
    assert told["total_time"] == 3
    assert told["description"].split() == wanted["description"].split()
    (enclosure,) = told["enclosures"]
    assert (enclosure["file_size"], enclosure["mime_type"]) == (wanted["media"]["bytes"], "audio/mpeg")
    assert told["transcript_url"] == "https://dai.example.vn/podcast/a.vtt"
    assert told["chapters_json_url"] == "https://dai.example.vn/podcast/a.chapters.json"
    assert [(p["name"], p["role"], p["group"]) for p in told["persons"]] == [
        ("Nguyễn Thu", "editor", "writing"),
        ("K'Brêu", "author", "writing"),
        ("Y Moan Ênuôl", "author", "writing"),
        (ANH.name, "guest", "cast"),
        ("Y Moan Ênuôl", "host", "cast"),
    ]


def test_the_rest_of_the_channel_and_the_item() -> None:
    told = ElementTree.fromstring(document(item())).find("channel")
    assert told is not None
    link = told.find("atom:link", NS)
    assert link is not None
    assert link.attrib == {
        "href": "https://dai.example.vn/podcast/feed.xml", "rel": "self", "type": "application/rss+xml",
    }  # fmt: skip
    category = told.find("itunes:category/itunes:category", NS)
    assert category is not None
    assert category.get("text") == "Daily News"
    assert told.findtext("podcast:guid", "", NS) == guid_of("https://dai.example.vn/podcast/feed.xml")
    assert told.findtext("podcast:locked", "", NS) == "yes"
    assert told.findtext("podcast:medium", "", NS) == "podcast"
    one = told.find("item")
    assert one is not None
    mark = one.find("podcast:txt[@purpose='ai-content']", NS)
    assert mark is not None
    assert mark.text == "true"
    transcript = one.find("podcast:transcript", NS)
    assert transcript is not None
    assert (transcript.get("type"), transcript.get("language"), transcript.get("rel")) == (
        "text/vtt",
        "vi",
        "captions",
    )
    assert one.findtext("itunes:explicit", "", NS) == "false"
    recorded = ElementTree.fromstring(document(item(ai={"content": False, "voices": []})))
    assert recorded.find(".//podcast:txt", NS) is None


def test_proofs_for_directories_and_a_move() -> None:
    data = document(item(), txt={"applepodcastsverify": "a1 & b2"}, new_feed_url="https://mới.vn/f.xml")
    told = ElementTree.fromstring(data).find("channel")
    assert told is not None
    assert [(t.get("purpose"), t.text) for t in told.iterfind("podcast:txt", NS)] == [
        ("applepodcastsverify", "a1 & b2"), ("ai-content", "true"),
    ]  # fmt: skip
    assert told.findtext("itunes:new-feed-url", "", NS) == "https://xn--mi-ebt.vn/f.xml"


def test_the_guid_of_a_feed() -> None:
    assert guid_of("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    assert guid_of("http://podnews.net/rss/") == guid_of("https://podnews.net/rss")


def test_an_articles_address_is_the_items_link() -> None:
    sources = [{"kind": "article", "name": "https://dai.example.vn/bài-1?a=1&b=2", "sha256": None}]
    link = feedparser.parse(document(item(sources=sources))).entries[0].link
    assert link == "https://dai.example.vn/b%C3%A0i-1?a=1&b=2", "a feed holds no letters beyond ASCII in one"


@pytest.mark.parametrize(
    "title",
    [
        "Lúa & <cá>",
        "\x00\x08\x1f nước \x0b sạch",
        "🌾🚜 mùa màng",
        "Nước sạch " * 500,
        "]]>",
        "\ufffe\ud800 x",
        "\"'",
        "&amp;",
    ],
)
def test_any_title_gives_a_valid_feed(title: str) -> None:
    read = ElementTree.fromstring(document(item(title=title, description=f"{title}\n{title}")))
    told = read.findtext("channel/item/title", "")
    assert len(told) <= 255
    assert told.removesuffix("…") in line(title, 10_000)
    assert len(read.findtext("channel/item/description", "").encode()) <= 4000


@given(st.text(), st.text())
def test_any_text_is_read_back(text: str, attribute: str) -> None:
    read = ElementTree.fromstring(element("a", text, b=attribute))
    fit = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
    assert (read.text or "") == fit.sub(" ", text)
    # Blanks of an attribute are folded by the reader (XML 1.0 §3.3.3).
    assert read.get("b", "").split() == fit.sub(" ", attribute).split()


def test_names_of_files_in_addresses() -> None:
    media = {**values()["media"], "file": "Bà Cẩm & #1?.mp3"}
    read = feedparser.parse(document(item_of(values(media=media), "2026/03/", ())))
    assert read.entries[0].enclosures[0].href == (
        "https://dai.example.vn/podcast/2026/03/B%C3%A0%20C%E1%BA%A9m%20%26%20%231%3F.mp3"
    )


def test_the_roles_of_bylines_are_known() -> None:
    table = resources.files("radio.segment").joinpath("data/credits.tsv").read_text("utf-8")
    roles = [row.split("\t")[0] for row in table.splitlines() if "\t" in row and not row.startswith("#")]
    known = [role for role in roles if persons([(role, "A")], []) != persons([("", "A")], [])]
    writing = {"tin", "bài", "viết", "ghi", "theo", "nguồn", "giả", "ký", "phóng", "phẩm"}
    authors = [role for role in roles if set(role.split()) & writing]
    assert len(roles) > 40
    assert len({*known, *authors}) > 0.9 * len(roles)


def test_the_roles_are_the_taxonomys() -> None:
    # Of taxonomy-en.json of the podcast namespace, those that a byline can name.
    taxonomy = {
        "Audio Post-Production": {"Audio Editor", "Music Contributor", "Composer", "Sound Designer"},
        "Audio Production": {"Audio Engineer", "Technical Director", "Technical Manager"},
        "Cast": {"Host", "Narrator", "Reporter", "Guest", "Voice Actor", "Announcer"},
        "Creative Direction": {"Director", "Executive Producer", "Producer"},
        "Misc.": {"Consultant"},
        "Video Post-Production": {"Editor"},
        "Video Production": {"Camera Operator", "Lighting Designer"},
        "Visuals": {"Graphic Designer", "Cover Art Designer"},
        "Writing": {
            "Author",
            "Editor",
            "Guest Writer",
            "Managing Editor",
            "Researcher",
            "Translator",
            "Writer",
        },
    }
    table = resources.files("radio.feed").joinpath("data/persons.tsv").read_text("utf-8")
    rows = [row.split("\t") for row in table.splitlines() if row and not row.startswith("#")]
    assert [row for row in rows if row[1] not in taxonomy[row[2]]] == []


def test_persons_have_their_roles() -> None:
    told = persons(
        [("Quay phim - dựng hình", "A"), ("", "B"), ("KTV", "C"), ("chức danh lạ", "D")], ["E", "E"]
    )
    assert [(p.name, p.role, p.group) for p in told] == [
        ("A", "Editor", "Video Post-Production"), ("B", "Author", "Writing"),
        ("C", "Audio Engineer", "Audio Production"), ("D", "Author", "Writing"), ("E", "Guest", "Cast"),
    ]  # fmt: skip


# The station's settings


@pytest.mark.parametrize("key", ["base_url", "description", "link", "category", "image"])
def test_a_missing_setting_is_named(key: str) -> None:
    with pytest.raises(ConfigError, match=rf"station\.toml: podcast\.{key}: is not set"):
        channel(**{key: ""})


def test_a_title_is_the_programmes_unless_set() -> None:
    station = replace(STATION, podcast=replace(PODCAST, title=""))
    assert channel_of(station, source="s", feed_name="f").title == "Thời sự"
    with pytest.raises(ConfigError, match=r"s: podcast\.title: is not set"):
        channel_of(replace(station, programme="", name=""), source="s", feed_name="f")


@pytest.mark.parametrize(
    "category", ["Tin tức", "News > Thời tiết", "news", "News > Politics > Local", "Government > x"]
)
def test_a_category_that_apple_does_not_have(category: str) -> None:
    with pytest.raises(ConfigError, match=r"podcast\.category"):
        channel(category=category)


def test_a_category_with_an_ampersand() -> None:
    assert b'text="Society &amp; Culture"><itunes:category text="Places &amp; Travel"' in document(
        item(), category="Society & Culture > Places & Travel"
    )


# Pages


def test_pages_are_filled_from_the_oldest_on() -> None:
    items = [item(number) for number in range(11)]
    told = pages(items, "feed.xml", size=3)
    assert [page.name for page in told] == ["feed.xml", "feed-2.xml", "feed-1.xml"]
    assert [[int(i.id[-2:]) for i in page.items] for page in told] == [[10, 9, 8, 7, 6], [5, 4, 3], [2, 1, 0]]
    assert dict(told[1].links) == {
        "first": "feed.xml", "last": "feed-1.xml", "previous": "feed.xml", "next": "feed-1.xml",
    }  # fmt: skip
    more = pages([*items, item(11)], "feed.xml", size=3)
    assert more[-2:] == tuple(replace(p, links=more[i].links) for i, p in ((-2, told[1]), (-1, told[2])))


@given(st.integers(0, 40), st.integers(0, 9), st.integers(0, 45))
def test_every_item_is_on_one_page(count: int, size: int, limit: int) -> None:
    base = item()
    items = [replace(base, id=str(i), published=base.published + timedelta(hours=i)) for i in range(count)]
    told = pages(items, "feed.xml", size=size, limit=limit)
    ids = [int(i.id) for page in told for i in page.items]
    assert ids == list(range(count))[::-1][: limit or count]
    assert told[0].name == "feed.xml"
    if size:
        assert all(len(page.items) <= size for page in told[1:])
        assert len(told[0].items) < 2 * size


def test_times_are_hanois() -> None:
    assert item(published="2026-03-05T23:30:00+00:00").published == datetime(2026, 3, 6, 6, 30, tzinfo=HANOI)
    assert item(published="2026-03-05T23:30:00").published == datetime(2026, 3, 5, 23, 30, tzinfo=HANOI)


@given(st.text(st.sampled_from("aé \t\n\0\u00a0\ud800"), max_size=12), st.integers(1, 9))
def test_a_line_is_trimmed_and_folded(text: str, limit: int) -> None:
    told = line(text, limit)
    assert len(told) <= limit
    assert told == " ".join(told.split())
    whole = " ".join(text.replace("\0", " ").replace("\ud800", " ").split())
    assert told == whole or (told.endswith("…") and len(whole) > limit)
