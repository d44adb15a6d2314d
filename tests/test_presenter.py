"""The printed script, as another library reads it."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.shared import Twips
from hypothesis import given, settings
from hypothesis import strategies as st

from radio import presenter
from radio.errors import ArticleError, OutputError
from radio.presenter.timing import clock, running_ms
from radio.read import read
from radio.script import Credit, Cue, Interview, Narration, Question, Script, Segment, Speaker
from radio.station import Pauses, Station
from radio.understand import understand

STATION = Station(name="Đài Truyền thanh huyện Tháp Mười", programme="Thời sự", read_title=False)
CAM = Speaker("Trần Thị Ngọc Cẩm", "Bí thư Đảng ủy xã Mỹ Đông")
QUOTE = "Bà con trong xã rất mừng vì con đường mới đã rộng hơn trước, xe chở lúa vào tận ruộng."
SCRIPT = Script(
    title="Mỹ Đông mở đường",
    lead="Xã Mỹ Đông vừa mở rộng con đường liên ấp.",
    credits=(Credit("BT", "Nguyễn Thu", "BT: Nguyễn Thu"),),
    segments=(
        Cue("(Nhạc cắt)"),
        Narration("Sáng nay, xã Mỹ Đông khánh thành đường.", presenter="PTV nữ"),
        Cue("(Trích băng: bà Cẩm 0'50\")", speaker=CAM),
        Interview(QUOTE, speaker=CAM),
        Question("Còn chợ thì sao?"),
        Interview("Cũng sẽ sửa.", speaker=None),
        Cue("(Băng phỏng vấn K'Brêu: 1'20\")", speaker=Speaker("K'Brêu")),
    ),
)


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def printed(script: Script) -> list[tuple[str, str]]:
    """Style's name and text of each paragraph; what stands at the right margin follows a tab."""
    paragraphs = opened(presenter.script_docx(script, STATION, date(2024, 3, 5))).paragraphs
    return [(each.style.name if each.style else "", each.text) for each in paragraphs]


def test_what_is_printed() -> None:
    assert printed(SCRIPT) == [
        ("Station", "ĐÀI TRUYỀN THANH HUYỆN THÁP MƯỜI – Thời sự\tNgày 05/03/2024"),
        ("Title", "Mỹ Đông mở đường"),
        ("Byline", "BT: Nguyễn Thu"),
        ("Running Time", "Thời lượng: khoảng 2'19\" (lời đọc 0'08\", băng 2'11\")"),
        ("Who", "PTV\t0'03\""),
        ("Narration", "Xã Mỹ Đông vừa mở rộng con đường liên ấp."),
        ("Cue", "[NHẠC CẮT]"),
        ("Who", "PTV NỮ\t0'03\""),
        ("Narration", "Sáng nay, xã Mỹ Đông khánh thành đường."),
        ("Tape", "BĂNG 1: Trần Thị Ngọc Cẩm\t0'50\""),
        ("Tape Role", "Bí thư Đảng ủy xã Mỹ Đông"),
        ("Tape Cue", "Câu vào: “Bà con trong xã rất mừng…”"),
        ("Tape Cue", "Câu ra: “…xe chở lúa vào tận ruộng.”"),
        ("Tape Words", f"“{QUOTE}”"),
        ("Who", "PV\t0'02\""),
        ("Question", "Còn chợ thì sao?"),
        ("Tape", "BĂNG 2: chưa rõ người nói\t0'01\""),
        ("Tape Words", "“Cũng sẽ sửa.”"),
        ("Tape", "BĂNG 3: K'Brêu\t1'20\""),
        ("Tape Instruction", "[BĂNG PHỎNG VẤN K'BRÊU: 1'20\"]"),
        ("End", "– HẾT –"),
    ]


def test_the_page_is_made_to_be_read_aloud() -> None:
    document = opened(presenter.script_docx(SCRIPT, STATION))
    styles = document.styles
    assert styles.element.xpath("//w:docDefaults//w:sz/@w:val") == ["34"]  # half-points
    assert styles.element.xpath("//w:docDefaults//w:rFonts/@w:ascii") == ["Times New Roman"]
    spacing = "//w:style[@w:styleId='Narration']//w:spacing/@w:line"
    assert styles.element.xpath(spacing) == ["480"]  # double
    for name in ("Who", "Cue", "Title"):
        style = styles[name]
        assert (style.paragraph_format.keep_with_next, style.font.bold) == (True, True), name
    assert [styles[name].base_style.name for name in ("Tape", "Tape Cue")] == ["Who", "Tape"]
    section = document.sections[0]
    assert (section.page_width, section.page_height) == (Twips(11906), Twips(16838))  # A4
    footer = section.footer.paragraphs[0]._p.xpath("string(.)")
    fields = section.footer.paragraphs[0]._p.xpath(".//w:fldSimple/@w:instr")
    assert ("".join(footer.split()), fields) == ("Trang1/1", [" PAGE ", " NUMPAGES "])
    assert section.header.paragraphs[0].text == SCRIPT.title
    assert section.different_first_page_header_footer


