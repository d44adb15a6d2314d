"""Web pages: the story and nothing else of it, from every kind of page; and strangers' mark-up."""

from __future__ import annotations

import time
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from radio.article import Article, Style
from radio.errors import ArticleError, RadioError
from radio.read import html, read
from radio.read.html_flow import flow
from radio.read.html_tree import MOST_ELEMENTS, characters, tree

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
LINE = "Bà Đặng Thị Ngọc Ánh nói rằng lúa năm nay được mùa, được giá, ai cũng mừng."


def page(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body>{body}</body></html>".encode()


def parse(body: str, head: str = "") -> Article:
    return html.parse(page(body, head), "x.html")


def told(article: Article) -> list[str]:
    return [p.text for p in article.paragraphs]


def written(article: Article) -> str:
    """An article as the expected files have it: the title, each paragraph, then what was left out."""
    lines = [f"title | {article.title}"]
    lines += [f"{p.line} {p.style.value} | {p.text}" for p in article.paragraphs]
    lines += [f"{d.line} - {d.reason} | {d.text}" for d in article.dropped]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("path", PAGES, ids=[p.stem for p in PAGES])
def test_a_page_is_read_as_expected(path: Path) -> None:
    assert written(html.parse(path.read_bytes(), path.name)) == path.with_suffix(".txt").read_text("utf-8")


def letters(*texts: str) -> Counter[str]:
    return Counter(c for text in texts for c in unicodedata.normalize("NFC", text) if c.isalnum())


@pytest.mark.parametrize("path", PAGES, ids=[p.stem for p in PAGES])
def test_every_word_of_a_page_is_told_or_listed(path: Path) -> None:
    """What another reader of HTML sees in its body is there once, the title included."""
    data = path.read_bytes()
    article = html.parse(data, path.name)
    unseen = " or ".join(f"ancestor::{tag}" for tag in ("script", "style", "noscript", "button", "select"))
    seen = etree.HTML(characters(data)).xpath(f"//body//text()[not({unseen})]")
    assert isinstance(seen, list)
    assert letters(*map(str, seen)) == letters(
        article.title, *told(article), *(d.text for d in article.dropped)
    )


def test_every_page_has_its_expectation_and_no_other() -> None:
    assert PAGES
    assert {p.stem for p in PAGES} == {p.stem for p in PAGES[0].parent.glob("*.txt")}


# -- the title


TITLES = [
    ("printed", "<title>Báo X</title>", "<h1>Giá lúa tăng</h1>", "Giá lúa tăng"),
    ("before the site", "<title>Giá lúa tăng - Báo X</title>", "<h2>Giá lúa tăng</h2>", "Giá lúa tăng"),
    ("after the site", "<title>Báo X: Giá lúa tăng</title>", "<h3>Giá lúa tăng</h3>", "Giá lúa tăng"),
    (
        "in capitals, as printed",
        "<meta property='og:title' content='Giá lúa tăng'>",
        "<p>GIÁ LÚA TĂNG</p>",
        "GIÁ LÚA TĂNG",
    ),
    (
        "with a dash of its own",
        "<title>Lúa - tôm: hai vụ - Báo X</title>",
        "<div>Lúa - tôm: hai vụ</div>",
        "Lúa - tôm: hai vụ",
    ),
    (
        "behind the site's name and a colon",
        "<title>Báo X: GIÁ LÚA TĂNG</title>",
        "<h1>Báo làng</h1><h3>GIÁ LÚA TĂNG</h3>",
        "GIÁ LÚA TĂNG",
    ),
    ("named by its class", "<title>Báo X</title>", "<div class=NewsTitle>Giá lúa tăng</div>", "Giá lúa tăng"),
    ("not the site's", "<title>Báo X</title>", "<h1><a href=/>Báo X</a></h1><h2>Giá tăng</h2>", "Giá tăng"),
    ("linked to itself", "<title>Giá tăng - Báo X</title>", "<h1><a href=/1>Giá tăng</a></h1>", "Giá tăng"),
    ("a question", "", "<p align=center><b>Vì sao giá lúa tăng?</b></p>", "Vì sao giá lúa tăng?"),
    ("only in the head", "<meta property='og:title' content='Giá lúa tăng'>", "", "Giá lúa tăng"),
    ("only in the window", "<title>Giá lúa đang tăng | Báo X</title>", "", "Giá lúa đang tăng"),
    ("nowhere", "<title>Báo X</title>", "", ""),
    (
        "in linked data",
        """<script type='application/ld+json'>{"@graph": [{"headline": "Giá lúa tăng"}]}</script>""",
        "<h1>Thời sự</h1><h3>Giá lúa tăng</h3>",
        "Giá lúa tăng",
    ),
    ("beside broken data", "<script type='application/ld+json'>{[</script>", "<h1>Giá tăng</h1>", "Giá tăng"),
]


@pytest.mark.parametrize(("head", "body", "title"), [t[1:] for t in TITLES], ids=[t[0] for t in TITLES])
def test_the_title_is_the_printed_one(head: str, body: str, title: str) -> None:
    article = parse(f"{body}<div><p>{LINE}</p><p>{LINE} Thật vậy.</p></div>", head)
    assert article.title == title
    assert told(article)[-2:] == [LINE, f"{LINE} Thật vậy."]


# -- lines


LINES = [
    ("a broken sentence is one line", "Giá lúa<br>năm nay tăng", ["Giá lúa năm nay tăng"]),
    ("a new sentence is a new line", "Giá lúa tăng.<br>Giá tôm giảm.", ["Giá lúa tăng.", "Giá tôm giảm."]),
    ("letters of one word stay together", "<b>G</b>iá l<i>ú</i>a", ["Giá lúa"]),
    ("pieces set apart by design alone", "<span>Giá lúa</span><span>Tăng</span>", ["Giá lúa Tăng"]),
    ("character references", "A &amp; B &#8220;x&#8221; &ecirc;&#x301;", ["A & B “x” ế"]),
    ("blanks and soft hyphens", "Giá&nbsp;\n  lú&shy;a\u200b tăng", ["Giá lúa tăng"]),
    ("preformatted lines", "<pre>Giá lúa tăng.\nGiá tôm giảm.</pre>", ["Giá lúa tăng.", "Giá tôm giảm."]),
    ("no program, no form", "<script>x</script><style>y</style><select><option>z</select>Giá", ["Giá"]),
    ("a sign of the page's own font", "<i>&#xf095;</i> Giá lúa", ["Giá lúa"]),
    ("nothing but an ornament", "<p>***</p>", []),
]


@pytest.mark.parametrize(("body", "lines"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_lines_are_those_of_the_screen(body: str, lines: list[str]) -> None:
    article = parse(f"<div><p>{LINE}</p><div>{body}</div><p>{LINE} Thật vậy.</p></div>")
    assert told(article) == [LINE, *lines, f"{LINE} Thật vậy."]


CAPTIONS = [
    ("in a figure", "<figure><img src=a><p>Bà con ra đồng từ sớm</p></figure>", Style.CAPTION),
    ("centred under one", "<p><img src=a></p><p align=center>Bà con ra đồng từ sớm</p>", Style.CAPTION),
    ("in italics in one's box", "<p><img src=a><br><i>Bà con ra đồng từ sớm</i></p>", Style.CAPTION),
    ("by its class", "<img src=a><div class=chu-thich-anh>Bà con ra đồng từ sớm</div>", Style.CAPTION),
    ("text beside a floating picture", "<p><img src=a align=left>Bà con ra đồng từ sớm</p>", Style.BODY),
    ("centred, but under text", "<p>Sáng nay.</p><p align=center>Bà con ra đồng từ sớm</p>", Style.BODY),
    ("a byline under the last picture", "<p><img src=a></p><p align=center>Nguyễn Thu</p>", Style.BODY),
]


@pytest.mark.parametrize(("body", "style"), [c[1:] for c in CAPTIONS], ids=[c[0] for c in CAPTIONS])
def test_captions_are_told_from_text(body: str, style: Style) -> None:
    article = parse(f"<div><p>{LINE}</p>{body}<p>{LINE} Thật vậy.</p></div>")
    assert article.paragraphs[-2].style is style


HEADINGS = [
    ("<h3>Hiệu quả bước đầu</h3>", Style.HEADING),
    ("<h3>PV: Thưa ông, vì sao giá lúa tăng?</h3>", Style.BODY),
    ("<h4 style='text-align: right'>Nguyễn Thu</h4>", Style.BODY),
    ("<ul><li>Thay nước mỗi ngày</li></ul>", Style.ITEM),
]


@pytest.mark.parametrize(("body", "style"), HEADINGS)
def test_headings_and_items_keep_their_style(body: str, style: Style) -> None:
    article = parse(f"<div><p>{LINE}</p>{body}<p>{LINE} Thật vậy.</p></div>")
    assert article.paragraphs[1].style is style


BYLINES = [
    ("<div class=author>Đăng bởi: Nguyễn Thu</div>", ["Nguyễn Thu"], ["Đăng bởi:"]),
    ("<div class=author>Tin, ảnh: Nguyễn Thu</div>", ["Tin, ảnh: Nguyễn Thu"], []),
    ("<div class=author><a href=/a>K’Brêu</a></div>", ["K’Brêu"], []),
    ("<div class=author-time>12/8/2024 08:00</div>", [], ["12/8/2024 08:00"]),
    ("<div class=meta><span class=author>Admin</span> <time>12/8</time></div>", [], ["Admin", "12/8"]),
]


@pytest.mark.parametrize(("body", "names", "dropped"), BYLINES)
def test_authors_are_kept_and_accounts_are_not(body: str, names: list[str], dropped: list[str]) -> None:
    article = parse(f"<h1>Giá lúa tăng</h1>{body}<div><p>{LINE}</p><p>{LINE} Thật vậy.</p></div>")
    assert told(article) == [*names, LINE, f"{LINE} Thật vậy."]
    assert [d.text for d in article.dropped] == dropped


HIDDEN = ["style='visibility: hidden'", "style='font-size:0px;color:red'", "style=DISPLAY:NONE", "hidden"]


@pytest.mark.parametrize("attributes", [*HIDDEN, "class=cookiebar", "class='gdpr-box'", "id=onetrust-banner"])
def test_what_nobody_sees_or_wants_is_not_told(attributes: str) -> None:
    article = parse(
        f"<div><p>{LINE}</p><p {attributes}>Không ai đọc câu này cả.</p><p>{LINE} Thật vậy.</p></div>"
    )
    assert told(article) == [LINE, f"{LINE} Thật vậy."]
    assert [d.text for d in article.dropped] == ["Không ai đọc câu này cả."]


@pytest.mark.parametrize("style", ["font-size:0.9em", "font-size:10px", "visibility:visible"])
def test_what_is_small_is_told(style: str) -> None:
    assert told(parse(f"<p>{LINE}</p><p style='{style}'>Bà con mừng.</p>"))[1] == "Bà con mừng."


@pytest.mark.parametrize(
    "names", ["node node--view-mode-full", "view view-id-news view-content", "views-row"]
)
def test_a_list_in_what_is_only_viewed_is_told(names: str) -> None:
    """Drupal's names are of no counter of views."""
    article = parse(
        f"<h1>Giá lúa tăng</h1><article class='{names}'><p>{LINE}</p>"
        f"<ul><li>Không thả rông trâu bò;</li><li>Trữ đủ rơm khô.</li></ul><p>{LINE} Thật vậy.</p></article>"
    )
    assert told(article)[1:3] == ["Không thả rông trâu bò;", "Trữ đủ rơm khô."]


@pytest.mark.parametrize("name", ["view-count", "views", "post-view"])
def test_a_counter_of_views_is_not_told(name: str) -> None:
    article = parse(f"<h1>Giá lúa tăng</h1><p>{LINE}</p><p class={name}>264 người</p><p>{LINE} Thật vậy.</p>")
    assert told(article) == [LINE, f"{LINE} Thật vậy."]


def test_opinions_within_a_story_are_told() -> None:
    """A box that is called as comments are, between the story's own paragraphs."""
    box = f"<ul class=ykien><li><p>Chị Lê Thị Lài: “{LINE}”</p></li></ul>"
    after = f"<p>{LINE} Thật vậy.</p><p>{LINE} Đúng thế.</p>"
    page = f"<h1>Cúp điện</h1><div class=noidung><p>{LINE}</p>{box}{after}</div>"
    assert told(parse(page))[1] == f"Chị Lê Thị Lài: “{LINE}”"
    below = f"<h1>Cúp điện</h1><div class=noidung><p>{LINE}</p><p>{LINE} Thật vậy.</p>{box}</div>"
    assert told(parse(below)) == [LINE, f"{LINE} Thật vậy."]


def test_a_byline_below_the_share_buttons_is_kept() -> None:
    article = parse(
        f"<h1>Giá lúa tăng</h1><div class=noidung><p>{LINE}</p><p>{LINE} Thật vậy.</p></div>"
        "<div class=share>Chia sẻ</div><p align=right>Y Moan Ênuôl</p>"
    )
    assert told(article)[-1] == "Y Moan Ênuôl"


# -- characters

VIETNAMESE = f"<h1>Giá lúa tăng</h1><p>{LINE}</p>"


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (VIETNAMESE.encode(), ""),
        (VIETNAMESE.encode(), "iso-8859-1"),
        (f"<meta charset=windows-1252>{VIETNAMESE}".encode(), ""),
        (VIETNAMESE.encode("utf-8-sig"), ""),
        (VIETNAMESE.encode("utf-16"), ""),
        (VIETNAMESE.encode("utf-16-be"), "utf-16be"),
        (VIETNAMESE.encode("utf-16-le"), ""),
        (f'<?xml version="1.0" encoding="UTF-8"?><html>{VIETNAMESE}</html>'.encode(), ""),
    ],
    ids="utf8 header-lies meta-lies bom utf16 header unmarked xhtml".split(),
)
def test_every_charset_gives_the_same_words(data: bytes, charset: str) -> None:
    article = html.parse(data, "x.html", charset)
    assert (article.title, told(article)) == ("Giá lúa tăng", [LINE])


@pytest.mark.parametrize("charset", ["", "windows-1258"])
def test_windows_1258_is_composed(charset: str) -> None:
    story = (
        "Ba\u0300 con ra \u0111\u00f4\u0300ng t\u01b0\u0300 s\u01a1\u0301m, ai cu\u0303ng m\u01b0\u0300ng."
    )
    meta = "" if charset else "<meta http-equiv=content-type content='text/html; charset=windows-1258'>"
    article = html.parse(f"{meta}<p>{story}</p>".encode("cp1258"), "x.html", charset)
    assert told(article) == ["Bà con ra đồng từ sớm, ai cũng mừng."]


@pytest.mark.parametrize("declared", ["", "<meta charset=windows-1252>"])
def test_an_old_font_below_long_programs_is_read(declared: str) -> None:
    head = f"{declared}<style>{'a{color:red}' * 2000}</style>"
    body = "<p>Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp, tù do, h¹nh phóc.</p>"
    data = f"<html><head>{head}</head><body>{body}</body></html>".encode("cp1252")
    assert told(html.parse(data, "x.html")) == [
        "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc."
    ]


def test_an_old_font_written_as_references_is_read() -> None:
    body = (
        "<p><font face='.VnTime'>C&eacute;ng h&szlig;a x&middot; h&eacute;i, n&shy;&iacute;c ViÖt Nam.</font>"
    )
    assert told(html.parse(page(f"<div>{body}<p>{LINE}</div>"), "x.html")) == [
        "Cộng hòa xã hội, nước Việt Nam.",
        LINE,
    ]


@pytest.mark.parametrize("charset", ["punycode", "unicode_escape", "utf-7", "zlib", "no-such"])
def test_no_strange_charset_is_believed(charset: str) -> None:
    assert characters(b"Ti\xean +ADw-", charset) == "Tiên +ADw-"


# -- strangers


def test_what_begins_as_a_page_is_one_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "tin.txt"
    path.write_bytes(b"\xef\xbb\xbf\n<!-- x --><HTML><p>" + LINE.encode())
    assert told(read(path)) == [LINE]


def test_a_text_named_as_a_page_is_a_text(tmp_path: Path) -> None:
    path = tmp_path / "tin.html"
    path.write_text(f"Giá lúa < giá tôm\n{LINE}\n", "utf-8")
    assert told(read(path)) == ["Giá lúa < giá tôm", LINE]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<html><body></body></html>", "without an article"),
        (b"<html><!-- nothing -->", "without an article"),
        (b"<div id=root></div><script>render()</script>", "without an article"),
        (b"<p>12 / 34</p>", "without an article"),
        (b"<div>" * 100_000 + b"x", "nested too deeply"),
        (b"<p>a" * (MOST_ELEMENTS + 1), "elements"),
    ],
    ids="empty comment script digits deep many".split(),
)
def test_a_page_without_an_article_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(ArticleError, match=says):
        html.parse(data, "x.html")


