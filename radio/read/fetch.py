"""Fetching a page from an address that anybody may have written.

Only http and https are followed, only to public hosts (`fetch_guard`), only so far, so long and so much, and
only text comes back. TLS is verified; proxies and certificates are those of the environment.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from typing import TypeVar
from urllib.parse import urldefrag, urljoin, urlsplit

import requests
from requests import exceptions as errors
from requests.utils import select_proxy
from urllib3.exceptions import HTTPError

from radio.errors import ArticleBusyError, ArticleError
from radio.read.fetch_guard import Deadline, GuardedAdapter, NotPublicError, public_addresses

_SCHEMES = ("http", "https")
_ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".xhtml", "text/plain": ".txt"}
_REDIRECTS = {301, 302, 303, 307, 308}
_LATER = {408, 425, 429, 500, 502, 503, 504}
_PROBLEMS = {
    401: ("asks for a login", "log in with a browser and save the page"),
    403: ("is not shown to programs", "open it in a browser and save the page"),
    404: ("is not there", "check the address"),
    410: ("is not there any more", "check the address"),
    451: ("may not be shown", "ask its newsroom for the text"),
}  # by status
_TRY_LATER = "try again later"
_MEANINGS: tuple[tuple[type[Exception], type[ArticleError], str, str], ...] = (
    (errors.SSLError, ArticleError, "has no certificate that can be trusted", "check it in a browser"),
    (
        errors.ProxyError,
        ArticleBusyError,
        "cannot be reached through the proxy",
        "check the proxy's settings",
    ),
    (
        socket.gaierror,
        ArticleBusyError,
        "is on a host that cannot be found",
        "check the address and the network",
    ),
    (errors.Timeout, ArticleBusyError, "does not answer", _TRY_LATER),
    (errors.ContentDecodingError, ArticleError, "cannot be unpacked", "save the page with a browser"),
    (ValueError, ArticleError, "is no address of a page", "check the address"),
)  # the first that an error is, or came from
_CHUNK = 16_384  # bytes
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; radio)",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "vi,en;q=0.5",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How far, how long, how much, and of what kind."""

    connect_s: float = 10.0
    silence_s: float = 20.0  # between two bytes
    total_s: float = 60.0
    most_bytes: int = 20_000_000  # of the page, unpacked
    most_redirects: int = 5
    kinds: tuple[str, ...] = tuple(_ENDINGS)  # media types


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    data: bytes
    address: str  # the last one, after all redirects
    ending: str  # of a file with such content: ".html", ".xhtml", ".txt"; "" for what is no article's page
    charset: str  # what the server said, in lower case; "" if nothing


def fetch(address: str, *, allow_private: bool = False, limits: Limits = DEFAULT_LIMITS) -> Page:
    """The page at ``address``; private and loopback hosts only with ``allow_private``.

    Raises ArticleError naming the address and what to do; ArticleBusyError where a later try may succeed.
    """
    asked = _Question(address, allow_private, limits)
    return _asked(asked, lambda response: _page(response, address, limits))


