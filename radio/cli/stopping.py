"""Stopping when asked to: by Ctrl-C or by SIGTERM."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn

_asked: list[int] = []  # the signals that came, in order


def listen() -> None:
    """Answer SIGINT and SIGTERM by unwinding, so that temporary files are taken away."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)


def heed() -> None:
    """Stop if a signal came and went unheard.

    The interpreter drops an exception that a signal raises inside a finaliser or a library's callback;
    whatever runs long asks here now and then.
    """
    if _asked:
        _stop(_asked[0], None)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    _asked.append(number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)
