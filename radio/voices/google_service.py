"""Google's service of speech: where it is, how it is asked, and what its answers hold.

Everybody in this process who asks one service stands in one line: so many requests at once, whoever reads,
and nobody while the service has asked to be left alone. Connections are kept open; certificates, proxies
and their logins are those of the environment.
"""

from __future__ import annotations

import base64
import binascii
import functools
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import requests

from radio.errors import ConfigError, VoiceError
from radio.voices.network import trouble
from radio.voices.patience import Rest, TryAgain, asks_for_patience
from radio.voices.timed import TimedAdapter
from radio.voices.voice import check_extra, number

_PATH = "/_/TranslateWebserverUi/data/batchexecute"
_OPENING, _CLOSING = b'jQ1olc","[\\"', b'\\"]'  # what stands around the sound in an answer
_MOST_BYTES = 8 << 20  # of an answer; 100 characters make about 50,000
_CHUNK = 1024  # bytes a read
_CONNECT_S = 5.0


@dataclass(frozen=True, slots=True)
class Service:
    """Where the service is, and how it is treated. The fields are the keys of ``[voices.gtts]``."""

    url: str = ""  # base address; "" for translate.google.<tld>
    tld: str = "com"  # top-level domain of Google's, such as "com.vn"
    at_once: int = 6  # requests in flight
    timeout: float = 10.0  # seconds without a byte
    patience: float = 45.0  # seconds for a piece of a sentence, all tries together
    tries: int = 4  # for a piece of a sentence
    wait: float = 0.5  # seconds before the second try

    @property
    def address(self) -> str:
        """What is asked."""
        return (self.url.rstrip("/") or f"https://translate.google.{self.tld}") + _PATH


def service(extra: Mapping[str, str]) -> Service:
    """The service of a station's ``[voices.gtts]``. Raises ConfigError that names the key."""
    check_extra("gtts", extra, Service.__slots__)
    url, tld = str(extra.get("url", "")), str(extra.get("tld", Service().tld))
    if url and not url.startswith("https://"):
        raise ConfigError("voices.gtts.url", f"{url!r} is no https address", "begin it with https://")
    if not all(part.isalnum() and part.isascii() for part in tld.split(".")):
        raise ConfigError("voices.gtts.tld", f"{tld!r} is no domain", 'write it like "com" or "com.vn"')
    return Service(
        url=url,
        tld=tld,
        at_once=int(_number(extra, "at_once", 1, 16)),
        timeout=_number(extra, "timeout", 0.1, 120),
        patience=_number(extra, "patience", 0.1, 3600),
        tries=int(_number(extra, "tries", 1, 20)),
        wait=_number(extra, "wait", 0, 60),
    )


def _number(extra: Mapping[str, str], key: str, low: float, high: float) -> float:
    return number(extra, "gtts", key, getattr(Service(), key), low, high)


@dataclass(frozen=True, slots=True)
class Line:
    """All who ask one service, and the threads that ask."""

    service: Service
    pool: ThreadPoolExecutor
    own: threading.local = field(default_factory=threading.local)  # a session and its adapter, each thread's
    adapters: list[TimedAdapter] = field(default_factory=list)  # of all threads
    rest: Rest = field(default_factory=Rest)

    def ask(
        self, body: str, headers: Mapping[str, str], *, left_s: float, subject: str, stop: threading.Event
    ) -> bytes:
        """The service's answer to one request, from a thread of the pool's, in ``left_s`` seconds at most.

        stop: what ends it before its time, once it is set and `hang_up` is called.
        Raises TryAgain, or VoiceError where no later try helps.
        """
        self.rest.respect()
        session, adapter = self._session()
        times_s = (min(_CONNECT_S, left_s), min(self.service.timeout, left_s))
        try:
            with (
                adapter.ending_in(left_s, stop),
                session.post(
                    self.service.address, data=body, headers=dict(headers), timeout=times_s, stream=True,
                    allow_redirects=False,
                ) as response,
            ):  # fmt: skip
                self._check_status(response, subject)
                answer = _body(response)
        except (requests.RequestException, OSError, ValueError) as error:
            if adapter.late:
                raise TryAgain("does not answer in time") from error
            raise _meant(error, subject) from error
        if adapter.late:  # what was cut off may look like an end
            raise TryAgain("does not answer in time")
        return answer

    def hang_up(self) -> None:
        """End what is being asked and is to stop."""
        for adapter in tuple(self.adapters):
            adapter.hang_up()

    def _session(self) -> tuple[requests.Session, TimedAdapter]:
        # requests' sessions are not for several threads; a thread has one request in flight.
        if not hasattr(self.own, "session"):
            self.own.session, self.own.adapter = requests.Session(), TimedAdapter()
            self.own.session.mount("https://", self.own.adapter)
            self.adapters.append(self.own.adapter)
        return self.own.session, self.own.adapter

    def _check_status(self, response: requests.Response, subject: str) -> None:
        status = response.status_code
        if status == requests.codes.ok:
            return
        # Google sends those who ask too much, and networks those who have not signed in, to another page.
        if asks_for_patience(status):
            raise self.rest.asked_for(status, response.headers.get("Retry-After"))
        remedy = "look at url and tld in station.toml, or use the built-in voice: --voice espeak"
        raise VoiceError(subject, f"the service refuses (HTTP {status})", remedy)


@functools.cache
def line(asked: Service) -> Line:
    """The process's line at a service."""
    return Line(asked, ThreadPoolExecutor(asked.at_once, thread_name_prefix="gtts"))


def _meant(error: Exception, subject: str) -> TryAgain | VoiceError:
    found = trouble(error)
    if found.remedy:
        return VoiceError(subject, found.problem, found.remedy)
    return TryAgain(found.problem)


def _body(response: requests.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise TryAgain("the service sends without end")
    return bytes(body)


def sound_of(answer: bytes) -> bytes:
    """The MP3 within an answer. Raises TryAgain where there is none, or not all of it."""
    found = [line for line in answer.splitlines() if b"jQ1olc" in line]
    if not found:
        what = "nothing" if not answer.strip() else "a page" if b"<html" in answer.lower() else "no sound"
        raise TryAgain(f"the service gives {what} instead of speech")
    mp3 = b"".join(_decoded(line) for line in found)
    if not mp3:
        raise TryAgain("the service gives no sound")
    return mp3


def _decoded(line: bytes) -> bytes:
    start = line.find(_OPENING)
    if start < 0:
        raise TryAgain("the service has no speech for it")
    start += len(_OPENING)
    end = line.find(_CLOSING, start)
    if end < 0:
        raise TryAgain("the service's answer is cut off")
    try:
        return base64.b64decode(line[start:end], validate=True)
    except binascii.Error as error:
        raise TryAgain("the service's answer is damaged") from error
