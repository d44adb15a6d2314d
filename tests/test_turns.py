from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.presenters import ALTERNATIONS
from radio.script import Interview, Narration, Question, Segment
from radio.turns import turns


def story(*parts: str) -> list[Segment]:
    """ "" a narration, "?" a question, "“" an interview, anything else a narration so labelled."""
    kinds: dict[str, Segment] = {"?": Question("a"), "“": Interview("a")}
    return [kinds.get(part, Narration("a", presenter=part)) for part in parts]


@pytest.mark.parametrize(
    ("parts", "labels", "alternate", "first", "expected"),
    [
        (["", "", ""], [""], "paragraph", 0, [0, 0, 0]),
        (["", "", "", "“", ""], ["", ""], "paragraph", 0, [0, 1, 0, 0, 1]),
        (["", "?", "“", ""], ["", ""], "paragraph", 0, [0, 0, 0, 1]),
        (["", "", ""], ["", ""], "paragraph", 1, [1, 0, 1]),
        (["", "", ""], ["", ""], "story", 0, [0, 0, 0]),
        (["", "", ""], ["", ""], "story", 3, [1, 1, 1]),
        (["", "", ""], ["", ""], "none", 3, [0, 0, 0]),
        # The script's own labels: called so, …
        (["PTV nam", "PTV nữ", "PTV nam"], ["PTV nữ", "PTV nam"], "paragraph", 0, [1, 0, 1]),
        (["ptv  NỮ", "?"], ["PTV nam", "PTV nữ"], "paragraph", 0, [1, 1]),
        # … by their number, …
        (["PTV 2", "PTV 1", "MC2"], ["", ""], "paragraph", 0, [1, 0, 1]),
        # … by gender, …
        (["MC nữ", "BTV nam"], ["Anh Tuấn nam", "Chị Hoa nữ"], "paragraph", 0, [1, 0]),
        # … else in order of appearance.
        (["MC Thu Hà", "MC Bình", "MC Thu Hà"], ["", ""], "paragraph", 0, [0, 1, 0]),
        (["PTV nam", "PTV nữ"], ["", ""], "paragraph", 0, [0, 1]),
        (["PTV 3", "PTV 1"], ["", ""], "paragraph", 0, [0, 0]),
        (["PTV nam", "PTV nữ"], ["một mình"], "paragraph", 0, [0, 0]),
        (["PTV 2", "", ""], ["", ""], "paragraph", 0, [1, 0, 1]),
    ],
)
def test_turns(parts: list[str], labels: list[str], alternate: str, first: int, expected: list[int]) -> None:
    assert list(turns(story(*parts), labels, alternate=alternate, first=first)) == expected


@given(
    st.lists(st.one_of(st.sampled_from(["", "?", "“", "PTV 1", "MC nữ"]), st.text(max_size=9))),
    st.lists(st.text(max_size=9), min_size=1, max_size=3),
    st.sampled_from(ALTERNATIONS),
    st.integers(0, 99),
)
def test_everybody_is_there(parts: list[str], labels: list[str], alternate: str, first: int) -> None:
    found = turns(story(*parts), labels, alternate=alternate, first=first)
    assert len(found) == len(parts)
    assert all(0 <= reader < len(labels) for reader in found)
