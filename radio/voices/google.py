"""gtts: Google's voice, by gTTS's tokeniser and request bodies, but sent by ourselves.

gTTS 2.5 sends one request after the other, with no time-out and with TLS verification switched off. Here
a pooled session sends a few at once, verified, with time-outs, patience and a check of every answer.
"""

from __future__ import annotations

import base64
import binascii
import email.utils
import importlib.metadata
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np
import requests

from radio import ffmpeg
from radio.audio.clip import HOUSE_RATE, Clip, from_samples, samples
from radio.audio.silence import speech_span
from radio.errors import ClipError, ConfigError, VoiceError
from radio.voices.hearing import complaint
from radio.voices.patience import Patience, TryAgain, patiently
from radio.voices.pieces import cut
from radio.voices.voice import VoiceOptions, check_extra, clean, named, number, sayable

_PATH = "/_/TranslateWebserverUi/data/batchexecute"
_OPENING, _CLOSING = b'jQ1olc","[\\"', b'\\"]'  # what stands around the sound in an answer
_MOST_BYTES = 8 << 20  # of an answer; 100 characters make about 50,000
_CHUNK = 64  # bytes a read: a service that trickles cannot hold us past its time
_CONNECT_S = 5.0
# Silence left where pieces are joined: a breath at the end of a clause, none within one.
_BREATH_MS, _SEAM_MS = 180, 60
_OPENERS = "([¿¡"


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


class Google:
    """Google Translate's voice: one accent, one rate; needs a network."""

    engine = "gtts"
    online = True

    def __init__(self, options: VoiceOptions) -> None:
        self.version = importlib.metadata.version("gTTS")
        self._service = service(options.extra)
        self._language = options.language
        self.name = f"gtts {options.language}"
        # The address is part of it: each of Google's domains may speak in an accent of its own.
        self.settings = f"{options.language} {self._service.address}"
        self._patience = Patience(self._service.tries, self._service.wait, self._service.patience)
        self._session = session(self._service.at_once)
        self._pool = ThreadPoolExecutor(self._service.at_once, thread_name_prefix="gtts")
        self._closed = False
        self._stops: set[threading.Event] = set()  # of the sentences being spoken

    @staticmethod
    def about() -> str:
        """One line for people; asks no network. Raises ImportError without gTTS."""
        return f"Google's voice, online, one accent; gTTS {importlib.metadata.version('gTTS')}"

    def speak(self, text: str) -> Clip:
        """The sound of ``text`` at the house rate; its pieces are asked for at once."""
        if self._closed:
            raise self._stopped()
        text = clean(text)
        pieces = [piece for piece in cut(text, _most_chars(), clause_ends) if sayable(piece)]
        stop = threading.Event()
        self._stops.add(stop)
        asked: list[Future[Clip]] = []
        try:
            asked = [self._pool.submit(self._piece, piece, text, stop) for piece in pieces]
            # The first to fail ends the sentence, whichever piece it is.
            for answer in wait(asked, return_when=FIRST_EXCEPTION).done:
                answer.result()
            return joined(pieces, [answer.result() for answer in asked])
        finally:
            # Neither a failure nor an interruption leaves the others asking.
            self._stops.discard(stop)
            stop.set()
            for answer in asked:
                answer.cancel()

    def close(self) -> None:
        """Ask for nothing more: sentences that are waited for raise VoiceError."""
        self._closed = True
        for stop in tuple(self._stops):
            stop.set()

    def _stopped(self) -> VoiceError:
        return VoiceError(self.name, "has been told to stop", "open it again")

    def _piece(self, piece: str, sentence: str, stop: threading.Event) -> Clip:
        if stop.is_set():
            raise self._stopped()
        subject = f"{self.engine}, {named(sentence)}"
        body = request_body(piece, self._language)

        def attempt(left_s: float) -> Clip:
            return heard(sound_of(self._ask(body, left_s, subject)), piece)

        return patiently(attempt, self._patience, subject=subject, stop=stop)

    def _ask(self, body: str, left_s: float, subject: str) -> bytes:
        """The service's answer to one request. Raises TryAgain, or VoiceError where no later try helps."""
        end_s = time.monotonic() + left_s
        times_s = (min(_CONNECT_S, left_s), min(self._service.timeout, left_s))
        try:
            with self._session.post(
                self._service.address, data=body, timeout=times_s, stream=True, allow_redirects=False
            ) as response:
                _check_status(response, subject)
                return _body(response, end_s)
        except requests.exceptions.SSLError as error:
            if "CERTIFICATE_VERIFY_FAILED" not in str(error):
                raise TryAgain("the secure connection to the service breaks off", busy=True) from error
            remedy = "check this computer's clock; behind a filtering proxy set REQUESTS_CA_BUNDLE"
            raise VoiceError(subject, "the service's certificate is not trusted", remedy) from error
        except requests.Timeout as error:
            raise TryAgain("the service does not answer in time", busy=True) from error
        except requests.RequestException as error:
            raise TryAgain("the connection to the service fails or is cut", busy=True) from error


