"""Every article under tests/golden gives the script beside it; its README.md says what each one tries."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio.article import Article, Paragraph
from radio.read import read
from radio.script import to_json
from radio.segment import segment
from radio.segment.words import bag

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(GOLDEN.glob("*.txt"))


def told(path: Path) -> dict[str, Any]:
    """The script of an article as JSON, without what names its file."""
    script = to_json(segment(read(path)))
    del script["source"], script["sha256"]
    return script


@pytest.mark.parametrize("path", CASES, ids=[c.stem for c in CASES])
def test_article_gives_its_script(path: Path) -> None:
    assert told(path) == json.loads(path.with_suffix(".script.json").read_text("utf-8"))


@pytest.mark.parametrize("path", CASES, ids=[c.stem for c in CASES])
def test_article_is_told_whole_and_once(path: Path) -> None:
    script = segment(read(path))
    told_words = [script.title, script.lead, *dict.fromkeys(c.printed for c in script.credits)]
    told_words += [s.text for s in script.segments] + [d.text for d in script.dropped]
    assert Counter(bag(" ".join(told_words))) == Counter(bag(" ".join(p.text for p in read(path).paragraphs)))


LINES = sorted({line.strip() for c in CASES for line in c.read_text("utf-8").splitlines() if line.strip()})


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(LINES), st.integers(0, 200)), min_size=1, max_size=14))
def test_any_lines_together_are_told_whole_and_once(cut_lines: list[tuple[str, int]]) -> None:
    texts = [" ".join(line[: cut or None].split()) for line, cut in cut_lines]
    article = Article(tuple(Paragraph(t, n) for n, t in enumerate(texts, 1)), "x.txt")
    script = segment(article)
    told_words = [script.title, script.lead, *dict.fromkeys(c.printed for c in script.credits)]
    told_words += [s.text for s in script.segments] + [d.text for d in script.dropped]
    assert Counter(bag(" ".join(told_words))) == Counter(bag(" ".join(texts)))


def test_every_case_is_in_the_table() -> None:
    table = (GOLDEN / "README.md").read_text("utf-8")
    assert [c.stem for c in CASES if f"`{c.stem}`" not in table] == []
    assert len(CASES) >= 60
