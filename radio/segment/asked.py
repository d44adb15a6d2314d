"""Answers about short texts kept for a moment: one rule after the other asks the same of one line."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_Answer = TypeVar("_Answer")
_LONGEST = 1000  # characters: a longer text is asked about seldom, and is too much to keep
_KEPT = 128  # texts


def kept(ask: Callable[[str], _Answer]) -> Callable[[str], _Answer]:
    """``ask``, a function of a text and nothing else, with its last answers kept; nobody may change them."""
    remembered = lru_cache(maxsize=_KEPT)(ask)

    @wraps(ask)
    def asked(text: str) -> _Answer:
        return remembered(text) if len(text) < _LONGEST else ask(text)

    return asked