def look(
    address: str, *, first_byte: bool = False, allow_private: bool = False, limits: Limits = DEFAULT_LIMITS
) -> Mapping[str, str]:
    """What a server says of ``address``, by header in any case, without its content.

    first_byte: ask for the first byte, as players do that go on from anywhere; else for the headers alone
    (HEAD). Raises as `fetch` does.
    """
    how = {"method": "GET", "range_": "bytes=0-0"} if first_byte else {"method": "HEAD"}
    asked = _Question(address, allow_private, limits, **how)

    def headers(response: requests.Response) -> Mapping[str, str]:
        if response.status_code != requests.codes.partial_content:
            _check_code(response.status_code, address)
        return response.headers

    return _asked(asked, headers)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, and within which limits."""

    address: str
    allow_private: bool
    limits: Limits
    method: str = "GET"
    range_: str = ""  # of bytes; "" for all


_Answer = TypeVar("_Answer")


def _asked(asked: _Question, take: Callable[[requests.Response], _Answer]) -> _Answer:
    """What ``take`` makes of the answer at the end of the redirects."""
    address, limits = asked.address, asked.limits
    with Deadline(limits.total_s) as deadline, requests.Session() as session:
        for scheme in _SCHEMES:
            session.mount(f"{scheme}://", GuardedAdapter(deadline, allow_private=asked.allow_private))
        # A name and password for a host may stand in ~/.netrc: they are not for strangers' pages.
        session.auth = _no_login
        try:
            found = _followed(session, asked, take)
        except ArticleError as error:
            if deadline.over:
                raise _late(address, limits) from error
            raise
        except NotPublicError as error:
            raise ArticleError(
                address, f"leads to a private address ({error})", "give --allow-private if you trust it"
            ) from error
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise _late(address, limits) if deadline.over else _translated(address, error) from error
        if deadline.over:  # what was cut off may look like an end
            raise _late(address, limits)
        return found


def _followed(
    session: requests.Session, asked: _Question, take: Callable[[requests.Response], _Answer]
) -> _Answer:
    """The answer at the end of the redirects."""
    at, most = asked.address, asked.limits.most_redirects
    for _ in range(most + 1):
        with _answer(session, asked, at) as response:
            if response.status_code not in _REDIRECTS or "location" not in response.headers:
                return take(response)
            at = urldefrag(urljoin(at, session.get_redirect_target(response) or "")).url
    raise ArticleError(asked.address, f"leads on more than {most} times", "check it in a browser")


def _answer(session: requests.Session, asked: _Question, at: str) -> requests.Response:
    """The answer at ``at``, its body still to come."""
    parts, limits = urlsplit(at), asked.limits
    if parts.scheme.lower() not in _SCHEMES:
        raise ArticleError(
            asked.address, f"leads to {parts.scheme}:, which is not the web", "check it in a browser"
        )
    if parts.username is not None or parts.password is not None:
        raise ArticleError(parts.hostname, "is given with a login", "leave name and password out")
    headers = {**_HEADERS, "Accept": ",".join(limits.kinds)}
    if asked.range_:
        headers |= {"Range": asked.range_, "Accept-Encoding": "identity"}
    request = session.prepare_request(requests.Request(asked.method, at, headers=headers))
    url = request.url or at
    settings = session.merge_environment_settings(url, {}, True, None, None)
    if select_proxy(url, settings["proxies"]) is not None and not asked.allow_private:
        # The proxy will connect; where to, is checked here all the same.
        public_addresses(urlsplit(url).hostname or "", 0)
    times_s = (limits.connect_s, limits.silence_s)
    return session.send(request, allow_redirects=False, timeout=times_s, **settings)


def _check_code(code: int, address: str) -> None:
    """Raise ArticleError unless the status is that of content."""
    if code in _LATER:
        raise ArticleBusyError(address, f"does not answer now ({code})", _TRY_LATER)
    if code != requests.codes.ok:
        problem, remedy = _PROBLEMS.get(code, ("cannot be had", "check it in a browser"))
        raise ArticleError(address, f"{problem} ({code})", remedy)


def _page(response: requests.Response, address: str, limits: Limits) -> Page:
    """The body, if it is text and not too much of it."""
    _check_code(response.status_code, address)
    kind, charset = _content(response.headers.get("content-type", ""))
    if kind not in limits.kinds:
        raise ArticleError(address, f"is no page but {kind}", "give the address of an article's page")
    data = bytearray()
    for chunk in response.iter_content(_CHUNK):
        data += chunk
        if len(data) > limits.most_bytes:
            most = f"{limits.most_bytes / 1e6:.0f} MB"
            raise ArticleError(address, f"is too large for an article (the limit is {most})", "check it")
    return Page(bytes(data), response.url or address, _ENDINGS.get(kind, ""), charset)


def _content(header: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type; a page where a server says nothing."""
    message = Message()
    message["content-type"] = " ".join(header.split()) or "text/html"
    return message.get_content_type(), (message.get_content_charset("") or "")


def _late(address: str, limits: Limits) -> ArticleError:
    return ArticleBusyError(address, f"was not there within {limits.total_s:g} s", _TRY_LATER)


def _translated(address: str, error: Exception) -> ArticleError:
    """What a library's error means to a producer."""
    causes = list(_causes(error))
    for kind, made, problem, remedy in _MEANINGS:
        if any(isinstance(cause, kind) for cause in causes):
            return made(address, problem, remedy)
    return ArticleBusyError(address, "cannot be reached or broke off", f"check the network, or {_TRY_LATER}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _no_login(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request
