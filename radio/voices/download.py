"""Downloads: a big file over https, taken up where it was cut, whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import requests

from radio.errors import VoiceBusyError, VoiceError
from radio.files import output_error
from radio.voices.network import trouble
from radio.voices.timed import TimedAdapter

_TIMES_S = (5.0, 30.0)  # to connect; without a byte
_MOST_S, _MOST_TEXT_S = 3600.0, 60.0  # a file that takes longer is taken up the next time
_MOST_REDIRECTS = 5
_CHUNK = 1 << 15
_AGAIN = "try again: what is there already is not fetched twice"
_LOOK = "look at the address"
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file elsewhere."""

    url: str  # https
    size: int = 0  # bytes; 0 if unknown
    md5: str = ""  # hex digest; "" if unknown


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a part comes from, kept beside it."""

    url: str
    version: str = ""  # the server's own word for it, an ETag or a date; "" where it says nothing


def download(
    wanted: Wanted, part: Path, *, most_bytes: int, told: Callable[[int, int], None] = lambda *_: None
) -> None:
    """Bring ``wanted`` to ``part``; what a former try has left there is not fetched twice.

    told: is called with the bytes that are there, and how many there will be (0 if unknown).
    Raises VoiceBusyError where the connection fails, VoiceError for what is not there or not what it should
    be, OutputError where the disk refuses.
    """
    beside = part.with_name(f"{part.name}.from")
    try:
        origin = _origin(beside)
        there = part.stat().st_size if part.exists() and origin.url == wanted.url else 0
        if not (wanted.size and there == wanted.size):
            there = _fetch(wanted, part, there, most_bytes, told)
        _check(wanted, part, there)
        beside.unlink(missing_ok=True)
    except OSError as error:
        raise output_error(part, error) from error


def _origin(beside: Path) -> _Origin:
    with contextlib.suppress(OSError, ValueError, TypeError):
        return _Origin(**json.loads(beside.read_text("utf-8")))
    return _Origin("")


def _fetch(wanted: Wanted, part: Path, there: int, most_bytes: int, told: Callable[[int, int], None]) -> int:
    """Append to ``part``, which holds ``there`` bytes, what is missing; how many there are then."""
    beside = part.with_name(f"{part.name}.from")
    with _got(wanted.url, _headers(there, _origin(beside).version), _MOST_S) as response:
        if response.status_code == requests.codes.requested_range_not_satisfiable and there:
            if response.headers.get("Content-Range") == f"bytes */{there}":
                return there  # all of it had come before
            part.unlink(missing_ok=True)
            raise VoiceBusyError(wanted.url, "has changed since it was cut off", "try again")
        _check_answer(wanted.url, response)
        start = _start(response)
        if start not in (0, there):
            part.unlink(missing_ok=True)
            raise VoiceBusyError(wanted.url, "does not go on where it was cut off", "try again")
        length = int(response.headers.get("Content-Length") or 0)
        total = wanted.size or (start + length if length else 0)
        version = response.headers.get("ETag") or response.headers.get("Last-Modified") or ""
        beside.write_text(json.dumps(asdict(_Origin(wanted.url, version))), "utf-8")
        there = start
        with part.open("ab" if there else "wb") as file:
            for chunk in response.iter_content(_CHUNK):
                there += len(chunk)
                if there > (wanted.size or most_bytes):
                    raise VoiceError(wanted.url, "is longer than it should be", _LOOK)
                file.write(chunk)
                told(there, total)
            file.flush()
            os.fsync(file.fileno())
    if length and there < total:
        raise VoiceBusyError(wanted.url, f"is cut off: {there} of {total} bytes", _AGAIN)
    return there


def _headers(there: int, version: str) -> dict[str, str]:
    headers = {"Accept-Encoding": "identity"}
    if there:
        headers["Range"] = f"bytes={there}-"
        # Without this a file that has changed meanwhile would be put together of two.
        if version and not version.startswith("W/"):
            headers["If-Range"] = version
    return headers


def _start(response: requests.Response) -> int:
    """Where in the file the answer begins."""
    if response.status_code != requests.codes.partial_content:
        return 0
    said = _RANGE.match(response.headers.get("Content-Range", ""))
    asked = str(response.request.headers.get("Range", "bytes=0-"))
    return int(said[1] if said else asked.removeprefix("bytes=").rstrip("-"))


@contextlib.contextmanager
def _got(url: str, headers: dict[str, str], most_s: float) -> Iterator[requests.Response]:
    """The answer at ``url``, all its way over https. Raises VoiceError, VoiceBusyError."""
    adapter = TimedAdapter()
    with requests.Session() as session, adapter.ending_in(most_s):
        session.mount("https://", adapter)
        session.max_redirects = _MOST_REDIRECTS
        try:
            response = session.get(url, headers=headers, timeout=_TIMES_S, stream=True)
        except (OSError, ValueError) as error:
            raise _meant(url, error) from error
        with response:
            if not all(hop.url.startswith("https://") for hop in (*response.history, response)):
                raise VoiceError(url, "leads to an address that is not https", _LOOK)
            try:
                yield response
            except requests.RequestException as error:
                raise _meant(url, error) from error
        if adapter.late:  # what was cut off may look like an end
            raise VoiceBusyError(url, "takes too long", _AGAIN)


def _meant(url: str, error: Exception) -> VoiceError:
    found = trouble(error)
    if found.remedy:
        return VoiceError(url, found.problem, found.remedy)
    return VoiceBusyError(url, found.problem, _AGAIN)


def _check_answer(url: str, response: requests.Response) -> None:
    status = response.status_code
    if status == requests.codes.too_many_requests or status >= 500:
        raise VoiceBusyError(url, f"is busy (HTTP {status})", _AGAIN)
    if status not in (requests.codes.ok, requests.codes.partial_content):
        raise VoiceError(url, f"is not to be had (HTTP {status})", _LOOK)


def _check(wanted: Wanted, part: Path, there: int) -> None:
    with part.open("rb") as file:
        right = not wanted.md5 or hashlib.file_digest(file, _md5).hexdigest() == wanted.md5
    if wanted.size not in (0, there) or not right:
        part.unlink()
        raise VoiceError(wanted.url, "does not have the checksum that it should have", "try again")


def _md5() -> hashlib._Hash:
    # The catalogue's checksum: against damage, not against forgery, which https is for.
    return hashlib.md5(usedforsecurity=False)


def fetch_text(url: str, most_bytes: int) -> str:
    """A small text; "" where it is not there. Raises VoiceBusyError, VoiceError."""
    data = bytearray()
    with _got(url, {}, _MOST_TEXT_S) as response:
        if response.status_code in (requests.codes.not_found, requests.codes.gone):
            return ""
        _check_answer(url, response)
        for chunk in response.iter_content(_CHUNK):
            data += chunk
            if len(data) > most_bytes:
                raise VoiceError(url, "is longer than it should be", _LOOK)
    return data.decode("utf-8", "replace")


def fetch_json(url: str, most_bytes: int) -> object:
    """The value of a JSON document. Raises VoiceBusyError, VoiceError."""
    try:
        value: object = json.loads(fetch_text(url, most_bytes))
    except (ValueError, RecursionError) as error:
        raise VoiceError(url, "is no JSON", "try again later") from error
    return value
