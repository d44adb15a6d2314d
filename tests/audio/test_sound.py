"""Excerpts: fades and whole milliseconds, however they are read."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from radio.audio.sound import Excerpt


def test_an_excerpt_starts_and_ends_at_nothing() -> None:
    excerpt = Excerpt(np.full(50_000, 20_000, np.int16), 1000, 49_000)
    out = excerpt[0 : len(excerpt)]
    assert len(out) == 48_000
    assert out[0] == out[-1] == 0
    assert np.abs(np.diff(out.astype(int))).max() < 200
    assert (out[300:-700] == 20_000).all()


def test_a_short_excerpt_is_faded_all_the_same() -> None:
    excerpt = Excerpt(np.full(3, 10_000, np.int16), 0, 3)
    out = excerpt[0:48]
    assert len(excerpt) == len(out) == 48
    assert np.abs(out).max() < 200


@given(st.integers(0, 200), st.integers(1, 900), st.lists(st.integers(0, 1000), max_size=4))
def test_it_reads_in_pieces_as_at_once(start: int, length: int, cuts: list[int]) -> None:
    source = np.arange(1, 1200, dtype=np.int16) * 20
    excerpt = Excerpt(source, start, start + length, in_ms=3, out_ms=4)
    assert len(excerpt) % 48 == 0
    whole = excerpt[0 : len(excerpt)]
    edges = sorted({0, len(excerpt), *(c for c in cuts if c < len(excerpt))})
    pieces = [excerpt[a:b] for a, b in pairwise(edges)]
    assert np.array_equal(np.concatenate(pieces), whole)
