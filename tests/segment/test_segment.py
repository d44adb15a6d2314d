"""The whole way from an article's text to its script, and what holds for every text."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.article import Article, Paragraph
from radio.read import read
from radio.script import Script, from_json, to_json
from radio.segment import segment
from radio.segment.words import bag

SHARED = Path(__file__).parents[3] / "shared" / "articles"
THAP_MUOI = SHARED / "thap-muoi-2023.txt"


def article(text: str) -> Article:
    lines = [(n, " ".join(line.split())) for n, line in enumerate(text.split("\n"), 1)]
    return Article(tuple(Paragraph(line, n) for n, line in lines if line), "x.txt")


def words_of(script: Script) -> Counter[str]:
    """Every word the script accounts for."""
    told = [script.title, script.lead, *dict.fromkeys(c.printed for c in script.credits)]
    told += [d.text for d in script.dropped]
    told += [part.text for part in script.segments]
    return Counter(w for t in told for w in bag(t))


FRAGMENTS = [
    "Ông Nguyễn Văn Út, người dân ấp 3, chia sẻ: ", "“Tôi mừng lắm. Đường rộng 4 mét rồi”", "”", "“", "\"",
    "«", "./.", "BT: Nguyễn Thu", "Theo TTXVN", "Tin, ảnh: Lê A - Trần B", ", bà Lan nói", ".", ": ", "\n",
    "\n\n", "PV: ", "PTV nữ: ", "(Nhạc cắt)", "(Trích băng: bà Bùi Thị Sáu)", "Trang chủ / Tin tức",
    "null Tin vui", "Tin vui", "Bí thư Huyện ủy - Lê Quang Tám", "phong trào “Dân vận khéo”",
    "Đó là chia sẻ của chị H.", "- Một, hai", "Tin liên quan", "12/03/2024", " ", "(Ảnh: CTV)",
    "Hôm nay cả xã ra đồng từ sớm, trời nắng đẹp và lúa đã chín vàng khắp các cánh đồng quê. ",
]  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), min_size=1, max_size=30).map("".join))
def test_no_word_is_lost_or_said_twice(text: str) -> None:
    source = article(text)
    script = segment(source)
    assert words_of(script) == Counter(w for p in source.paragraphs for w in bag(p.text))
    assert from_json(json.loads(json.dumps(to_json(script)))) == script


@pytest.mark.skipif(not THAP_MUOI.exists(), reason="the shared articles are not here")
def test_the_first_real_article() -> None:
    script = segment(read(THAP_MUOI))
    assert script.title == "Tăng cường các giải pháp thực hiện nhiệm vụ trọng tâm năm 2023"
    assert [(i.speaker.name, i.speaker.role) for i in script.interviews if i.speaker] == [
        ("Trần Thị Ngọc Cẩm", "Bí thư Đảng ủy – Chủ tịch UBND xã Mỹ Đông"),
        ("Ngô Duy Phú", "Phó Bí thư Đảng ủy – Chủ tịch UBND thị trấn Mỹ An"),
        ("Nguyễn Văn Vũ Minh", "Bí thư Huyện ủy Tháp Mười"),
    ]
    assert [(c.role, c.name, c.printed) for c in script.credits] == [("BT", "Nguyễn Thu", "BT: Nguyễn Thu")]
    assert [d.line for d in script.dropped] == [1, 3, 5, 23]
    assert not script.doubts


GOLDS = sorted((SHARED / "synthetic").glob("*.gold.json"))


@pytest.mark.parametrize("gold", GOLDS, ids=[g.name for g in GOLDS])
def test_the_shared_golds(gold: Path) -> None:
    want = json.loads(gold.read_text("utf-8"))
    script = segment(read(gold.with_name(gold.name.replace(".gold.json", ".txt"))))
    assert script.title == want["title"]
    assert (script.lead or None) == want["sapo"]
    assert [(c.role or None, c.name) for c in script.credits] == [
        (c["role"], c["name"]) for c in want["byline"]
    ]
    heard = [(s["speaker"], bag(s["text"])) for s in want["segments"] if s["kind"] == "interview"]
    assert [(i.speaker.name, bag(i.text)) for i in script.interviews if i.speaker] == heard


def test_time_grows_with_length() -> None:
    """Forty times the text takes about forty times as long; a pattern that backtracks takes far more."""
    line = 'Ông Nguyễn Văn Út (ấp 3, xã “A”) nói: “Tôi mừng. ((“ - Phó Chủ tịch UBND xã X, BT: "A" ./. '
    spans = []
    for times in (50, 2000):
        started = time.perf_counter()
        segment(article("Một tin vui\n" + line * times + "\n" + (line + "\n") * times))
        spans.append(time.perf_counter() - started)
    assert spans[1] < 40 * 4 * max(spans[0], 0.01)
