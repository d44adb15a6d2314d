"""What holds for any text whatever."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from radio.speech import Lexicon, Reading, normalize
from radio.speech.lexicon import parse

PIECES = (
    "UBND HĐND TP. P. Q. TT BT CT HU ĐU TU NTM VI XI XIII I V X C D vitamin khu lớp quý thế kỷ thứ lần ngày "
    "tháng năm từ đến 5 02 2023 1.500 3,5 4.0 15/6 24-27/6 12/3A 7h30 5h 8:00 66C-123.45 749/QĐ-TTg 18-NQ/TW "
    '0912 345 678 113 gọi km km2 m² ha kg % ‰ °C đ đồng triệu /ha /năm - – — / . , ; : ( ) " “ ” ./. & + = * '
    "# @ _ ~ ^ < > | \\ $ € ² ³ ½ ① ٣ Ⅷ 三 😀 abc@d.vn www.x.vn A4 H5N1 Covid-19 v.v. K'Brêu Ênuôl "
    "ĐẠI HỘI TU BỔ \u0301 \u200b \u00a0 \n \t ' ′ ″ x"
).split(" ")
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES)).map("".join),
    st.lists(st.sampled_from(PIECES)).map(" ".join),
)


@settings(max_examples=600, deadline=None)
@given(TEXTS)
@example("5\u0301")
@example("thắng 2-1-")
def test_any_text_becomes_words_that_stay(written: str) -> None:
    spoken = normalize(written)
    left = [char for char in spoken.text if unicodedata.category(char)[0] == "N" or char.isnumeric()]
    assert not left
    again = normalize(spoken.text)
    assert again.text == spoken.text
    assert again.spans == ()


# Dictionaries at their worst: rows that undo, swap and swell each other.
NAMES = st.sampled_from(["UBND", "xã", "Zalo", "km", "TT", "mới", "A", "2/9", "5G", "đồng"])
READINGS = st.lists(
    st.sampled_from(["xã", "Zalo", "km", "UBND", "TT", "mới", "A", "a", "đ", "H."]), min_size=1
)
LEXICA = st.lists(st.tuples(NAMES, READINGS.map(" ".join))).map(
    lambda rows: parse("".join(f"{written}\t{spoken}\n" for written, spoken in rows), "lexicon.tsv")
)


@settings(max_examples=200, deadline=None)
@given(st.lists(NAMES).map(" ".join), LEXICA)
@example("A A\nUBND", parse("A\tZalo\nZalo\tA", "lexicon.tsv"))
def test_even_a_mad_dictionary_comes_to_rest(written: str, lexicon: Lexicon) -> None:
    spoken = normalize(written, lexicon=lexicon)
    assert normalize(spoken.text, lexicon=lexicon).spans == ()
    out, done = "", 0
    for span in spoken.spans:
        assert span.written == written[span.start : span.end]
        out, done = out + written[done : span.start] + span.spoken, span.end
    assert out + written[done:] == spoken.text


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_spans_turn_the_written_text_into_the_spoken_one(written: str) -> None:
    text = unicodedata.normalize("NFC", written)
    spoken = normalize(written)
    out, done = "", 0
    for span in spoken.spans:
        assert done <= span.start < span.end <= len(text)
        assert span.written == text[span.start : span.end]
        assert span.kind
        assert span.rule
        out, done = out + text[done : span.start] + span.spoken, span.end
    assert out + text[done:] == spoken.text


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ,.!?\n"))
def test_plain_words_pass_unchanged(written: str) -> None:
    text = unicodedata.normalize("NFC", written)
    if not any(term in text for term in ("v.v", "vv", "ccb", "kg", "km")):
        assert normalize(text, Reading()).text in (text, normalize(text).text)
