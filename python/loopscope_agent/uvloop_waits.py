"""Naming waits in uvloop's own coroutines: they are compiled, so their names say it, and there are no locals to read."""

from __future__ import annotations

from typing import Any, Dict, Optional

from .coroutines import compiled
from .wait import Wait

#: By the names of the methods, as the compiled coroutines have them.
_KINDS: Dict[str, str] = {
    f"{owner}.{name}": kind
    for kind, owner, names in (
        ("connect", "Loop", "create_connection create_unix_connection create_datagram_endpoint connect_accepted_socket sock_connect"),
        ("tls", "Loop", "start_tls"),
        ("dns", "Loop", "getaddrinfo getnameinfo"),
        ("pipe", "Loop", "connect_read_pipe connect_write_pipe"),
        ("sendfile", "Loop", "sendfile sock_sendfile"),
        ("socket.read", "Loop", "sock_recv sock_recv_into"),
        ("socket.write", "Loop", "sock_sendall"),
        ("process", "Loop", "subprocess_exec subprocess_shell"),
        ("thread", "Loop", "shutdown_default_executor"),
        ("accept", "Loop", "sock_accept"),
        ("accept", "Server", "serve_forever"),
        ("accept.close", "Server", "wait_closed"),
    )
    for name in names.split()
}


def uvloop_wait(coroutine: Any) -> Optional[Wait]:
    """The wait of a chain that ends in coroutines of uvloop's; None for others."""
    wait: Optional[Wait] = None
    for inner in compiled(coroutine):
        kind = _KINDS.get(inner.__qualname__) if inner.__module__ == "uvloop.loop" else None
        if kind is not None:
            wait = Wait(kind)
    return wait
