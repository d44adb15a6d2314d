"""The pictures: well-formed, with everything in its place."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from radio.picture import picture
from radio.show import Sketch, Span, png, sketch, svg, terminal
from radio.show.letters import width
from tests.audio.test_loudness import speechlike

SPANS = (
    Span("presenter", "narration", 200, 4000),
    Span("Đặng Thị Ngọc Ánh <b> & K'Brêu", "interview", 4400, 8000),
)


@pytest.fixture(scope="module")
def drawn() -> Sketch:
    sound = np.concatenate([speechlike(1, 4) * 4, speechlike(2, 4) * 4, np.zeros(9600, np.int16)])
    pieces = np.array_split((sound / 32768).astype(np.float32), 7)
    return sketch(pieces, title="Nước <sạch> & ấp", spans=SPANS, target=-16.0, columns=300)


def test_it_is_measured(drawn: Sketch) -> None:
    assert drawn.duration_ms == 8200
    assert drawn.peaks.shape == (300,)
    assert drawn.peaks[-4:].max() == 0
    assert 0.2 < drawn.peaks.max() <= 1
    assert len(drawn.short_term) == 82
    # In the middle of steady sound, three seconds are as loud as the whole.
    assert drawn.short_term[20:60].mean() == pytest.approx(drawn.integrated, abs=2)


def test_the_drawing_is_well_formed_and_tells_who_speaks(drawn: Sketch) -> None:
    root = ElementTree.fromstring(svg(drawn))
    texts = [e.text for e in root.iter() if e.tag.endswith("text")]
    assert "Nước <sạch> & ấp" in texts
    assert SPANS[1].label in texts
    strokes = {e.get("stroke") for e in root.iter() if e.get("stroke-width")}
    assert {"#0072b2", "#e08a00"} <= strokes


def test_the_small_form_fits_its_terminal(drawn: Sketch) -> None:
    lines = terminal(drawn, 60).splitlines()
    wave, speakers = lines[3], lines[4]
    assert len(wave) == 60
    assert "█" in wave or "▇" in wave
    assert speakers.count("━") == pytest.approx(26, abs=2)
    assert any("Đặng Thị Ngọc Ánh" in line for line in lines[5:])


def test_nothing_at_all_can_be_drawn() -> None:
    empty = sketch([np.zeros(0, np.float32)], title="x", spans=(), target=None, columns=10)
    ElementTree.fromstring(svg(empty))
    assert terminal(empty, 10).startswith("x\n0:00")


def texts_of(drawn: Sketch) -> list[tuple[float, float, str]]:
    """Every text of the picture with its place."""
    root = ElementTree.fromstring(svg(drawn))
    found = (e for e in root.iter() if e.tag.endswith("}text"))
    return [(float(e.get("x", 0)), float(e.get("y", 0)), e.text or "") for e in found]


@pytest.mark.parametrize("count", [1, 7, 60])
def test_no_two_labels_lie_on_each_other(count: int, drawn: Sketch) -> None:
    """Long names in short segments: as much as fits, then a number that the list below explains."""
    names = ("Nguyễn Phước Bảo Quỳnh Công Tằng Tôn Nữ Thị Kim Hoàng Anh", "Y Moan Ênuôl", "K'Brêu", "Lê Út")
    each = drawn.duration_ms / count
    spans = tuple(
        Span("presenter" if i % 2 else names[i // 2 % 4], "narration" if i % 2 else "interview",
             round(i * each), round((i + 1) * each) - 10)
        for i in range(count)
    )  # fmt: skip
    long = replace(drawn, spans=spans, title="Chương trình thời sự tổng hợp " * 12)
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in texts_of(long):
        rows.setdefault(y, []).append((x, text))
    labels = [row for row in rows.values() if any(t in ("1", "Anh", "presenter", names[0]) for _, t in row)]
    assert labels
    for row in labels:
        row.sort()
        for (x, text), (after, _) in pairwise(row):
            assert x + width(text, 12, bold=True) <= after + 14, (text, after)
    titles = [text for _, _, text in texts_of(long) if text.startswith("Chương")]
    assert len(titles) == 1
    listed = {
        text for _, y, text in texts_of(long) if y > max(y for _, y, t in texts_of(long) if t == "min:s")
    }
    assert {"K'Brêu", "Lê Út"} <= listed or count < 7


def test_a_png_has_letters_where_no_font_is(drawn: Sketch) -> None:
    """Drawn with the font that is brought along: the title's place is not blank, and no letter is a box."""
    data = png(svg(drawn), subject="a.png")
    found = picture(data)
    assert found is not None
    assert found.type == "image/png"
    assert found.width == 2400
    blank = png(svg(replace(drawn, title="")), subject="a.png")
    assert len(data) > len(blank) + 1000
    missing = {c for c in "–·ĐặẫữỷƠẹ’“”…ÊM'" if c not in letters_of("Regular") or c not in letters_of("Bold")}
    assert not missing


def letters_of(weight: str) -> set[str]:
    """The characters that a font of ours has, by a reader of another make."""
    name = f"NotoSans-{weight}.ttf"
    with resources.as_file(resources.files("radio.show") / "fonts" / name) as path:
        return set(map(chr, TTFont(path).getBestCmap()))
