"""The Markdown form as a producer sees it."""

from __future__ import annotations

import re

from radio.article import Dropped
from radio.markdown import to_markdown
from radio.script import Credit, Cue, Doubt, Interview, Narration, Question, Script, Speaker

SCRIPT = Script(
    title="Đưa nước sạch về ấp",
    lead="Sau một năm thi công, công trình hoàn thành.",
    credits=(
        Credit("BT", "Nguyễn Thu", "BT: Nguyễn Thu"),
        Credit("Ảnh", "Y Moan", "Tin, ảnh: Y Moan"),
        Credit("", "H."),
    ),
    segments=(
        Narration("Sáng nay, bà con vui.", 5),
        Narration("#NongThonMoi là thẻ.", 6),
        Narration("Mời quý vị nghe.", 7, presenter="PTV nữ"),
        Cue("(Trích băng: bà Sáu)", 8, speaker=Speaker("bà Sáu")),
        Cue("Nhạc hiệu", 9),
        Question("Vì sao?", 10),
        Interview("Vì xa.", 11, "first-person", Speaker("Điểu Thị Nga", "Chủ tịch xã")),
        Narration("Hết.", 12, presenter="Ca sáng"),
    ),
    source="bai.txt",
    dropped=(Dropped("Trang chủ --> Tin", 1, "breadcrumb"),),
    doubts=(Doubt(11, "no quotation marks", "first-person"), Doubt(6, "a hashtag")),
)

WRITTEN = """\
# Đưa nước sạch về ấp

## Sapo

Sau một năm thi công, công trình hoàn thành.

## PTV

Sáng nay, bà con vui.

<!-- Xem lại (dòng 6): a hashtag -->

\\#NongThonMoi là thẻ.

## PTV nữ

Mời quý vị nghe.

## (Trích băng: bà Sáu) | bà Sáu

## Chỉ dẫn: Nhạc hiệu

## Hỏi

Vì sao?

<!-- Xem lại (dòng 11): no quotation marks -->

## Băng: Điểu Thị Nga | Chủ tịch xã

Vì xa.

## PTV (Ca sáng)

Hết.

## Thực hiện

- BT: Nguyễn Thu
- Ảnh: Y Moan | Tin, ảnh: Y Moan
- H. |

## Nguồn

bai.txt

<!-- Có trong bài nhưng không đọc:
dòng 1 (breadcrumb): Trang chủ --\\> Tin
-->
"""


def test_as_a_producer_sees_it() -> None:
    guide, _, rest = to_markdown(SCRIPT).partition("-->\n\n")
    assert guide.startswith("<!-- Kịch bản phát thanh.")
    assert rest == WRITTEN


def test_a_doubt_stands_by_the_segment_it_speaks_of() -> None:
    segments = (Narration("Một.", 5, "a"), Interview("Hai.", 5, "b"), Narration("Ba.", 7, "a"))
    doubts = (Doubt(1, "trước"), Doubt(5, "cùng luật", "b"), Doubt(6, "giữa"), Doubt(9, "sau"))
    told = to_markdown(Script("", "", (), segments, doubts=doubts)).split("-->\n\n", 1)[1]
    seen = re.findall(r"Một|Hai|Ba|trước|cùng luật|giữa|sau", told)
    assert seen == ["trước", "Một", "cùng luật", "giữa", "Hai", "sau", "Ba"]
