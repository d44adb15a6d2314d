"""What producers write, and what they get wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.errors import ArticleError
from radio.markdown import from_markdown
from radio.script import Credit, Cue, Interview, Narration, Question, Speaker

BY_HAND = """
# Đưa nước sạch về ấp
## Sapo
Sau một năm thi công, công trình hoàn thành.
## PTV NỮ:
Sáng nay, bà con vui.
<!-- đọc chậm
     câu này -->
Đường ống dài 12 km.
## (Nhạc cắt)
##bang: Trần Thị Ngọc Cẩm | Bí thư Đảng ủy xã
“Chúng tôi mừng.

Mừng lắm”.
## Hỏi: Thưa ông, vì sao?
## Trả lời | ? | người dân
\\# là dấu thăng
## Chỉ dẫn: nhạc hiệu | Ngô Gia Bảo
## Băng: Rơ Ông K’Duyên
(không có lời)
## ptv (Ca sáng)
Hết.
## Thực hiện
- BT: Nguyễn Thu
• Tin, ảnh: Minh | Tin, ảnh: Minh - Nhân
K’Brêu
"""


def test_dashes_that_word_made_of_two_open_and_close_remarks() -> None:
    script = from_markdown("<!— a\n ## b –>\n## PTV\nMột –> hai\n<!– c –>\n\u200bBa", "a.md")
    assert [s.text for s in script.segments] == ["Một –> hai", "Ba"]


def test_a_script_by_hand() -> None:
    script = from_markdown(BY_HAND, "a.md")
    assert (script.title, script.lead) == (
        "Đưa nước sạch về ấp",
        "Sau một năm thi công, công trình hoàn thành.",
    )
    assert script.segments == (
        Narration("Sáng nay, bà con vui.", 6, "script", presenter="PTV NỮ"),
        Narration("Đường ống dài 12 km.", 9, "script", presenter="PTV NỮ"),
        Cue("(Nhạc cắt)", 10, "script"),
        Interview(
            "“Chúng tôi mừng. Mừng lắm”.", 12, "script", Speaker("Trần Thị Ngọc Cẩm", "Bí thư Đảng ủy xã")
        ),
        Question("Thưa ông, vì sao?", 15, "script"),
        Interview("# là dấu thăng", 17, "script", Speaker("", "người dân")),
        Cue("nhạc hiệu", 18, "script", Speaker("Ngô Gia Bảo")),
        Interview("", 20, "script", Speaker("Rơ Ông K’Duyên")),
        Narration("Hết.", 22, "script", presenter="Ca sáng"),
    )
    assert script.credits == (
        Credit("BT", "Nguyễn Thu", "BT: Nguyễn Thu"),
        Credit("Tin, ảnh", "Minh", "Tin, ảnh: Minh - Nhân"),
        Credit("", "K’Brêu", "K’Brêu"),
    )
    assert script.source == "a.md"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("# A\n\nKhông có nhãn.", 3, "under no heading"),
        ("Chỉ là bài.", 1, "save an article, no script yet, as .txt"),
        ("# A\n# B", 2, "one # is for the title"),
        ("## PTV\n#NongThonMoi vui", 2, "\\#"),
        ("## PTV\na\n### Băng: B", 3, "## for a heading"),
        ("## Bằng chứng\na", 1, "no heading is called “Bằng chứng”"),
        ("## Nhạc cắt", 1, "a cue stands in brackets"),
        ("## PTV\n\n## Hỏi\na", 1, "nothing stands below"),
        ("## PTV\na\n## Băng: Lan", 3, "nothing stands below"),
        ("## Băng: bà Lan, Chủ tịch xã\na", 1, "write name | role"),
        ("## Băng: “Chúng tôi mừng lắm”\na", 1, "more than a name"),
        ("## Băng: A | B | C\na", 1, "too many bars"),
        ("## Băng: A | B | tệp: a.mp3@5\na", 1, "“5” is no span; write 12.4-31.0"),
        ("## Băng: A | B | C | tệp: a.mp3\na", 1, "too many bars"),
        ("## Băng: A | tệp:\na", 1, "no recording is named"),
        ("## Băng: | Chủ tịch\na", 1, "a role without a name"),
        ("## (Nhạc cắt)\nSáng nay.", 2, "under a cue"),
        ("## Chỉ dẫn:", 1, "says nothing"),
        ("## PTV\na\n## Sapo\nb", 3, "read first"),
        ("## Sapo\nb\n## Sapo\nc", 3, "second ## Sapo"),
        ("## Sapo | a\nb", 1, "no bars"),
        ("## Thực hiện", 1, "nothing stands below"),
        ("## Thực hiện\n- BT:", 2, "names nobody"),
        ("## Thực hiện\n- A | B | C", 2, "too many bars"),
        ("## PTV\na <!-- bỏ --> b", 2, "lines of its own"),
        ("## PTV\na\n-->", 3, "lines of its own"),
        ("## PTV\n<!- bỏ ->", 2, "lines of its own"),
        ("## PTV\n<!-- bỏ --> b", 2, "behind a remark"),
        ("## PTV\na\n<!-- bỏ\nb", 3, "never closed"),
        ("## PTV\n<!-- bỏ\nb\n<!-- c -->", 2, "before the next one"),
    ],
)
def test_a_bad_line_is_named(text: str, line: int, said: str) -> None:
    with pytest.raises(ArticleError) as caught:
        from_markdown(text, "a.md")
    assert caught.value.subject == f"a.md, line {line}"
    assert said in str(caught.value)


LINES = st.sampled_from(
    [
        "#",
        "## ",
        "## PTV",
        "## Băng:",
        "| tệp: a@1-",
        "|",
        "<!--",
        "-->",
        "\\",
        "a",
        "(",
        "- ",
        ":",
        "?",
        "\n",
    ]
)


@given(st.lists(LINES | st.text(max_size=4)).map("".join))
@settings(max_examples=150, deadline=None)
def test_anything_is_a_script_or_an_error(text: str) -> None:
    try:
        script = from_markdown(text, "a.md")
    except ArticleError as error:
        assert error.subject.startswith("a.md, line ")
    else:
        assert all(s.line for s in script.segments)
