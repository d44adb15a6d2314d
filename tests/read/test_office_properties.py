"""Any bytes at all give an Article or an ArticleError, soon; time grows with length."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from radio.article import Article
from radio.errors import ArticleError
from radio.read import opendocument, word
from tests.read.office import PICTURE, STORY, docx, links, odt, p, r, sdt, table, zipped

WORD = docx(
    p("Lúa được mùa", style="Heading1"),
    p(PICTURE),
    table((p("A"), p("B"))),
    sdt(p(r("C", "<w:b/>"))),
    p(STORY),
    styles='<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>',
)
OPEN = odt(f"<text:h>Lúa được mùa</text:h><text:p>{STORY}</text:p>")


def outcome(data: bytes) -> None:
    for reader in (word, opendocument):
        try:
            article = reader.parse(data, "x")
        except ArticleError:
            continue
        assert isinstance(article, Article)
        assert all(each.text == " ".join(each.text.split()) != "" for each in article.paragraphs)
        numbers = [each.line for each in article.paragraphs]
        assert numbers == list(range(1, len(numbers) + 1))


changes = st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=12)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from([WORD, OPEN]), changes, st.integers(0, 5000))
def test_documents_with_wrong_bytes(data: bytes, wrong: list[tuple[int, int]], cut: int) -> None:
    changed = bytearray(data if cut % 5 else data[:cut])
    for place, value in wrong:
        if changed:
            changed[place % len(changed)] = value
    outcome(bytes(changed))


NAMES = [
    "w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:sdt", "w:sdtContent", "w:txbxContent", "w:ins", "w:del",
    "w:pPr", "w:rPr", "w:pStyle", "w:numPr", "w:numId", "w:sz", "w:jc", "w:outlineLvl", "w:fldChar", "w:br",
    "w:sym", "w:framePr", "w:vanish", "mc:AlternateContent", "mc:Choice", "pic:pic", "text:p", "text:h",
    "text:list", "text:list-item", "text:span", "text:s", "text:line-break", "table:table", "table:table-row",
    "table:table-cell", "draw:frame", "draw:text-box", "draw:image", "text:section", "text:note",
]  # fmt: skip
KEYS = [
    "w:val",
    "w:fldCharType",
    "w:char",
    "w:dropCap",
    "text:outline-level",
    "text:style-name",
    "text:display",
]
VALUES = [
    "",
    "0",
    "1",
    "9",
    "-1",
    "²",
    "99999999999",
    "begin",
    "separate",
    "end",
    "none",
    "Title",
    "F0B7",
    "drop",
]
texts = st.sampled_from(["Một", "hai ba.", "(", "\n", " ", "\u00ad", "\uf0b7", STORY])
attributes = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=2).map(
    lambda found: "".join(f' {key}="{value}"' for key, value in found.items())
)
trees = st.recursive(
    texts,
    lambda inner: st.tuples(st.sampled_from(NAMES), attributes, st.lists(inner, max_size=4)).map(
        lambda made: f"<{made[0]}{made[1]}>{''.join(made[2])}</{made[0]}>"
    ),
    max_leaves=25,
)


@settings(max_examples=150, deadline=None)
@given(trees)
def test_parts_in_any_order(tree: str) -> None:
    outcome(docx(tree))
    outcome(odt(tree))


def timed(data: bytes) -> float:
    start = time.perf_counter()
    word.parse(data, "x.docx")
    return time.perf_counter() - start


def test_time_grows_with_length() -> None:
    short, long = (docx(*[p(f"{n} {STORY}") for n in range(length)]) for length in (2_000, 16_000))
    timed(short)
    assert timed(long) < 5 * 8 * max(timed(short), 0.01)


def test_a_style_chain_is_followed_once() -> None:
    chain = "".join(
        f'<w:style w:type="paragraph" w:styleId="{n}"><w:basedOn w:val="{n + 1}"/></w:style>'
        for n in range(20_000)
    )
    start = time.perf_counter()
    word.parse(docx(p("Một", style="0"), styles=chain), "x.docx")
    assert time.perf_counter() - start < 5


def test_deep_tables_end_in_an_article_or_an_error() -> None:
    nested = p("Một")
    for _ in range(40):
        nested = table((nested,))
    outcome(docx(nested))
    outcome(zipped({"_rels/.rels": links("word/document.xml"), "word/document.xml": "<w:p>" * 10_000}))
