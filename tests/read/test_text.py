"""Plain text in every encoding and line ending seen in practice, and what is refused."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.article import Article
from radio.errors import ArticleError, RadioError
from radio.read import encoding, legacy, read, text
from radio.read.file import LIMIT_BYTES

STORY = "Cộng hòa xã hội chủ nghĩa Việt Nam\n\nĐộc lập, tự do, hạnh phúc: bà Đặng Thị Ngọc Ánh nói “được”.\n"
WORDS = ["Cộng hòa xã hội chủ nghĩa Việt Nam", "Độc lập, tự do, hạnh phúc: bà Đặng Thị Ngọc Ánh nói “được”."]


def cp1258(story: str) -> bytes:
    """``story`` as Windows-1258 writes it: base letters and combining tones."""
    out = b""
    for char in story:
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next((p for p in parts[1:] if p in "\u0300\u0301\u0303\u0309\u0323"), "")
            base = unicodedata.normalize("NFC", parts.replace(tone, "") if tone else parts)
            out += (base + tone).encode("cp1258")
    return out


def reverse(story: str, table: str) -> bytes:
    """``story`` as an old font's table wrote it."""
    pairs = [
        row.split("\t")
        for row in (Path(legacy.__file__).parent / "data" / table).read_text("utf-8").splitlines()
    ]
    meant = {pair[1]: pair[0] for pair in pairs if not pair[0].startswith("#")}
    return "".join(meant.get(c, c) for c in story).encode("cp1252", "replace")


def lines(data: bytes) -> list[str]:
    return [p.text for p in text.parse(data, "x.txt").paragraphs]


@pytest.mark.parametrize(
    "data",
    [
        STORY.encode(),
        STORY.encode("utf-8-sig"),
        STORY.encode("utf-16"),
        STORY.encode("utf-16-le"),
        STORY.encode("utf-16-be"),
        STORY.encode("utf-32"),
        cp1258(STORY),
        unicodedata.normalize("NFD", STORY).encode(),
        STORY.replace("\n", "\r\n").encode(),
        STORY.replace("\n", "\r").encode(),
        STORY.replace(" ", "\u00a0").encode(),
        STORY.replace("hội", "hộ\u00adi\u200b").encode(),
        STORY.encode()[:-1] + b"\xe1\xbb",
    ],
    ids="utf8 bom utf16 utf16le utf16be utf32 cp1258 nfd crlf cr nbsp unseen cut-off".split(),
)
def test_every_encoding_gives_the_same_words(data: bytes) -> None:
    assert lines(data) == WORDS


@pytest.mark.parametrize("table", ["tcvn3.tsv", "vni.tsv"])
def test_old_fonts_are_read_as_what_their_writer_saw(table: str) -> None:
    story = STORY.replace("Độc", "độc").replace("Đặng", "đặng").replace("Ánh", "ánh")
    data = reverse(story, table)
    assert " ".join(lines(data)) == " ".join(story.split())
    copied = data.decode("cp1252").encode()
    assert " ".join(lines(copied)) == " ".join(story.split())


def as_shown(data: bytes, codec: str) -> str:
    """``data`` as a program of Windows' ``codec`` shows it: bytes without a character stay what they are."""
    return "".join(bytes([b]).decode(codec, "ignore") or chr(b) for b in data)


@pytest.mark.parametrize("codec", ["cp1252", "cp1258", "latin-1"])
@pytest.mark.parametrize("written", ["utf-8", "cp1258"])
def test_what_was_saved_in_a_wrong_encoding_is_undone(written: str, codec: str) -> None:
    data = STORY.encode() if written == "utf-8" else cp1258(STORY)
    seen = as_shown(data, codec)
    if written != codec:
        assert lines(seen.encode()) == WORDS
        assert lines(seen.encode("utf-16")) == WORDS


@pytest.mark.parametrize("table", ["tcvn3.tsv", "vni.tsv"])
def test_an_old_font_is_read_line_by_line(table: str) -> None:
    """A story pasted from an old document below a title in Unicode, however much of that stands before."""
    old = reverse(STORY.lower(), table).decode("cp1252")
    text_ = f"{STORY * 30}\n{old}\nÔng Năm, bà Sáu đi chợ về.\n{STORY}"
    found = lines(text_.encode())
    assert found == [*WORDS * 30, *(w.lower() for w in WORDS), "Ông Năm, bà Sáu đi chợ về.", *WORDS]


