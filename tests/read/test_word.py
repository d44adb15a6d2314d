"""Word documents as a printed copy shows them."""

from __future__ import annotations

import io
import unicodedata

import docx as python_docx
import pytest

from radio.article import Style
from radio.errors import ArticleError
from radio.read import word
from tests.read.office import (
    PICTURE,
    STORY,
    beside,
    docx,
    font,
    links,
    p,
    part,
    r,
    sdt,
    styled,
    symbol,
    table,
    unheard,
    word_article,
    word_lines,
    zipped,
)

NAMES = ["Đặng Thị Ngọc Ánh", "Y Moan Ênuôl", "K'Brêu", "Điểu Thị Nga", "Rơ Ông K’Duyên", "Ka Să Ha Brim"]


def box(*paragraphs: str) -> str:
    """A text box as Word writes it: for newer programs, and once more for older ones."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{content}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def code(text: str) -> str:
    """A complex field with its code, up to where its result begins."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{text}</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


CONTENTS = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
DELETED_END = '<w:rPr><w:del w:id="1"/></w:rPr>'
DROP_CAP = '<w:framePr w:dropCap="drop" w:lines="3"/>'

PHENOMENA = {
    "runs": ([p("Ông K", "'Brêu", " nói")], ["Ông K'Brêu nói"]),
    "empty paragraphs": ([p("Một"), p(), p("  "), p("Hai")], ["Một", "Hai"]),
    "blanks": ([p("Một\u00a0hai", "<w:r><w:tab/></w:r>", "  ba ")], ["Một hai ba"]),
    "hyphens": ([p("Thời s\u00adự 19", "<w:r><w:noBreakHyphen/></w:r>", "5")], ["Thời sự 19-5"]),
    "decomposed letters": ([p(unicodedata.normalize("NFD", NAMES[0]))], [NAMES[0]]),
    "insertion": ([p("Một ", "<w:ins>" + r("hai") + "</w:ins>")], ["Một hai"]),
    "deletion": ([p("Một", "<w:del><w:r><w:delText>hai</w:delText></w:r></w:del>")], ["Một"]),
    "moved": (
        [p("Một", "<w:moveFrom>" + r("hai") + "</w:moveFrom>"), p("<w:moveTo>" + r("hai") + "</w:moveTo>")],
        ["Một", "hai"],
    ),
    "deleted paragraph end": ([p("Ông A ", properties=DELETED_END), p("nói.")], ["Ông A nói."]),
    "last end deleted": ([p("Ông A nói.", properties=DELETED_END)], ["Ông A nói."]),
    "deleted row": (
        [table((p("Một"),)).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>"), p("Hai")],
        ["Hai"],
    ),
    "drop cap": ([p("S", properties=DROP_CAP), p("áng nay trời nắng.")], ["Sáng nay trời nắng."]),
    "hidden": ([p("Một", r("hai", "<w:vanish/>"), r("ba", '<w:vanish w:val="0"/>'))], ["Mộtba"]),
    "hyperlink": ([p("Xem ", "<w:hyperlink>" + r("trang báo") + "</w:hyperlink>")], ["Xem trang báo"]),
    "field": ([p("Theo ", code(' HYPERLINK "http://x.vn" '), r("báo"), END, r(" nói"))], ["Theo báo nói"]),
    "nested field": (
        [p("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", code("A"), "mã", END, END, "thấy")],
        ["thấy"],
    ),
    "simple field": (
        [p('<w:fldSimple w:instr=" AUTHOR ">' + r("Nguyễn Thu") + "</w:fldSimple>")],
        ["Nguyễn Thu"],
    ),
    "content control": ([sdt(p("Một"))], ["Một"]),
    "hint of a form": ([sdt(p("Gõ vào đây"), "<w:showingPlcHdr/>"), p("Một")], ["Một"]),
    "list of contents": ([sdt(p("Phần một 3"), CONTENTS), p("Một")], ["Một"]),
    "footnote": ([p("Một", '<w:r><w:footnoteReference w:id="1"/></w:r>')], ["Một"]),
    "ruby": ([p(f"<w:r><w:ruby><w:rt>{r('trên')}</w:rt><w:rubyBase>{r('chữ')}</w:rubyBase></w:ruby></w:r>")],
             ["chữ"]),
    "text box once": ([p(box(p("Trong khung"))), p("Ngoài")], ["Trong khung", "Ngoài"]),
    "text box inside a paragraph": ([p("Một ", box(p("khung")), "hai")], ["Một hai", "khung"]),
    "table": ([table((p("A"), p("B")), (p("C") + p("D"), p("E")))], ["A", "B", "C", "D", "E"]),
    "table of figures": (
        [table(*[(p(f"Xã {n}"), p(str(n)), p("")) for n in "123"])],
        ["Xã 1, 1", "Xã 2, 2", "Xã 3, 3"],
    ),
    "table in a table": ([table((table((p("A"),)) + p("B"),))], ["A", "B"]),
    "line breaks": ([p("Tin vui.", "<w:r><w:br/></w:r>", "Hôm nay mưa.")], ["Tin vui.", "Hôm nay mưa."]),
    "a line broken for its width": (
        [p("Sáng nay bà con xã Mỹ Đông cùng nhau ra", "<w:r><w:br/></w:r>", "đồng làm cỏ.")],
        ["Sáng nay bà con xã Mỹ Đông cùng nhau ra đồng làm cỏ."],
    ),
    "symbols": (
        [p(r("\uf0b7", font("Symbol")), " Một", symbol("Wingdings", "F0FC"), "30", symbol("Symbol", "F0B0"),
           "C", symbol("Arial", "không"), symbol("Arial", "7FFFFFFF"))],
        ["• Một 30°C"],
    ),
    "a font of before Unicode": (
        [p(r("Co", font("VNI-Times")), r("äng hoøa", font("VNI-Times")), " xã hội ",
           r("chñ nghÜa", font(".VnTime")))],
        ["Cộng hòa xã hội chủ nghĩa"],
    ),
    "small letters drawn as capitals": ([p(r("céng hßa", font(".VnTimeH")))], ["CỘNG HÒA"]),
    "Unicode in an old font": ([p(r("Cộng hòa", font(".VnTime")))], ["Cộng hòa"]),
    "an old font no longer named": (
        [p("Céng hßa x· héi chñ nghÜa ViÖt Nam"), p("§éc lËp tù do")],
        ["Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập tự do"],
    ),
    "an old font's soft hyphens are letters": (
        [p("n­íc ch¶y, ng", "<w:r><w:softHyphen/></w:r>", "êi vÒ"), p("l\u00adúa")],
        ["nước chảy, người về", "lúa"],
    ),
    "names": ([p(name) for name in NAMES], NAMES),
}  # fmt: skip


@pytest.mark.parametrize(("body", "lines"), PHENOMENA.values(), ids=PHENOMENA)
def test_what_is_printed(body: list[str], lines: list[str]) -> None:
    assert word_lines(*body) == lines


STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Binhthng"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/><w:basedOn w:val="Binhthng"/></w:style>
<w:style w:type="paragraph" w:styleId="Tit"><w:name w:val="Mine"/><w:basedOn w:val="u1"/></w:style>
<w:style w:type="paragraph" w:styleId="Anh"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/>
  <w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="ML"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="An"><w:name w:val="An"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Kin"><w:name w:val="Kin"/><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>
<w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>
"""


def test_styles_say_what_paragraphs_are() -> None:
    article = word_article(
        p("Mục lục", style="ML"),
        p("Lúa được mùa", style="Tit"),
        p(STORY, style="u1"),
        p("Đường làng mở rộng", style="u1"),
        p("Nông dân gặt lúa", style="Anh"),
        p("Một là làm đường", style="Muc"),
        p("Chữ ẩn", style="An"),
        p("Còn ", r("ẩn", '<w:rStyle w:val="Kin"/>'), "đây", style="A"),
        styles=STYLES,
    )
    assert article.title == ""  # two headings of one rank: which is the title is not said
    assert styled(article) == {
        "Lúa được mùa": Style.HEADING,
        STORY: Style.BODY,
        "Đường làng mở rộng": Style.HEADING,
        "Nông dân gặt lúa": Style.CAPTION,
        "Một là làm đường": Style.ITEM,
        "Còn đây": Style.BODY,
    }


def test_a_style_that_the_document_does_not_bring_counts_by_its_name() -> None:
    article = word_article(p("Đài huyện"), p("Lúa được mùa", style="Heading1"), p(STORY))
    assert article.title == "Lúa được mùa"


BOLD = '<w:b/><w:sz w:val="30"/>'
CENTRED = '<w:jc w:val="center"/>'
TITLES = {
    "title style before headings": (
        [p("Bản tin", style="Heading1"), p("Lúa được mùa", style="Title"), p(STORY)], "Lúa được mùa"),
    "highest heading": (
        [p("Kinh tế", style="Heading2"), p("Lúa được mùa", style="Heading1"), p(STORY)], "Lúa được mùa"),
    "heading below the story": ([p(STORY), p("Đường làng", style="Heading1"), p(STORY)], ""),
    "broken heading": ([p("Lúa được mùa", "<w:r><w:br/></w:r>", "Giá tăng", style="Title"), p(STORY)],
                       "Lúa được mùa Giá tăng"),
    "bold": ([p("Đài huyện Tháp Mười"), p(r("Lúa hè thu được mùa", BOLD)), p(STORY)], "Lúa hè thu được mùa"),
    "larger of two": ([p(r("Đài huyện Tháp Mười", "<w:b/>")), p(r("Lúa hè thu được mùa", BOLD)), p(STORY)],
                      "Lúa hè thu được mùa"),
    "alike": ([p(r("Đài huyện Tháp Mười", BOLD)), p(r("Lúa hè thu được mùa", BOLD)), p(STORY)], ""),
    "a station's name": ([p(r("ĐÀI HUYỆN THÁP MƯỜI", BOLD)), p("Lúa hè thu được mùa"), p(STORY)], ""),
    "bold lead": ([p("Lúa hè thu được mùa"), p(r(STORY, BOLD)), p(STORY)], ""),
    "bold label": ([p(r("PTV nam đọc:", BOLD)), p(STORY)], ""),
    "printed twice": ([p(r("Lúa hè thu được mùa", BOLD)), p(r("LÚA HÈ THU ĐƯỢC MÙA", BOLD)), p(STORY)],
                      "Lúa hè thu được mùa"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "title"), TITLES.values(), ids=TITLES)
def test_the_title_is_what_the_look_tells(body: list[str], title: str) -> None:
    article = word_article(*body)
    assert article.title == title
    assert not title or title in [each.text for each in article.paragraphs]


CAPTIONS = {
    "centred": ([p(PICTURE), p("Nông dân gặt lúa", properties=CENTRED)], True),
    "italic, past an empty line": ([p(PICTURE), p(), p(r("Nông dân gặt lúa", "<w:i/>"))], True),
    "in the picture's paragraph": (
        [p(PICTURE, "<w:r><w:br/></w:r>", "Nông dân gặt lúa", properties=CENTRED)], True),
    "in a table": ([table((p(PICTURE),), (p("Nông dân gặt lúa"),))], True),
    "no sign of one": ([p(PICTURE), p("Nông dân gặt lúa")], False),
    "no picture": ([p("Nông dân gặt lúa", properties=CENTRED)], False),
    "a title under a letterhead": (
        [p(PICTURE), p(r("Nông dân gặt lúa", "<w:b/>"), properties=CENTRED)], False),
}  # fmt: skip


@pytest.mark.parametrize(("body", "is_caption"), CAPTIONS.values(), ids=CAPTIONS)
def test_a_picture_has_its_caption(body: list[str], is_caption: bool) -> None:
    found = styled(word_article(p(STORY), *body, p(STORY + " Trời nắng.")))["Nông dân gặt lúa"]
    assert (found is Style.CAPTION) == is_caption


def test_a_document_of_another_library() -> None:
    document = python_docx.Document()
    document.core_properties.title = "Mẫu công văn"
    document.sections[0].header.paragraphs[0].text = "Đầu trang"
    document.add_heading("Lúa được mùa", 0)
    document.add_paragraph(STORY)
    document.add_paragraph("Làm đường", style="List Bullet")
    document.add_table(1, 2).rows[0].cells[1].text = "Trong bảng"
    out = io.BytesIO()
    document.save(out)
    article = word.parse(out.getvalue(), "x.docx")
    assert article.title == "Lúa được mùa"
    assert [(each.line, each.text) for each in article.paragraphs] == [
        (1, "Lúa được mùa"), (2, STORY), (3, "Làm đường"), (4, "Trong bảng"),
    ]  # fmt: skip
    assert article.paragraphs[2].style is Style.ITEM
    assert unheard(article) == [(1, "header", "Đầu trang")]


NOTES = {
    "word/_rels/document.xml.rels": beside(
        header1="header1.xml", header2="/word/header2.xml", footer="footer1.xml", footnotes="footnotes.xml",
        endnotes="endnotes.xml", comments="comments.xml", header3="gone.xml", image="media/a.png",
    ),
    "word/header1.xml": part("hdr", p("Đài huyện Tháp Mười")),
    "word/header2.xml": part("hdr", p("Đài huyện Tháp Mười") + p()),
    "word/footer1.xml": part("ftr", p("Trang 1")),
    "word/footnotes.xml": part(
        "footnotes",
        '<w:footnote w:id="-1" w:type="separator">' + p("---") + "</w:footnote>"
        '<w:footnote w:id="2">' + p("Số liệu năm 2024.") + "</w:footnote>",
    ),
    "word/endnotes.xml": part("endnotes", '<w:endnote w:id="2">' + p("Theo báo cáo.") + "</w:endnote>"),
    "word/comments.xml": part("comments", '<w:comment w:id="2">' + p("Hỏi lại ông A") + "</w:comment>"),
}  # fmt: skip


def mark(kind: str) -> str:
    return f'<w:r><w:{kind}Reference w:id="2"/></w:r>'


def test_what_is_said_outside_the_story_is_listed() -> None:
    body = [
        p("Một", mark("footnote"), r(" ẩn", "<w:vanish/>"), " hai"),
        sdt(p("Phần một 3"), CONTENTS),
        p("Ba", mark("endnote"), mark("comment"), mark("footnote")),
        p("<w:del>" + mark("comment") + "</w:del>", "Bốn"),
        table((p("Năm", mark("comment")), p("5")), *[(p(f"Xã {n}"), p(str(n))) for n in "12"]),
        table((p("Sáu"),)).replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>"),
    ]
    article = word.parse(docx(*body, **NOTES), "x.docx")
    assert [each.text for each in article.paragraphs] == [
        "Một hai", "Ba", "Bốn", "Năm, 5", "Xã 1, 1", "Xã 2, 2"
    ]  # fmt: skip
    assert unheard(article) == [
        (1, "header", "Đài huyện Tháp Mười"),
        (1, "hidden text", "ẩn"),
        (1, "footnote", "Số liệu năm 2024."),
        (1, "contents", "Phần một 3"),
        (2, "endnote", "Theo báo cáo."),
        (2, "comment", "Hỏi lại ông A"),
        (6, "hidden text", "Sáu"),
        (6, "footer", "Trang 1"),
    ]


def test_a_note_that_refers_to_itself_is_told_once() -> None:
    own = part("footnotes", '<w:footnote w:id="2">' + p("Chú", mark("footnote")) + "</w:footnote>")
    parts = NOTES | {"word/footnotes.xml": own}
    article = word.parse(docx(p("Một", *[mark("footnote")] * 1000), **parts), "x.docx")
    assert [text for _, why, text in unheard(article) if why == "footnote"] == ["Chú"]


def test_ornamental_letters_are_read() -> None:
    shape = '<w:r><w:pict><v:shape><v:textpath string="ĐÀI TRUYỀN THANH"/></v:shape></w:pict></w:r>'
    assert word_lines(p(shape), p(STORY)) == ["ĐÀI TRUYỀN THANH", STORY]


def test_the_strict_form_and_an_unusual_place() -> None:
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f"<x:body><x:p><x:r><x:t>{STORY}</x:t></x:r></x:p></x:body>"
    data = zipped(
        {
            "_rels/.rels": links("/word/document2.xml", "http://purl.oclc.org/ooxml/officeDocument"),
            "word/document2.xml": f'<x:document xmlns:x="{space}">{body}</x:document>',
        }
    )
    assert [each.text for each in word.parse(data, "x.docx").paragraphs] == [STORY]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (docx(), "no words"),
        (docx(p("12 / 34")), "no words"),
        (zipped({"xl/workbook.xml": "<a/>"}), "no Word document"),
        (zipped({"word/document.xml": "<a/>"}), "no Word document"),
        (zipped({"word/document.xml": "<a>"}), "damaged"),
        (zipped({"word/document.xml": b""}), "damaged"),
        (docx(p("Một"))[:-30], "damaged"),
        (docx(p("Một"), '<w:altChunk r:id="r1" xmlns:r="x"/>'), "only Word puts in its place"),
    ],
)
def test_what_is_no_article_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ArticleError, match=problem) as caught:
        word.parse(data, "bài.docx")
    assert caught.value.subject == "bài.docx"


def test_a_document_is_known_by_what_is_in_it() -> None:
    head = docx(p("Một"))[:8192]
    assert word.score("bài.doc", head) > 0.9 > word.score("bài.docx", b"text")
    assert word.score("bài.docx", b"PK\x03\x04") > 0.9 > word.score("ảnh.zip", b"PK\x03\x04")
