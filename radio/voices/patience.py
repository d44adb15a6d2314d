"""Patience: how long, and how often, to ask a service that does not answer as it should."""

from __future__ import annotations

import email.utils
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from radio.errors import VoiceBusyError

T = TypeVar("T")
_RANDOM = random.SystemRandom()
_BUSY = (408, 425, 429)  # HTTP: it took too long; too early; too many requests


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

    problem: for people, in one clause. after_s: how long the service asks to be left alone, if it says so.
    """

    def __init__(self, problem: str, *, after_s: float | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.after_s = after_s


class Rest:
    """How long a service has asked to be left alone, by all who ask it."""

    def __init__(self) -> None:
        self._until_s = 0.0  # time.monotonic

    def asked_for(self, status: int, retry_after: str | None) -> TryAgain:
        """What to raise at an answer of HTTP ``status`` that came with this Retry-After, if any."""
        after_s = retry_after_s(retry_after)
        self._until_s = max(self._until_s, time.monotonic() + (after_s or 0.0))
        return TryAgain(f"the service is busy (HTTP {status})", after_s=after_s)

    def respect(self) -> None:
        """Raise TryAgain while the service is to be left alone."""
        left_s = self._until_s - time.monotonic()
        if left_s > 0:
            raise TryAgain("the service is busy and asks to be left alone", after_s=left_s)


def asks_for_patience(status: int) -> bool:
    """Whether an answer that is not HTTP 200 may become one; else the service has understood and refuses."""
    return status in _BUSY or status < 400 or status >= 500


def retry_after_s(value: str | None) -> float | None:
    """Seconds from a Retry-After header, a number or a date (RFC 9110, 10.2.3); None if it says nothing."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def patiently(attempt: Callable[[float], T], patience: Patience, *, subject: str, stop: threading.Event) -> T:
    """What ``attempt`` returns, asked again when it raises TryAgain.

    attempt: gets the seconds that are left. stop: set by somebody else, ends the waiting.
    Raises VoiceBusyError when patience ends: what gives a wrong answer now may give a right one later.
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
    raise VoiceBusyError(subject, problem, "try again later, or use the built-in voice: --voice espeak")
