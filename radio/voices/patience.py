"""Patience: how long, and how often, to ask a service that does not answer as it should."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from radio.errors import VoiceBusyError, VoiceError

T = TypeVar("T")
_RANDOM = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Patience:
    """The bounds of one question to a service."""

    tries: int = 4  # times that it is asked, at most
    first_wait_s: float = 0.5  # before the second time; doubled each time after
    total_s: float = 45.0  # for all tries and waits together

    def wait_s(self, tried: int) -> float:
        """How long to wait after ``tried`` tries: doubled each time, with jitter of up to a half more."""
        return float(self.first_wait_s * 2 ** (tried - 1) * _RANDOM.uniform(1.0, 1.5))


class TryAgain(Exception):  # noqa: N818 - a signal between an attempt and `patiently`, never shown
    """An attempt failed in a way that another may not.

    problem: for people, in one clause. busy: whether a later run may succeed where this one gives up.
    after_s: how long the service asks to be left alone, if it says so.
    """

    def __init__(self, problem: str, *, busy: bool, after_s: float | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.busy = busy
        self.after_s = after_s


def patiently(attempt: Callable[[float], T], patience: Patience, *, subject: str, stop: threading.Event) -> T:
    """What ``attempt`` returns, asked again when it raises TryAgain.

    attempt: gets the seconds that are left. stop: set by somebody else, ends the waiting.
    Raises VoiceBusyError or VoiceError when patience ends.
    """
    end_s = time.monotonic() + patience.total_s
    for tried in range(1, patience.tries + 1):
        try:
            return attempt(end_s - time.monotonic())
        except TryAgain as again:
            refused = again
        wait_s = max(patience.wait_s(tried), refused.after_s or 0.0)
        if tried == patience.tries or time.monotonic() + wait_s >= end_s or stop.wait(wait_s):
            break
    problem = f"{refused.problem} (tried {tried} time{'s' if tried > 1 else ''})"
    if refused.busy:
        raise VoiceBusyError(subject, problem, "try again later, or use the built-in voice: --voice espeak")
    raise VoiceError(subject, problem, "look at the address in station.toml, or use --voice espeak")