def session(at_once: int) -> requests.Session:
    """Connections that are kept open for ``at_once`` threads; certificates are checked."""
    kept = requests.Session()
    kept.headers.update(_headers())
    kept.mount("https://", requests.adapters.HTTPAdapter(pool_maxsize=at_once))
    return kept


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


def clause_ends(text: str) -> Iterator[int]:
    """Where gTTS's tokeniser would cut, as positions behind the mark: nothing of the text is lost."""
    from gtts.tokenizer import Tokenizer, tokenizer_cases  # noqa: PLC0415 - an engine is loaded on use

    cases = (
        tokenizer_cases.tone_marks,
        tokenizer_cases.period_comma,
        tokenizer_cases.colon,
        tokenizer_cases.other_punctuation,
    )
    for match in Tokenizer(list(cases)).total_regex.finditer(text):
        yield match.start() if match[0] in _OPENERS else match.end()


def request_body(piece: str, language: str) -> str:
    """What gTTS would send for ``piece``, which is no longer than it takes at a time."""
    from gtts import gTTS  # noqa: PLC0415 - an engine is loaded on use

    (body,) = gTTS(piece, lang=language, lang_check=False, pre_processor_funcs=[]).get_bodies()
    return str(body)


def _most_chars() -> int:
    from gtts import gTTS  # noqa: PLC0415 - an engine is loaded on use

    return int(gTTS.GOOGLE_TTS_MAX_CHARS)


def _headers() -> dict[str, str]:
    from gtts import gTTS  # noqa: PLC0415 - an engine is loaded on use

    return dict(gTTS.GOOGLE_TTS_HEADERS)


def _check_status(response: requests.Response, subject: str) -> None:
    status = response.status_code
    if status == requests.codes.ok:
        return
    # Google sends those who ask too much, and networks those who have not signed in, to another page.
    if status == requests.codes.too_many_requests or status >= 500 or response.is_redirect:
        after_s = retry_after_s(response.headers.get("Retry-After"))
        raise TryAgain(f"the service is busy (HTTP {status})", busy=True, after_s=after_s)
    remedy = "look at url and tld in station.toml, or use the built-in voice: --voice espeak"
    raise VoiceError(subject, f"the service refuses (HTTP {status})", remedy)


def retry_after_s(value: str | None) -> float | None:
    """Seconds from a Retry-After header, a number or a date (RFC 9110, 10.2.3); None if it says nothing."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None


def _body(response: requests.Response, end_s: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(_CHUNK):
        body += chunk
        if time.monotonic() > end_s:
            raise TryAgain("the service does not answer in time", busy=True)
        if len(body) > _MOST_BYTES:
            raise TryAgain("the service sends without end", busy=False)
    return bytes(body)


def sound_of(answer: bytes) -> bytes:
    """The MP3 within an answer. Raises TryAgain where there is none, or not all of it."""
    found = [line for line in answer.splitlines() if b"jQ1olc" in line]
    if not found:
        what = "nothing" if not answer.strip() else "a page" if b"<html" in answer.lower() else "no sound"
        raise TryAgain(f"the service gives {what} instead of speech", busy=False)
    mp3 = b"".join(_decoded(line) for line in found)
    if not mp3:
        raise TryAgain("the service gives no sound", busy=False)
    return mp3


def _decoded(line: bytes) -> bytes:
    start = line.find(_OPENING)
    if start < 0:
        raise TryAgain("the service has no speech for it", busy=False)
    start += len(_OPENING)
    end = line.find(_CLOSING, start)
    if end < 0:
        raise TryAgain("the service's answer is cut off", busy=False)
    try:
        return base64.b64decode(line[start:end], validate=True)
    except binascii.Error as error:
        raise TryAgain("the service's answer is damaged", busy=False) from error


def heard(mp3: bytes, piece: str) -> Clip:
    """The sound of an MP3 that is to say ``piece``. Raises TryAgain where it cannot be all of it."""
    try:
        clip = ffmpeg.decode(mp3, subject="the service's answer")
    except ClipError as error:
        raise TryAgain(f"{error.subject} {error.problem}", busy=False) from error
    if wrong := complaint(piece, clip):
        raise TryAgain(f"the service {wrong}", busy=False)
    return clip


def joined(pieces: Sequence[str], clips: Sequence[Clip]) -> Clip:
    """The pieces' clips as one, with no more silence between them than a reader leaves."""
    parts = []
    for index, (piece, clip) in enumerate(zip(pieces, clips, strict=True)):
        sound = samples(clip)
        after_ms = _BREATH_MS if not piece[-1].isalnum() else _SEAM_MS
        start, end = speech_span(sound, HOUSE_RATE, before_ms=_SEAM_MS, after_ms=after_ms)
        # The sentence's own ends are the caller's to cut.
        parts.append(sound[start if index else 0 : end if index + 1 < len(clips) else len(sound)])
    return from_samples(np.concatenate([np.zeros(0, np.int16), *parts]), HOUSE_RATE)
