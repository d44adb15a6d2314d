"""Servers on this machine, over TLS where they are given a certificate."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import trustme


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    tls: ssl.SSLContext | None = None

    def get_request(self) -> tuple[Any, Any]:
        plain, address = super().get_request()
        if self.tls is None:
            return plain, address
        try:
            plain.getpeername()
        except OSError:  # it has hung up: Python 3.11 wraps such a socket, and forgets to close it
            plain.close()
            raise
        # The handshake waits for the handler's thread: here a silent client would block them all.
        return self.tls.wrap_socket(plain, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, *_: object) -> None:
        """Nothing: a client that hangs up is what some tests are about."""


@contextmanager
def serving(
    handler: type[BaseHTTPRequestHandler], certificate: trustme.LeafCert | None = None
) -> Iterator[str]:
    """The address, without a slash at its end, at which ``handler`` answers within the block."""
    server = _Server(("127.0.0.1", 0), handler)
    if certificate is not None:
        server.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(server.tls)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"{'https' if certificate else 'http'}://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
