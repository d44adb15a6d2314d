"""What must stand next to a term."""

from __future__ import annotations

import pytest

from radio.speech.context import fits, parse


@pytest.mark.parametrize(
    ("context", "text", "yes"),
    [
        ("phó _", "Phó [TT] thăm", True),
        ("phó _", "Phóng [TT] thăm", False),
        ("phó|nguyên _", "nguyên [CT] xã", True),
        ("_ tỉnh|huyện", "ở [HN] huyện", True),
        ("_ tỉnh|huyện", "ở [HN] huyệnh", False),
        ("số _ #", "số [P] 5", True),
        ("số _ #", "số [P] năm", False),
        ("# _", "mười [ha] lúa", True),
        ("# _", "10[ha] lúa", True),
        ("_ IV", "[ĐH] XIII", True),
        ("_ IV", "[ĐH] Xã", False),
        ("_ 0", "[ĐT] 0277", True),
        ("_ 0", "[ĐT] 844", False),
        ("_ Aa", "[TS] Lê", True),
        ("_ Aa", "[TS] lê", False),
        ("_ aa", "[TS] lê", True),
        ("^ _ :", "- [BT]: Lê", True),
        ("^ _ :", "ông [BT]: Lê", False),
        ("^ _", "dòng\n[BT]", True),
        ("_ $", "lúa, [vv].", True),
        ("_ $", "[vv] và", False),
        ("!anh _ Aa", "xã [H]. Cao", False),
        ("!anh _ Aa", "xã [H] Cao", True),
        ("!anh _ Aa", "anh [H] Cao", False),
        ("a _; b _", "b [X]", True),
        ("Huyện uỷ _", "Huyện ủy [TT]", True),
        ("_ hoà", "[X] hòa", True),
    ],
)
def test_fits(context: str, text: str, yes: bool) -> None:
    start, end = text.index("["), text.index("]") - 1
    assert fits(context, text.replace("[", "").replace("]", ""), start, end) is yes


@pytest.mark.parametrize("context", ["phó", "phó_", "a _ b _ c", "a _; b"])
def test_a_context_has_one_place(context: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse(context)
