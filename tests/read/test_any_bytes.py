"""Real files of every kind, damaged in every way: an Article and its Script come out, or a RadioError."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from radio import presenter
from radio.errors import RadioError
from radio.markdown import to_markdown
from radio.read import read
from radio.segment import segment
from radio.station import Station
from radio.understand import understand
from tests.read.office import STORY, docx, odt, p, r, table
from tests.read.test_mail import PAGE, blink, letter

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "samples" / "nuoc-sach-ve-ap.txt").read_bytes()
SCRIPT = understand(ROOT / "samples" / "nuoc-sach-ve-ap.txt")
FILES = {
    "bai.txt": TEXT,
    "rong.txt": TEXT.decode().encode("utf-16"),
    "cu.txt": "Céng hßa x· héi chñ nghÜa ViÖt Nam\n\nBµ Lan nãi: “Lóa ®­îc mïa”.\n".encode("cp1252"),
    "trang.html": (Path(__file__).parent / "pages" / "newspaper.html").read_bytes(),
    "cong.html": (Path(__file__).parent / "pages" / "liferay.html").read_bytes(),
    "trang.mht": blink(PAGE.encode()),
    "thu.eml": letter(page=PAGE),
    "bai.docx": docx(p("Lúa được mùa", style="Heading1"), table((p("A"), p(r("B", "<w:b/>")))), p(STORY)),
    "in.docx": presenter.script_docx(SCRIPT, Station()),
    "bai.odt": odt(f"<text:h>Lúa được mùa</text:h><text:p>{STORY}</text:p>"),
    "kich-ban.md": to_markdown(SCRIPT).encode(),
}
PIECES = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", '“'.encode(), "”".encode(), b'"', b": ", b"./.",
    b"BT: ", b"<div>", b"</p>", b"<!--", b"-->", b"&#0;", b"&#xD800;", b"\xed\xa0\x80", b"PK\x03\x04", b"## ",
    b"| ", b"\\",
    "(Trích băng: ông A)".encode(), "PTV nữ:".encode(), "nói: ".encode(), b"PV: ", b"- ", b"\xcc\x81" * 9,
]  # fmt: skip
PLACES = st.integers(0, 1 << 20)
CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("bit"), PLACES, st.integers(0, 7)),
        st.tuples(st.just("cut"), PLACES, st.integers(1, 300)),
        st.tuples(st.just("twice"), PLACES, st.integers(1, 300)),
        st.tuples(st.just("piece"), PLACES, st.integers(0, len(PIECES) - 1)),
        st.tuples(st.just("end"), PLACES, st.just(0)),
    ),
    max_size=8,
)


def changed(data: bytes, changes: list[tuple[str, int, int]]) -> bytes:
    """``data`` after each change at its place: a bit turned, bytes cut out or said twice, a piece put in."""
    for how, far, much in changes:
        at = far % (len(data) + 1)
        match how:
            case "bit" if at < len(data):
                data = data[:at] + bytes([data[at] ^ (1 << much)]) + data[at + 1 :]
            case "cut":
                data = data[:at] + data[at + much :]
            case "twice":
                data = data[: at + much] + data[at:]
            case "piece":
                data = data[:at] + PIECES[much] + data[at:]
            case _:
                data = data[:at]
    return data


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(FILES)), st.sampled_from(["", *sorted(FILES)]), CHANGES)
def test_damaged_files(tmp_path: Path, kind: str, name: str, changes: list[tuple[str, int, int]]) -> None:
    path = tmp_path / (name or kind)
    path.write_bytes(changed(FILES[kind], changes))
    try:
        article = read(path)
    except RadioError as error:
        assert path.name in str(error)
        assert "\n" not in str(error)
    else:
        assert article.paragraphs
        pieces = [(each.text, each.line) for each in article.paragraphs]
        pieces += [(each.text, each.line) for each in article.dropped]
        for text, line in pieces:
            assert text == " ".join(text.split()) != ""
            assert line >= 1
        segment(article)
    try:
        understand(path)
    except RadioError as error:
        assert path.name in str(error)


@pytest.mark.parametrize("name", sorted(FILES))
def test_the_files_are_sound_before_they_are_damaged(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    assert read(tmp_path / name).paragraphs
