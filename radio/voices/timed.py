"""Connections that end by the clock, even where a byte now and then keeps them from timing out."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager


class TimedAdapter(HTTPAdapter):
    """requests' transport for one request at a time; its connections are kept open."""

    def __init__(self) -> None:
        self._clock = _Clock()
        super().__init__(max_retries=0)

    @property
    def late(self) -> bool:
        """Whether the last request was ended by the clock."""
        return self._clock.request.late

    @contextlib.contextmanager
    def ending_in(self, total_s: float, stop: threading.Event | None = None) -> Iterator[None]:
        """End what is asked within the block, from connecting to the last byte, after ``total_s`` seconds.

        stop: where it is set, the request ends as well: at once, if it is set before the block begins or if
        whoever sets it then calls `hang_up`. Resolving a name is left to the system's own time-out.
        """
        request = self._clock.begin(stop)
        timer = threading.Timer(total_s, self._clock.strike, (request,), {"late": True})
        timer.daemon = True
        timer.start()
        try:
            # Whoever stops it finds it begun, or has set the sign before this looks at it.
            self.hang_up()
            yield
        finally:
            timer.cancel()

    def hang_up(self) -> None:
        """End what is being asked if it is to stop: from another thread, too."""
        request = self._clock.request
        if request.stop and request.stop.is_set():
            self._clock.strike(request)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._clock.pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> PoolManager:
        manager: PoolManager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = self._clock.pools
        return manager


@dataclass(slots=True)
class _Request:
    """A request, and how it stands."""

    stop: threading.Event | None = None
    over: bool = False  # nothing more is asked for it
    late: bool = False  # for its time is over


class _Clock:
    """The connections of one adapter, and what ends them all."""

    def __init__(self) -> None:
        # Not the connections: an answer of unknown length takes its socket away from them.
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._shaking: socket.socket | None = None  # of a TLS handshake that is going on
        self._lock = threading.Lock()
        self.request = _Request()
        self.pools = _pools(self)

    def begin(self, stop: threading.Event | None) -> _Request:
        with self._lock:
            self.request = _Request(stop)
            return self.request

    @contextlib.contextmanager
    def connecting(self, connection: HTTPConnection) -> Iterator[None]:
        try:
            yield
        finally:
            with self._lock:
                if isinstance(connection.sock, socket.socket):
                    self._sockets.add(connection.sock)
                    if self.request.over:  # the handshake may have come to its end all the same
                        _shut(connection.sock, socket.SHUT_RDWR)
                if self._shaking:
                    self._shaking.close()
                self._shaking = None

    def shake(self, plain: socket.socket) -> None:
        """Watch over a connection that has just been made. Raises OSError where it comes too late."""
        with self._lock:
            if self.request.over:
                plain.close()
                raise ConnectionAbortedError("the request was ended while it was connecting")
            # A second handle: TLS takes the first one over.
            self._shaking = plain.dup()

    def strike(self, request: _Request, *, late: bool = False) -> None:
        """End ``request``, if it is still the one that is asked."""
        with self._lock:
            if request is not self.request:
                return
            request.over, request.late = True, request.late or late
            for held in self._sockets:
                _shut(held, socket.SHUT_RDWR)
            if self._shaking:
                _shut(self._shaking, _BEFORE_TLS)


# Of what is shut both ways, and reset then, Python makes a TLS socket that it forgets to close. Elsewhere
# than on POSIX, nobody who reads is woken by less.
_BEFORE_TLS = socket.SHUT_RD if os.name == "posix" else socket.SHUT_RDWR


def _shut(held: socket.socket, how: int) -> None:
    """Shut it past ssl's own shutdown, which takes TLS away from under somebody who is reading."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(held, how)


def _pools(clock: _Clock) -> dict[str, type[HTTPConnectionPool]]:
    """Pools by scheme, of connections that ``clock`` ends."""

    class Timed(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            plain = super()._new_conn()
            clock.shake(plain)
            return plain

        def connect(self) -> None:
            with clock.connecting(self):
                super().connect()

    class TimedTLS(Timed, HTTPSConnection):
        pass

    class Pool(HTTPConnectionPool):
        ConnectionCls = Timed

    class TLSPool(HTTPSConnectionPool):
        ConnectionCls = TimedTLS

    return {"http": Pool, "https": TLSPool}