def test_a_text_is_judged_by_its_letters_wherever_they_begin() -> None:
    assert legacy.vietnamese("var a = 1;\n" * 2000 + "Céng hßa x· héi") < 0.5
    assert legacy.vietnamese("var a = 1;\n" * 2000 + "Cộng hòa xã hội") == 1


def test_the_hyphen_that_an_old_font_has_for_a_letter() -> None:
    told = "nước được người thường tư vấn như hưng ước, Trung-Nam, 2021-2025"
    seen = "n-íc ®-îc ng-êi th-êng t- vÊn nh- h-ng -íc, Trung-Nam, 2021-2025"
    assert lines(seen.encode()) == [told]
    assert lines(seen.replace("-", "\u00ad", 8).encode()) == [told]


UNKNOWN = str.maketrans("ộãủệộựạúặ", "¶§¿¤°±µ¹½")
GONE = {
    "saved as ANSI": (STORY * 3).replace("“", '"').replace("”", '"').encode("cp1252", "replace"),
    "letters that are question marks": "".join(c if c.isascii() else "?" for c in STORY * 3).encode(),
    "marks of what was no character": (STORY * 3).encode().decode("ascii", "replace").encode(),
    "double encoding with holes": (STORY * 3).encode().decode("cp1252", "ignore").encode(),
    "a font that nobody knows": (STORY * 3).translate(UNKNOWN).encode(),
}


@pytest.mark.parametrize("data", GONE.values(), ids=GONE)
def test_letters_that_are_gone_are_never_read_as_rubbish(tmp_path: Path, data: bytes) -> None:
    for name in ("bai.txt", "bai.html"):
        (tmp_path / name).write_bytes(data if name.endswith("txt") else b"<html><p>" + data)
        with pytest.raises(ArticleError, match=r"lost its|wrong encoding|old font") as caught:
            read(tmp_path / name)
        assert "UTF-8" in caught.value.remedy


SOUND = [
    "Ông Müller nói: «Tốt»! Bà Sáu hỏi: «Đi»? Chị Tư đáp: «Được»… Giá 5 m², 30°C, ½ lít, sữa Vinamilk®.",
    "Loại «khá», rồi «đá», rồi «cá»… và «lá». «Má»!",
    "Anh đi không?Tôi thì không?Còn chị?",
    "Xem http://a.vn/x?id=5&b=ã rồi nói.",
    "Theo Reuters © 2024 × 3",
]


@pytest.mark.parametrize("line", SOUND)
def test_signs_among_sound_words_change_nothing(tmp_path: Path, line: str) -> None:
    (tmp_path / "bai.txt").write_text(line, "utf-8")
    assert [p.text for p in read(tmp_path / "bai.txt").paragraphs] == [line]


def test_another_language_is_left_alone() -> None:
    french = "L’été dernier, le président a présenté la première étape à l’assemblée."
    assert lines(french.encode()) == [french]


def test_lines_are_numbered_as_an_editor_does() -> None:
    paragraphs = text.parse(b"\n\nMot\n\n\nHai ba\n", "x.txt").paragraphs
    assert [(p.line, p.text) for p in paragraphs] == [(3, "Mot"), (6, "Hai ba")]


def test_signs_of_words_fonts_are_bullets_where_a_line_begins() -> None:
    assert lines("\uf0b7\tThay nước.\r\n \uf0d8 Bón \uf04aphân.\n".encode()) == [
        "• Thay nước.",
        "• Bón phân.",
    ]


def test_lines_broken_at_a_margin_are_joined() -> None:
    story = (
        "Sáng nay, hơn sáu mươi đoàn viên có mặt tại kênh Xẻo Mắm\n"
        "để đổ bê tông mặt cầu, dài hai mươi bốn mét, rộng hai mét\n"
        "rưỡi, tổng kinh phí hơn hai trăm triệu đồng, trong đó có\n"
        "ba trăm ngày công.\n\n"
        "Buổi chiều, bà con trong xóm mang khoai luộc ra mời các\n"
        "bạn trẻ ăn lót dạ.\n"
    )
    paragraphs = text.parse(story.encode(), "x.txt").paragraphs
    assert [p.line for p in paragraphs] == [1, 6]
    assert paragraphs[1].text.endswith("ra mời các bạn trẻ ăn lót dạ.")


