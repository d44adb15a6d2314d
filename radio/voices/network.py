"""What it means to a producer that a service or a store cannot be asked."""

from __future__ import annotations

from dataclasses import dataclass

import requests

_CERTIFICATES = "look at REQUESTS_CA_BUNDLE"


@dataclass(frozen=True, slots=True)
class Trouble:
    """A failure of the network, or of how it is set up here."""

    problem: str  # one clause, without who it is
    remedy: str  # "" where it passes by itself


def trouble(error: Exception) -> Trouble:
    """What an error of requests' means; it raises OSError and ValueError for what the environment says."""
    told = str(error)
    if isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in told:
        remedy = "check this computer's clock; behind a filtering proxy set REQUESTS_CA_BUNDLE"
        return Trouble("the certificate is not trusted", remedy)
    if isinstance(error, ValueError):  # InvalidProxyURL, InvalidURL, a kind of proxy that is not known
        remedy = "look at the address, and at HTTPS_PROXY in the environment"
        return Trouble(f"the address or that of the proxy is wrong ({told})", remedy)
    if not isinstance(error, requests.RequestException):
        return Trouble(f"cannot be asked ({told})", _CERTIFICATES)
    if "[X509" in told:
        return Trouble("the trusted certificates cannot be read", _CERTIFICATES)
    return Trouble(next(problem for kind, problem in _PASSING if isinstance(error, kind)), "")


# The first that an error is.
_PASSING: tuple[tuple[type[Exception], str], ...] = (
    (requests.exceptions.SSLError, "the secure connection breaks off"),
    (requests.exceptions.ProxyError, "the proxy does not let us through"),
    (requests.Timeout, "does not answer in time"),
    (Exception, "the connection fails or is cut"),
)
