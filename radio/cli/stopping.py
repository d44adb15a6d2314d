"""Stopping when asked to: by Ctrl-C or by SIGTERM."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
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


@contextlib.contextmanager
def between_writes() -> Iterator[Callable[[], bool]]:
    """Within the block a signal is only noted; what works there asks, where it can end, whether one came.

    Gives what to ask. At the block's end a signal that came is answered as ever; so is a second one, at once.
    """

    def note(number: int, frame: FrameType | None) -> None:
        if _asked:
            _stop(number, frame)
        _asked.append(number)

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(_asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    heed()


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    _asked.append(number)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)