TAIL = LINE.encode()
HOSTILE = {
    "a long attribute": b"<p class='" + b"a " * 2_000_000 + b"'>" + TAIL,
    "a long style": b"<p style='" + b"text-align:" * 400_000 + b"'>" + TAIL,
    "names within names": b"<p>" + b"<span class=author>" * 1_900 + b"a <b class=date>b</b>" * 5_000 + TAIL,
    "boxes within boxes": b"<div>" * 1_900 + b"<p>a b" * 5_000 + TAIL,
    "tables within tables": b"<table><tr><td>x" * 600 + TAIL,
    "comments within stories": b"<div class=comment><div class=content>" * 900 + TAIL,
    "nested lists of data": b"<script type='application/ld+json'>" + b"[" * 400_000 + b"</script>" + TAIL,
    "a title of separators": b"<title>" + b" - a" * 500_000 + b"</title><h1>a b</h1>" + TAIL,
    "an unfinished meta": b"<meta charset" * 200_000 + b"<p>" + TAIL,
    "zeros": b"<p>" + b"\0" * 1_000_000 + TAIL,
    "one long word": b"<p>" + b"a" * 3_000_000 + b" " + TAIL,
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_pages_end_soon_with_their_words(data: bytes) -> None:
    started = time.monotonic()
    article = html.parse(data, "x.html")
    assert time.monotonic() - started < 5
    assert LINE in " ".join(told(article))


def test_no_entity_is_fetched_or_expanded() -> None:
    article = html.parse(
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY l "lol">]><html><p>'
        + f"{LINE} &x; &l;</p></html>".encode(),
        "x.html",
    )
    assert "root:" not in " ".join(told(article))
    assert LINE in " ".join(told(article))


