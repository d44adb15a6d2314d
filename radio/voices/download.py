"""Downloads: a big file over https, taken up where it was cut, whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests

from radio.errors import VoiceBusyError, VoiceError
from radio.files import output_error

_TIMES_S = (5.0, 30.0)  # to connect; without a byte
_CHUNK = 1 << 16
_AGAIN = "try again: what is there already is not fetched twice"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file elsewhere."""

    url: str  # https
    size: int = 0  # bytes; 0 if unknown
    md5: str = ""  # hex digest; "" if unknown


def download(
    wanted: Wanted, target: Path, *, most_bytes: int, told: Callable[[int, int], None] = lambda *_: None
) -> None:
    """Bring ``wanted`` to ``target``; what a former try has left behind is not fetched twice.

    told: is called with the bytes that are there, and how many there will be (0 if unknown).
    Raises VoiceBusyError where the connection fails, VoiceError for what is not there or not what it should
    be, OutputError where the disk refuses.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        there = part.stat().st_size if part.exists() else 0
        if not (wanted.size and there == wanted.size):
            there = _fetch(wanted, part, there, most_bytes, told)
        _check(wanted, part, there)
        part.replace(target)
    except requests.RequestException as error:
        raise VoiceBusyError(wanted.url, "the connection fails or is cut", _AGAIN) from error
    except OSError as error:
        raise output_error(target, error) from error


def _fetch(wanted: Wanted, part: Path, there: int, most_bytes: int, told: Callable[[int, int], None]) -> int:
    """Append to ``part``, which holds ``there`` bytes, what is missing; how many there are then."""
    headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={there}-"} if there else {})}
    with _get(wanted.url, headers) as response:
        if response.status_code != requests.codes.partial_content:
            there = 0  # all of it comes again
        length = int(response.headers.get("Content-Length") or 0)
        total = wanted.size or (there + length if length else 0)
        with part.open("ab" if there else "wb") as file:
            for chunk in response.iter_content(_CHUNK):
                there += len(chunk)
                if there > (wanted.size or most_bytes):
                    raise VoiceError(wanted.url, "is longer than it should be", "look at the address")
                file.write(chunk)
                told(there, total)
            file.flush()
            os.fsync(file.fileno())
    if length and total and there < total:
        raise VoiceBusyError(wanted.url, f"is cut off: {there} of {total} bytes", _AGAIN)
    return there


def _get(url: str, headers: dict[str, str]) -> requests.Response:
    response = requests.get(url, headers=headers, timeout=_TIMES_S, stream=True)
    if not response.url.startswith("https://"):
        response.close()
        raise VoiceError(url, "leads to an address that is not https", "look at the address")
    if response.status_code == requests.codes.too_many_requests or response.status_code >= 500:
        response.close()
        raise VoiceBusyError(url, f"is busy (HTTP {response.status_code})", _AGAIN)
    if response.status_code not in (requests.codes.ok, requests.codes.partial_content):
        response.close()
        raise VoiceError(url, f"is not to be had (HTTP {response.status_code})", "look at the address")
    return response


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
    try:
        with requests.get(url, timeout=_TIMES_S, stream=True) as response:
            if response.status_code != requests.codes.ok:
                return ""
            data = bytearray()
            for chunk in response.iter_content(_CHUNK):
                data += chunk
                if len(data) > most_bytes:
                    raise VoiceError(url, "is longer than it should be", "look at the address")
            return data.decode("utf-8", "replace")
    except requests.RequestException as error:
        raise VoiceBusyError(url, "the connection fails or is cut", "try again later") from error


def fetch_json(url: str, most_bytes: int) -> object:
    """The value of a JSON document. Raises VoiceBusyError, VoiceError."""
    try:
        value: object = json.loads(fetch_text(url, most_bytes))
    except ValueError as error:
        raise VoiceError(url, "is no JSON", "try again later") from error
    return value
