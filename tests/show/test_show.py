"""The pictures: well-formed, with everything in its place."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from radio.show import Sketch, Span, sketch, svg, terminal
from tests.audio.test_loudness import speechlike

SPANS = (
    Span("presenter", "narration", 200, 4000),
    Span("Đặng Thị Ngọc Ánh <b> & K'Brêu", "interview", 4400, 8000),
)


@pytest.fixture(scope="module")
def drawn() -> Sketch:
    sound = np.concatenate([speechlike(1, 4) * 4, speechlike(2, 4) * 4, np.zeros(9600, np.int16)])
    return sketch(sound, title="Nước <sạch> & ấp", spans=SPANS, target=-16.0, columns=300)


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
    assert {"#3b6ea5", "#d9822b"} <= strokes


def test_the_small_form_fits_its_terminal(drawn: Sketch) -> None:
    lines = terminal(drawn, 60).splitlines()
    wave, speakers = lines[3], lines[4]
    assert len(wave) == 60
    assert "█" in wave or "▇" in wave
    assert speakers.count("━") == pytest.approx(26, abs=2)
    assert any("Đặng Thị Ngọc Ánh" in line for line in lines[5:])


def test_nothing_at_all_can_be_drawn() -> None:
    empty = sketch(np.zeros(0, np.int16), title="x", spans=(), target=None, columns=10)
    ElementTree.fromstring(svg(empty))
    assert terminal(empty, 10).startswith("x\n0:00")
