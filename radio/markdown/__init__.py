"""The script as a producer edits it: a Markdown text, written and read back without loss.

::

    # Đưa nước sạch về ấp vùng sâu                       the title
    ## Sapo                                              the lead, on the lines below
    ## PTV                                               narration, each line below being a segment
    ## PTV nữ    ## MC 1    ## PTV (Ca sáng)             the same under a presenter's label
    ## Băng: Trần Thị Ngọc Cẩm | Bí thư Đảng ủy xã       a statement, its words on the lines below
    ## Băng: Ngô Duy Phú | tệp: phu.m4a@12.4-31.0         with its recording, as `radio.take` notes it
    ## Hỏi                                               the reporter's question
    ## (Nhạc cắt)    ## Chỉ dẫn: nhạc hiệu               a cue: nothing stands below it
    ## Thực hiện                                         the credits, one a line:
    - BT: Nguyễn Thu                                       as printed, or
    - Tin, ảnh: Minh | Tin, ảnh: Minh - Nhân               with the printed line behind a bar
    ## Nguồn                                             where the article came from
    <!-- … -->                                           a remark, on lines of its own

Any segment may say who speaks: ``| name | role``, where ``?`` is a name that is not known. Blank lines, line
ends, and the labels' case and accents do not matter; words behind a label's colon are the first line below
it; ``(không có lời)`` stands for words that nobody has written down. A backslash takes a sign's meaning away:
``\\#``, ``\\|``. What cannot be understood is an error with its line: nothing is lost in silence.
"""

from __future__ import annotations

from radio.markdown.reading import from_markdown, is_script
from radio.markdown.signs import folded
from radio.markdown.writing import to_markdown

__all__ = ["folded", "from_markdown", "is_script", "to_markdown"]