REFUSED = [
    ("missing.txt", None, "does not exist"),
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n\t \r\n", "is empty"),
    ("wordless.txt", b"12 ... 34\n---\n", "has no words"),
    ("sound.txt", b"ID3\x04\x00" + bytes(100), "sound file"),
    ("word.docx", b"PK\x03\x04" + bytes(100), "is damaged"),
    ("old.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100), "old Word"),
    ("paper.pdf", b"%PDF-1.7\n%abc", "a PDF"),
    ("paper.rtf", b"\xef\xbb\xbf{\\rtf1", "rich text"),
    ("flat.fodt", b'<?xml version="1.0"?><office:document>' + STORY.encode(), "an XML file"),
    ("feed.txt", b"\n<rss version='2.0'><item>", "a feed"),
    ("table.ods", b"PK\x03\x04" + bytes(100), "a spreadsheet"),
    ("tin.url", b"[InternetShortcut]\r\nURL=https://a.vn/", "a shortcut to a page"),
    ("tin.gdoc", b'{"doc_id":"1"}', "Google document; download"),
    ("._tin.txt", b"\x00\x05\x16\x07" + bytes(80), "without ._"),
    ("photo.heic", b"\0\0\0\x18ftypheic" + bytes(20), "a picture"),
    ("photo.webp", b"RIFF\0\0\0\0WEBPVP8 " + bytes(20), "a picture"),
    ("tape.wav", b"RIFF\0\0\0\0WAVEfmt " + bytes(20), "a sound file"),
    ("tape.m4a", b"\0\0\0\x18ftypM4A " + bytes(20), "a sound"),
    ("tape.mp3", b"\xff\xfa\x90\x64" + bytes(200), "a sound file"),
    ("page.html", b"\xef\xbb\xbf\n<!DOCTYPE HTML><html>", "page"),
    ("noise.txt", bytes(range(256)) * 40, "text"),
]


@pytest.mark.parametrize(("name", "data", "says"), REFUSED, ids=[r[0] for r in REFUSED])
def test_what_is_no_article_is_refused_by_name(
    tmp_path: Path, name: str, data: bytes | None, says: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(ArticleError) as caught:
        read(path)
    assert says in str(caught.value)
    assert name in str(caught.value)


def test_an_address_without_its_beginning_is_told_from_a_name() -> None:
    for source in ("www.baocaobang.vn/tin-1", "baocaobang.vn/tin-1.html", "file:///C:/bai.txt"):
        with pytest.raises(ArticleError, match="does not exist; if it is the address of a page"):
            read(source)
    with pytest.raises(ArticleError, match="does not exist; check the name"):
        read("bai.vn.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ArticleError, match="is not a regular file"):
        read(tmp_path / "pipe.txt")


@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="everything may be read here")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(STORY, "utf-8")
    path.chmod(0)
    with pytest.raises(ArticleError, match="may not be read"):
        read(path)


def test_a_name_of_several_lines_is_told_on_one(tmp_path: Path) -> None:
    with pytest.raises(ArticleError) as caught:
        read(tmp_path / "Bài\nsố 1.txt")
    assert str(caught.value).count("\n") == 0
    assert "Bài số 1.txt: does not exist" in str(caught.value)


def test_a_folder_and_a_giant_are_refused(tmp_path: Path) -> None:
    giant = tmp_path / "giant.txt"
    with giant.open("wb") as out:
        out.truncate(LIMIT_BYTES + 1)
    for source, says in ((tmp_path, "folder"), (giant, "too large")):
        with pytest.raises(ArticleError, match=says):
            read(source)
    with pytest.raises(ArticleError, match="cannot be read"):
        read("a\0b.txt")


def test_an_article_knows_its_source_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "tin.txt"
    path.write_bytes(STORY.encode())
    article = read(path)
    assert article.source == str(path)
    assert len(article.sha256) == 64


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(str.encode)
    | st.text(max_size=200).map(lambda t: t.encode("utf-16"))
)
def test_any_bytes_give_an_article_or_a_radio_error(data: bytes) -> None:
    try:
        article = text.parse(data, "x.txt")
    except RadioError as error:
        assert "x.txt" in str(error)
    else:
        assert isinstance(article, Article)
        for paragraph in article.paragraphs:
            assert paragraph.text == " ".join(unicodedata.normalize("NFC", paragraph.text).split())
            assert paragraph.text


def test_the_mark_decides_before_the_content() -> None:
    assert encoding.decoded("\ufeffTin".encode("utf-16-be")) == "Tin"
