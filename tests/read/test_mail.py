"""Mails, and pages saved as one file: made by the standard library, or as browsers write them."""

from __future__ import annotations

import quopri
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.errors import ArticleError, RadioError
from radio.read import mail, read

LINE = "Bà Đặng Thị Ngọc Ánh nói rằng lúa năm nay được mùa, được giá, ai cũng mừng."
PAGE = (
    f"<html><title>Giá lúa tăng</title><h1>Giá lúa tăng</h1><div><p>{LINE}</p><p>{LINE} Thật vậy.</p></div>"
)
ADVERTISEMENT = "<html><p>Mua ngay phân bón giá rẻ, giao tận nhà, chỉ có trong hôm nay mà thôi.</p>"


def blink(page: bytes, content_type: str = "text/html") -> bytes:
    """A page as Chrome and Edge save it: its parts and its frames behind it."""
    rows = (
        "From: <Saved by Blink>", "Snapshot-Content-Location: https://bao.example/tin",
        "Subject: =?utf-8?Q?Tin?=", "MIME-Version: 1.0", "Content-Type: multipart/related;",
        '\ttype="text/html";', '\tboundary="--b--"', "", "",
        "----b--", f"Content-Type: {content_type}", "Content-Transfer-Encoding: quoted-printable", "",
        quopri.encodestring(page).decode().replace("\n", "\r\n"),
        "----b--", "Content-Type: image/png", "Content-Transfer-Encoding: base64", "", "iVBORw0KGgo=",
        "----b--", "Content-Type: text/html", "", ADVERTISEMENT, "----b----", "",
    )  # fmt: skip
    return "\r\n".join(rows).encode()


def letter(*, page: str = "", attached: str = "", inline: bool = False) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Tin bài"
    message.set_content(f"Giá lúa tăng\n\n{LINE}\n")
    if page:
        message.add_alternative(page, subtype="html")
    if attached:
        kind = "inline" if inline else "attachment"
        message.add_attachment(b"x", "application", "octet-stream", filename=attached, disposition=kind)
    return message.as_bytes()


def told(data: bytes, name: str = "bai.mht") -> list[str]:
    return [p.text for p in mail.parse(data, name).paragraphs]


@pytest.mark.parametrize("name", ["trang.mht", "trang.mhtml", "trang.doc", "trang"])
def test_a_page_saved_as_one_file_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(blink(PAGE.encode()))
    article = read(tmp_path / name)
    assert article.title == "Giá lúa tăng"
    assert [p.text for p in article.paragraphs] == [LINE, f"{LINE} Thật vậy."]


def test_the_charset_is_that_of_the_part() -> None:
    assert told(blink(PAGE.encode("utf-16-le"), "text/html; charset=utf-16le"))[0] == LINE


def test_a_mail_is_read_as_its_page_or_its_text() -> None:
    assert told(letter()) == ["Giá lúa tăng", LINE]
    assert told(letter(page=PAGE)) == [LINE, f"{LINE} Thật vậy."]
    assert told(letter(attached="cau-ap-tu.jpg")) == ["Giá lúa tăng", LINE]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (letter(attached="Tin bài.docx"), "is a mail with a document (Tin bài.docx); save that"),
        (letter(attached="Tin.ODT", inline=True), "(Tin.ODT)"),
        (b"MIME-Version: 1.0\nContent-Type: image/png\n\nx", "without a text"),
        (b"MIME-Version: 1.0\nContent-Type: text/html\n\n \n", "without a text"),
        (blink(b"<html><p>12 / 34"), "without an article"),
        (
            b"MIME-Version: 1.0\n" + b'Content-Type: multipart/mixed; boundary="a"\n\n--a\n' * 5_000,
            "too many",
        ),
        (
            b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="a"\n\n' + b"--a\n" * 500_000,
            "too many",
        ),
    ],
    ids="docx odt picture blank digits deep many".split(),
)
def test_what_is_no_article_is_refused(data: bytes, says: str) -> None:
    assert mail.score("bai.mht", data[:8192]) > 0.9
    with pytest.raises(ArticleError) as caught:
        mail.parse(data, "bai.mht")
    assert says in str(caught.value)


@pytest.mark.parametrize("head", [b"BT: Nguyen Thu\n\nTin", b"PTV nam:\nXin chao", b"<html>", b"", b"a: b"])
def test_a_text_with_labels_is_no_mail(head: bytes) -> None:
    assert mail.score("bai.txt", head) == 0


HEADERS = st.sampled_from(
    [
        b"Content-Type: text/html", b"Content-Type: multipart/mixed; boundary=b", b"--b", b"--b--", b"",
        b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode", b"begin 644 x",
        b"Content-Type: text/html; charset*0*=utf-8''%ff; charset*1=x", b"Content-Type: message/rfc822",
        b'Content-Type: text/plain; charset="\xff"', b"Content-Type: ;;;=", b"\xff\x00",
        b"Content-Disposition: attachment; filename*=x'y'%ff%00",
        LINE.encode(), PAGE.encode(), b"Content-Disposition: inline; filename==?utf-8?b?x?=", b" ",
    ]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(HEADERS, max_size=20), st.binary(max_size=30))
def test_any_parts_give_an_article_or_a_radio_error(lines: list[bytes], noise: bytes) -> None:
    try:
        mail.parse(b"\r\n".join([b"MIME-Version: 1.0", *lines, noise]), "x.mht")
    except RadioError as error:
        assert "x.mht" in str(error)
