"""Connections that end by the clock, even where a byte now and then keeps them from timing out."""

from __future__ import annotations

import contextlib
import socket
import threading
import weakref
from collections.abc import Iterator
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager


class TimedAdapter(HTTPAdapter):
    """requests' transport for one request at a time; its connections are kept open."""

    def __init__(self) -> None:
        self.late = False  # whether the last request was ended by the clock
        self._clock = _Clock()
        super().__init__(max_retries=0)

    @contextlib.contextmanager
    def ending_in(self, total_s: float) -> Iterator[None]:
        """End what is asked within the block, from connecting to the last byte, after ``total_s`` seconds.

        Resolving a name is left to the system's own time-out.
        """
        self.late = False
        timer = threading.Timer(total_s, self._end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _end(self) -> None:
        self.late = True
        self._clock.strike()

    def hang_up(self) -> None:
        """End what is being asked, if anything is, from another thread."""
        self._clock.strike()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._clock.pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> PoolManager:
        manager: PoolManager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = self._clock.pools
        return manager


class _Clock:
    """The connections of one adapter, and what ends them all."""

    def __init__(self) -> None:
        # Not the connections: an answer of unknown length takes its socket away from them.
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._shaking: socket.socket | None = None  # of a TLS handshake that is going on
        self._lock = threading.Lock()
        self.pools = _pools(self)

    @contextlib.contextmanager
    def connecting(self, connection: HTTPConnection) -> Iterator[None]:
        try:
            yield
        finally:
            with self._lock:
                if isinstance(connection.sock, socket.socket):
                    self._sockets.add(connection.sock)
                if self._shaking:
                    self._shaking.close()
                self._shaking = None

    def shake(self, plain: socket.socket) -> None:
        # A second handle: TLS takes the first one over.
        with self._lock:
            self._shaking = plain.dup()

    def strike(self) -> None:
        with self._lock:
            for held in (*self._sockets, *((self._shaking,) if self._shaking else ())):
                # Past ssl's own shutdown, which takes TLS away from under somebody who is reading.
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(held, socket.SHUT_RDWR)


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