TAGS = "p div h1 h2 ul li table tr td br b i a img figure figcaption pre span article time center".split()
NAMES = ["author", "sapo", "content", "related", "meta", "caption", "title", "location-stamp", "x"]
PIECES = st.one_of(
    st.sampled_from([f"<{t}>" for t in TAGS] + [f"</{t}>" for t in TAGS]),
    st.builds("<{} class={}>".format, st.sampled_from(TAGS), st.sampled_from(NAMES)),
    st.builds("<{} align={}>".format, st.sampled_from(TAGS), st.sampled_from(["center", "right"])),
    st.sampled_from(["<a href=/x>", LINE, "Nguyễn Thu", "giá lúa", "<!--", "&", "<", "\0", "\n"]),
    st.text(max_size=5),
)
MARKUP = st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode("utf-8", "replace"))


@settings(max_examples=200, deadline=None)
@given(MARKUP | st.binary(max_size=300).map(lambda data: b"<p>" + data))
def test_any_bytes_give_an_article_or_a_radio_error(data: bytes) -> None:
    try:
        article = html.parse(data, "x.html")
    except RadioError as error:
        assert "x.html" in str(error)
    else:
        for text in told(article):
            assert text
            assert text == " ".join(text.split())


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_word_of_any_page_is_told_or_listed(body: str) -> None:
    """All but what stands in no line: the words of the walk down the page."""
    data = page(f"<h1>Giá lúa tăng</h1><p>{LINE}</p>{body.encode('utf-8', 'replace').decode()}")
    root = tree(data, "x.html")
    assert root is not None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(html, "mended", str)  # a few odd letters may look like an old font
        article = html.parse(data, "x.html")
    seen = letters(*(line.text for line in flow(root).lines))
    assert seen == letters(article.title, *told(article), *(d.text for d in article.dropped))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["p", "div", "li", "h3", "td", "span", "center", "blockquote"]),
        min_size=1,
        max_size=8,
    )
)
def test_no_word_of_the_column_is_lost_or_said_twice(tags: list[str]) -> None:
    body = "".join(f"<{tag}>{LINE} Đó là điều {n}.</{tag}>" for n, tag in enumerate(tags))
    article = parse(f"<h1>Giá lúa tăng</h1><div>{body}</div>")
    words = " ".join([*told(article), *(d.text for d in article.dropped)])
    for n in range(len(tags)):
        assert words.count(f"Đó là điều {n}.") == 1
