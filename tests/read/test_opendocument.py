"""OpenDocument texts as a printed copy shows them."""

from __future__ import annotations

import pytest

from radio.article import Style
from radio.errors import ArticleError
from radio.read import opendocument
from tests.read.office import STORY, odt, odt_article, odt_lines, styled, unheard, zipped


def p(inside: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def frame(inside: str) -> str:
    return f"<draw:frame>{inside}</draw:frame>"


IMAGE = frame("<draw:image/><svg:title>Tên ảnh</svg:title>")
SECTION = '<text:section text:display="none">' + p("ẩn") + "</text:section>"
BOX = frame("<draw:text-box>" + p("khung") + "</draw:text-box>")
FACE = """<style:font-face style:name="F1" svg:font-family="'VNI-Times'"/>"""

PHENOMENA = {
    "spans": ([p('Ông K<text:span>\'Brêu</text:span> nói')], ["Ông K'Brêu nói"]),
    "blanks": ([p("Một<text:s text:c='3'/>hai<text:tab/>ba\n  bốn")], ["Một hai ba bốn"]),
    "link": ([p("Xem <text:a>trang báo</text:a>.")], ["Xem trang báo."]),
    "line break": ([p("Tin vui.<text:line-break/>Hôm nay mưa.")], ["Tin vui.", "Hôm nay mưa."]),
    "deletion": (
        ["<text:tracked-changes><text:changed-region><text:deletion>" + p("bỏ") + "</text:deletion>"
         "</text:changed-region></text:tracked-changes>", p("Một<text:change text:change-id='a'/> hai")],
        ["Một hai"],
    ),
    "insertion": ([p("Một <text:change-start/>hai<text:change-end/>")], ["Một hai"]),
    "annotation": ([p("Một<office:annotation>" + p("ghi chú") + "</office:annotation> hai")], ["Một hai"]),
    "note": ([p("Một<text:note><text:note-body>" + p("chú") + "</text:note-body></text:note>")], ["Một"]),
    "hidden section": ([SECTION, p("Một")], ["Một"]),
    "index": (["<text:table-of-content>" + p("Mục 1") + "</text:table-of-content>", p("Một")], ["Một"]),
    "table": (
        ["<table:table><table:table-header-rows><table:table-row><table:table-cell>" + p("A")
         + "</table:table-cell><table:table-cell>" + p("B") + "</table:table-cell></table:table-row>"
         "</table:table-header-rows></table:table>"],
        ["A", "B"],
    ),
    "text box in a paragraph": ([p(BOX + "Một")], ["khung", "Một"]),
    "text box of the page": ([BOX, p("Một")], ["khung", "Một"]),
    "a shape with words": (
        [p("Một <draw:custom-shape>" + p("khung") + "</draw:custom-shape>hai"),
         "<draw:g><draw:rect>" + p("ô") + "</draw:rect></draw:g>"],
        ["Một hai", "khung", "ô"],
    ),
    "a linked frame": ([p("Một<draw:a>" + BOX + "</draw:a>")], ["Một", "khung"]),
    "picture": ([p(IMAGE), p("Một")], ["Một"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "lines"), PHENOMENA.values(), ids=PHENOMENA)
def test_what_is_printed(body: list[str], lines: list[str]) -> None:
    assert odt_lines(*body) == lines


def test_what_is_said_outside_the_story_is_listed() -> None:
    body = (
        p("Một<office:annotation>" + p("ghi chú") + "</office:annotation>"),
        p('Hai<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body>'
          + p("chú") + "</text:note-body></text:note>"),
        SECTION,
        "<text:table-of-content>" + p("Mục 1") + "</text:table-of-content>",
        p('Ba<text:hidden-text text:string-value="kín"/>'),
    )  # fmt: skip
    pages = f"<style:header>{p('Đài xã')}</style:header><style:footer-left>{p('Trang 1')}</style:footer-left>"
    article = opendocument.parse(odt(*body, pages=pages), "x.odt")
    assert [each.text for each in article.paragraphs] == ["Một", "Hai", "Ba"]
    assert unheard(article) == [
        (1, "header", "Đài xã"),
        (1, "comment", "ghi chú"),
        (2, "endnote", "chú"),
        (2, "hidden text", "ẩn"),
        (2, "contents", "Mục 1"),
        (3, "hidden text", "kín"),
        (3, "footer", "Trang 1"),
    ]


def text_style(properties: str) -> str:
    return (
        '<style:style style:name="T1" style:family="text">'
        f"<style:text-properties {properties}/></style:style>"
    )


def test_hidden_text_and_old_fonts() -> None:
    hidden, vni = text_style('text:display="none"'), text_style('style:font-name="F1"')
    span = '<text:span text:style-name="T1">hoøa</text:span>'
    assert odt_lines(p("Một" + span), styles=hidden) == ["Một"]
    assert odt_lines(p("Cộng " + span), styles=vni, fonts=FACE) == ["Cộng hòa"]


def test_marks_and_styles_say_what_paragraphs_are() -> None:
    article = odt_article(
        '<text:h text:outline-level="1">Lúa được mùa</text:h>',
        p(STORY),
        '<text:h text:outline-level="2">Đường làng</text:h>',
        p(IMAGE),
        p("Nông dân gặt lúa", "P1"),
        p("Kênh mới đào", "Caption"),
        f"<text:list><text:list-item>{p('Làm đường')}</text:list-item></text:list>",
        styles='<style:style style:name="P1" style:family="paragraph" style:parent-style-name="P2"/>'
        '<style:style style:name="P2" style:family="paragraph">'
        '<style:paragraph-properties fo:text-align="center"/></style:style>'
        '<style:style style:name="Caption" style:family="paragraph"/>',
    )
    assert article.title == "Lúa được mùa"
    assert styled(article) == {
        "Lúa được mùa": Style.HEADING,
        STORY: Style.BODY,
        "Đường làng": Style.HEADING,
        "Nông dân gặt lúa": Style.CAPTION,
        "Kênh mới đào": Style.CAPTION,
        "Làm đường": Style.ITEM,
    }


def test_the_title_stands_out_by_its_letters() -> None:
    bold = (
        '<style:style style:name="P1" style:family="paragraph">'
        '<style:text-properties fo:font-weight="bold" fo:font-size="16pt"/></style:style>'
    )
    article = odt_article(p("Đài huyện Tháp Mười"), p("Lúa hè thu được mùa", "P1"), p(STORY), styles=bold)
    assert article.title == "Lúa hè thu được mùa"


LOCKED = '<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (odt(), "no words"),
        (odt(p("Một"), manifest=LOCKED), "password"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "no OpenDocument text"),
        (zipped({"content.xml": "<a/>"}), "no OpenDocument text"),
        (odt(p("Một"))[:-30], "damaged"),
    ],
)
def test_what_is_no_article_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem):
        opendocument.parse(data, "bài.odt")


def test_a_text_is_known_by_what_it_says_of_itself() -> None:
    head = odt(p("Một"))[:8192]
    assert opendocument.score("bài.docx", head) > 0.95
    assert opendocument.score("bài.odt", b"PK\x03\x04") > 0.9 > opendocument.score("bài.odt", b"text")
