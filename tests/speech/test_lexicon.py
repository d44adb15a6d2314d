"""The station's own dictionary."""

from __future__ import annotations

import pytest

from radio.errors import ConfigError
from radio.speech import normalize
from radio.speech.lexicon import parse

LEXICON = parse(
    "# của Đài\n"
    "UBND\tÚy ban\n"
    "livestream\tlai xờ trim\n"
    "Ênuôl\tÊ nu ôn\n"
    "Gò\tđồi\t_ Tháp\n"
    "5G\tnăm gi\n"
    "K'Brêu\tCơ Brêu\n"
    "Km\tcây số\t_ #\n",
    "lexicon.tsv",
)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("UBND xã", "Úy ban xã"),
        ("Livestream và LIVESTREAM", "lai xờ trim và lai xờ trim"),
        ("Y Moan Ênuôl", "Y Moan Ê nu ôn"),
        ("Gò Tháp, Gò Công", "đồi Tháp, Gò Công"),
        ("mạng 5G", "mạng năm gi"),
        ("anh K'Brêu", "anh Cơ Brêu"),
        ("tại Km5", "tại cây số năm"),
        ("ubnd", "ubnd"),
    ],
)
def test_overrides_everything(written: str, spoken: str) -> None:
    assert normalize(written, lexicon=LEXICON).text == spoken


def test_a_reading_may_hold_its_written_form() -> None:
    swelling = parse("Zalo\tmạng Zalo\ntt\ttrung tâm tt", "lexicon.tsv")
    assert normalize("Zalo, TT 5", lexicon=swelling).text == "mạng Zalo, trung tâm tt năm"


def test_rows_that_undo_each_other_cost_only_their_line() -> None:
    swapping = parse("Gò\tđồi\nđồi\tGò", "lexicon.tsv")
    assert normalize("về Gò Tháp\nhọp ở UBND", lexicon=swapping).text == "về Tháp\nhọp ở Ủy ban nhân dân"


def test_a_span_names_its_row() -> None:
    span = normalize("UBND xã", lexicon=LEXICON).spans[0]
    assert (span.kind, span.row) == ("lexicon", "lexicon.tsv:UBND")


def test_what_it_knows_is_not_unknown() -> None:
    assert normalize("xem livestream").unknown == ()
    assert "Ênuôl" in normalize("Y Moan Ênuôl").unknown
    assert normalize("Y Moan Ênuôl", lexicon=LEXICON).unknown == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("UBND", "not a row"),
        ("UBND\t", "not a row"),
        ("\tủy ban", "not a row"),
        ("a\tb\tc _\td", "not a row"),
        ("5G\tnăm G5", "digit"),
        ("TT\tthị trấn\tphường", "place mark"),
    ],
)
def test_an_error_names_file_and_line(line: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem) as caught:
        parse(f"# đầu\n\n{line}\n", "lexicon.tsv")
    assert caught.value.subject == "lexicon.tsv, line 3"


def test_marks_of_other_editors_are_no_text() -> None:
    assert len(parse("\ufeffUBND\tủy ban\r\n", "lexicon.tsv").terms) == 1