def test_short_paragraphs_stay_on_one_page() -> None:
    long = Narration("dài " * 61)
    script = Script("", "", (), (Narration("ngắn " * 60), long))
    short_one, long_one = (
        each
        for each in opened(presenter.script_docx(script, STATION)).paragraphs
        if each.style and each.style.name == "Narration"
    )
    assert short_one.paragraph_format.keep_together
    assert long_one.paragraph_format.keep_together is None


def test_the_end_mark_is_not_alone_on_its_page() -> None:
    *_, last, end = opened(presenter.script_docx(SCRIPT, STATION)).paragraphs
    assert (last.paragraph_format.keep_with_next, end.paragraph_format.keep_with_next) == (True, None)


def test_pages_of_a_story_without_a_title_are_known_by_its_first_words() -> None:
    script = Script("", "", (), (Cue("(Nhạc hiệu)"), Narration("Kính chào quý vị và các bạn. " * 9)))
    (head,) = opened(presenter.script_docx(script, STATION)).sections[0].header.paragraphs
    assert head.text.startswith("Kính chào quý vị")
    assert len(head.text) <= 81


def test_a_long_title_atop_a_page_is_one_line() -> None:
    script = Script("Hội nghị sơ kết công tác xây dựng nông thôn mới " * 4, "", (), (Narration("Chào."),))
    (head,) = opened(presenter.script_docx(script, STATION)).sections[0].header.paragraphs
    assert head.text.startswith("Hội nghị sơ kết")
    assert len(head.text) <= 81


def test_a_recording_of_which_little_is_known() -> None:
    script = Script("", "", (), (Interview("", speaker=Speaker("", "người dân ấp 4")),))
    assert printed(script)[2:5] == [
        ("Tape", "BĂNG 1: chưa rõ người nói"),
        ("Tape Role", "người dân ấp 4"),
        ("Tape Words", "(chưa ghi lời)"),
    ]


def test_the_same_script_gives_the_same_bytes() -> None:
    data = presenter.script_docx(SCRIPT, STATION, date(2024, 3, 5))
    assert data == presenter.script_docx(SCRIPT, STATION, date(2024, 3, 5))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.testzip() is None


def test_the_title_counts_where_it_is_read() -> None:
    read_out = opened(presenter.script_docx(SCRIPT, Station()))
    assert "Thời lượng: khoảng 2'21\" (lời đọc 0'10\", băng 2'11\")" in [p.text for p in read_out.paragraphs]


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "kịch bản.docx"
    presenter.write(SCRIPT, path, STATION)
    assert path.read_bytes() == presenter.script_docx(SCRIPT, STATION)
    assert read(path).title == SCRIPT.title
    with pytest.raises(ArticleError, match="is a script printed for a presenter"):
        understand(path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    with pytest.raises(OutputError, match="folder does not exist"):
        presenter.write(SCRIPT, tmp_path / "none" / "a.docx", STATION)


@pytest.mark.parametrize(
    ("segment", "milliseconds"),
    [
        (Narration("Mưa to quá"), 750 + 600),
        (Narration("Mưa to. Gió lớn."), 1000 + 350 + 600),
        (Narration("Năm 2023"), 7 * 250 + 600),  # numbers as they are said: hai nghìn không trăm hai mươi ba
        (Cue("(Nhạc cắt)"), 0),
        (Cue('(Nhạc cắt 8")'), 8_000),
        (Cue("Băng 2: ông A (1’05”)"), 65_000),
        (Cue("(Băng 12:40)"), 760_000),
        (Cue("(Băng ông K'Brêu 2')"), 120_000),
    ],
)
def test_running_time(segment: Segment, milliseconds: int) -> None:
    assert abs(running_ms(segment, Pauses()) - milliseconds) <= 250


@pytest.mark.parametrize(
    ("ms", "told"), [(0, "0'00\""), (59_499, "0'59\""), (59_500, "1'00\""), (605_000, "10'05\"")]
)
def test_clock(ms: int, told: str) -> None:
    assert clock(ms) == told


anything = st.text(max_size=40)
segments = st.one_of(
    st.builds(Narration, anything, presenter=anything),
    st.builds(Question, anything),
    st.builds(Cue, anything),
    st.builds(Interview, anything, speaker=st.none() | st.builds(Speaker, anything, anything)),
)


@settings(max_examples=40, deadline=None)
@given(anything, anything, st.lists(segments, max_size=6))
def test_any_script_can_be_printed(title: str, lead: str, parts: list[Segment]) -> None:
    document = opened(presenter.script_docx(Script(title, lead, (), tuple(parts)), Station()))
    assert sum(p.style is not None and p.style.name == "Tape Words" for p in document.paragraphs) == sum(
        isinstance(part, Interview) for part in parts
    )
