"""Documents made at test time: what a word processor writes, down to what a test is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

from radio.article import Article, Style
from radio.read import opendocument, word

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
)  # fmt: skip
PICTURE = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
STORY = "Sáng nay, hơn 200 đoàn viên xã Mỹ Đông ra quân nạo vét kênh mương nội đồng và trồng cây ven đường."


def links(target: str, kind: str = "http://schemas.openxmlformats.org/officeDocument/2006") -> str:
    """The package's relationships, of which the document at ``target`` is the only one."""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}/relationships/officeDocument" Target="{target}"/>'
        "</Relationships>"
    )


def zipped(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of ``parts`` by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def r(text: str, properties: str = "") -> str:
    """A run of Word's."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of Word's; what is no mark-up becomes a run."""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inside}</w:p>"


def sdt(content: str, properties: str = "") -> str:
    """A content control of Word's."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def font(name: str) -> str:
    """A run's property: its font."""
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def symbol(name: str, code: str) -> str:
    """A run of one symbol of a font."""
    return f'<w:r><w:sym w:font="{name}" w:char="{code}"/></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of Word's from the cells' paragraphs."""
    inside = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{inside}</w:tbl>"


def part(kind: str, inside: str) -> str:
    """A part of a Word document beside its text: ``hdr``, ``ftr``, ``footnotes``, ``comments``."""
    return f"<w:{kind} {_SPACES}>{inside}</w:{kind}>"


def beside(**targets: str) -> str:
    """The relationships of a document's main part: kind → target; ``header1`` is of the kind header."""
    inside = "".join(
        f'<Relationship Id="{name}" Type="x/relationships/{name.rstrip("0123456789")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


def docx(*body: str, styles: str = "", **parts: str) -> bytes:
    """A Word document of the paragraphs ``body``."""
    made: dict[str, str | bytes] = {
        "_rels/.rels": links("word/document.xml"),
        "word/document.xml": f"<w:document {_SPACES}><w:body>{''.join(body)}</w:body></w:document>",
    }
    if styles:
        made["word/styles.xml"] = f"<w:styles {_SPACES}>{styles}</w:styles>"
    return zipped(made | parts)


def odt(*body: str, styles: str = "", manifest: str = "", fonts: str = "", pages: str = "") -> bytes:
    """An OpenDocument text of the paragraphs ``body``; ``styles`` are its automatic styles.

    pages: what its master page holds.
    """
    content = (
        f"<office:document-content {_ODF}><office:font-face-decls>{fonts}</office:font-face-decls>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {"mimetype": "application/vnd.oasis.opendocument.text"}
    if manifest:
        parts["META-INF/manifest.xml"] = manifest
    if pages:
        parts["styles.xml"] = (
            f"<office:document-styles {_ODF}><office:master-styles><style:master-page>{pages}"
            "</style:master-page></office:master-styles></office:document-styles>"
        )
    return zipped(parts | {"content.xml": content}, zipfile.ZIP_STORED)


def word_article(*body: str, styles: str = "") -> Article:
    """What `radio.read.word` makes of ``body``."""
    return word.parse(docx(*body, styles=styles), "x.docx")


def word_lines(*body: str, styles: str = "") -> list[str]:
    """The paragraphs of `word_article`."""
    return [each.text for each in word_article(*body, styles=styles).paragraphs]


def odt_article(*body: str, styles: str = "", fonts: str = "") -> Article:
    """What `radio.read.opendocument` makes of ``body``."""
    return opendocument.parse(odt(*body, styles=styles, fonts=fonts), "x.odt")


def odt_lines(*body: str, styles: str = "", fonts: str = "") -> list[str]:
    """The paragraphs of `odt_article`."""
    return [each.text for each in odt_article(*body, styles=styles, fonts=fonts).paragraphs]


def unheard(article: Article) -> list[tuple[int, str, str]]:
    """What was left out: after which paragraph, why, the words."""
    return [(each.line, each.reason, each.text) for each in article.dropped]


def styled(article: Article) -> dict[str, Style]:
    """Text → style."""
    return {each.text: each.style for each in article.paragraphs}
