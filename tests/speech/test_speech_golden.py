"""Golden pairs, class by class: golden/*.tsv."""

from __future__ import annotations

from pathlib import Path

import pytest

from radio.speech import normalize

GOLDEN = Path(__file__).parent / "golden"


def pairs() -> list[tuple[str, str, list[str]]]:
    found = []
    for path in sorted(GOLDEN.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            if line and not line.startswith("# "):
                written, *spoken = line.split("\t")
                found.append((path.stem, written, spoken))
    return found


@pytest.mark.parametrize(("name", "written", "spoken"), pairs())
def test_is_read_as_a_newsreader_does(name: str, written: str, spoken: list[str]) -> None:
    assert normalize(written).text in spoken


def test_unchanged_text_has_no_spans() -> None:
    plain = [written for name, written, _ in pairs() if name == "unchanged"]
    assert len(plain) > 20
    assert [normalize(written).spans for written in plain] == [()] * len(plain)
