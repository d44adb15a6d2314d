"""Connections that strangers' addresses may be followed on: to public hosts only, and for a time only.

A name is resolved once, every address it stands for is checked, and the connection is made to a checked
address: what the name means a moment later, or how oddly a number is written, makes no difference. TLS is
verified against the name as ever.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.poolmanager import PoolManager

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotPublicError(Exception):
    """A host is, among others, on a private address; the text is the address."""


def public_addresses(host: str, port: int) -> list[tuple[int, str]]:
    """Family and number of every address of ``host``, all of them public.

    Raises NotPublicError if one is not, OSError (socket.gaierror) where the name cannot be resolved.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # a label that is empty or too long
        raise socket.gaierror(socket.EAI_NONAME, "not a host's name") from error
    addresses = [(int(family), str(place[0])) for family, _, _, _, place in found]
    for _, number in addresses:
        if not is_public(number):
            raise NotPublicError(number)
    return addresses


def is_public(number: str) -> bool:
    """Whether an IP address is one of the open Internet's; a v4 one may be written within a v6 one."""
    ip = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is not None:
            return is_public(str(inner))
        if ip.sixtofour or ip.teredo or ip.is_site_local:  # tunnels, to who knows where
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class Deadline:
    """Ends connections when their time is over, even where a byte now and then keeps them from timing out."""

    def __init__(self, total_s: float) -> None:
        self.over = False
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(total_s, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for held in self._sockets:
                held.close()
            self._sockets.clear()

    def watch(self, connected: socket.socket) -> None:
        """End this connection, too."""
        # A second handle: TLS takes the first one over.
        with self._lock:
            self._sockets.append(connected.dup())
        if self.over:
            self._end()

    def _end(self) -> None:
        with self._lock:
            self.over = True
            for held in self._sockets:
                try:
                    held.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # it has ended already


class GuardedAdapter(HTTPAdapter):
    """requests' transport, with guarded connections; through a proxy, only the time is guarded."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        self._pools = _pools(deadline, public_only=not allow_private)
        self._proxied_pools = _pools(deadline, public_only=False)
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> PoolManager:
        manager: PoolManager = super().proxy_manager_for(proxy, **kwargs)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = self._proxied_pools
        return manager


def _pools(deadline: Deadline, *, public_only: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Pools by scheme, of connections that hold to ``deadline``."""

    class Guarded(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            if public_only:
                return _connected(self, deadline)
            plain = super()._new_conn()
            deadline.watch(plain)
            return plain

    class GuardedTLS(Guarded, HTTPSConnection):
        pass

    class Pool(HTTPConnectionPool):
        ConnectionCls = Guarded

    class TLSPool(HTTPSConnectionPool):
        ConnectionCls = GuardedTLS

    return {"http": Pool, "https": TLSPool}


def _connected(connection: HTTPConnection, deadline: Deadline) -> socket.socket:
    """A socket to the first of the host's checked addresses that answers."""
    port = connection.port or connection.default_port
    problem: OSError = TimeoutError("timed out")
    for family, number in public_addresses(connection.host, port):
        if deadline.over:
            break
        plain = socket.socket(family, socket.SOCK_STREAM)
        plain.settimeout(connection.timeout if isinstance(connection.timeout, int | float) else None)
        try:
            plain.connect((number, port))
            deadline.watch(plain)
        except OSError as error:
            plain.close()
            problem = error
        else:
            return plain
    if isinstance(problem, TimeoutError):
        raise ConnectTimeoutError(connection, "timed out") from problem
    raise NewConnectionError(connection, str(problem)) from problem
