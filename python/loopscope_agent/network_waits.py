"""Naming waits for the world outside: streams, sockets, names, pipes, processes and threads."""

from __future__ import annotations

import io
import os
import sys
from typing import Any, Callable, Optional

from .discovery import asyncio_module
from .values import attributes, type_module
from .wait import Describe, Locals, Wait, when_of

#: Enters how waits in the functions of a class or module are described, by their names with spaces between.
Put = Callable[[Any, str, Describe], None]


def put_network_waits(put: Put) -> None:
    """Enters all of them. What an interpreter or a system has not is passed over."""
    asyncio = asyncio_module()
    events = asyncio.base_events
    put(asyncio.StreamReader, "read readline readuntil readexactly", _stream("stream.read"))
    put(asyncio.StreamWriter, "drain", _stream("stream.drain"))
    put(asyncio.StreamWriter, "wait_closed", _stream("stream.close"))
    put(events.Server, "serve_forever", _server)
    put(events.Server, "wait_closed", lambda names: Wait("accept.close"))
    # uvloop's loop has no code to be known by within these.
    put(asyncio.streams, "open_connection open_unix_connection", _connecting)
    put(sys.modules.get("asyncio.subprocess"), "create_subprocess_exec create_subprocess_shell", _starting)
    loop = events.BaseEventLoop
    put(loop, "create_connection create_datagram_endpoint", _connecting)
    put(_of("asyncio.unix_events", "_UnixSelectorEventLoop"), "create_unix_connection", _connecting)
    put(sys.modules.get("asyncio.staggered"), "staggered_race", lambda names: Wait("connect"))
    put(loop, "_create_connection_transport", _connected)
    put(loop, "start_tls", _handshake)
    put(loop, "connect_read_pipe connect_write_pipe", lambda names: Wait("pipe"))
    put(loop, "sendfile sock_sendfile", lambda names: Wait("sendfile", label=_file_name(names.get("file"))))
    put(loop, "getaddrinfo", lambda names: Wait("dns", label=_text(names.get("host"))))
    put(loop, "getnameinfo", lambda names: Wait("dns", label=_place(names.get("sockaddr"))))
    put(loop, "shutdown_default_executor", lambda names: Wait("thread", label="executor shutdown"))
    put(sys.modules.get("asyncio.threads"), "to_thread", lambda names: Wait("thread", label=_function_name(names.get("func"))))
    put(loop, "subprocess_exec subprocess_shell", _starting)
    put(_of("asyncio.subprocess", "Process"), "wait communicate", lambda names: Wait("process", label=str(names["self"].pid)))
    selecting = _of("asyncio.selector_events", "BaseSelectorEventLoop")
    put(selecting, "_accept_connection2", _accepted)
    for sockets in (selecting, _of("asyncio.proactor_events", "BaseProactorEventLoop")):
        put(sockets, "sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into", lambda names: Wait("socket.read"))
        put(sockets, "sock_sendall sock_sendto", lambda names: Wait("socket.write"))
        put(sockets, "sock_connect", lambda names: Wait("connect", label=_place(names.get("address"))))
        put(sockets, "sock_accept", lambda names: Wait("accept"))


def _of(module: str, name: str) -> Any:
    """What a module has by a name, if it has been imported."""
    return getattr(sys.modules.get(module), name, None)


def _stream(kind: str) -> Describe:
    return lambda names: Wait(kind, label=_peer(names["self"]))


def _peer(stream: Any) -> Optional[str]:
    """Who is at the other end of a stream."""
    transport = attributes(stream).get("_transport")
    module = None if transport is None else type_module(type(transport))
    # A transport of the program's own might run its code.
    if type(module) is not str or not module.startswith(("asyncio.", "uvloop.")):
        return None
    return _place(transport.get_extra_info("peername"))


def _server(names: Locals) -> Wait:
    places = [_place(sock.getsockname()) for sock in names["self"]._sockets or ()]
    return Wait("accept", label=", ".join(place for place in places if place) or None)


def _connecting(names: Locals) -> Wait:
    """`create_connection` and its like. What it waits for inside says how far it has come."""
    label = _text(names.get("path")) or _address(names.get("host"), names.get("port"))
    return Wait("connect", label=label or _place(names.get("remote_addr")), inside=True)


def _connected(names: Locals) -> Wait:
    """The socket is connected: what is left is the handshake, if it is to be encrypted."""
    return _handshake(names) if names.get("ssl") else Wait("connect")


def _handshake(names: Locals) -> Wait:
    protocol = names.get("ssl_protocol") or attributes(names.get("transport")).get("_ssl_protocol")
    return Wait("tls", label=_text(names.get("server_hostname")), when=when_of(attributes(protocol).get("_handshake_timeout_handle")))


def _accepted(names: Locals) -> Wait:
    """A connection has come to a server, which makes a task of its own for it."""
    peer = _place((names.get("extra") or {}).get("peername"))
    return _labelled(_handshake(names), peer) if names.get("sslcontext") else Wait("accept", label=peer)


def _labelled(wait: Wait, label: Optional[str]) -> Wait:
    wait.label = label
    return wait


def _place(address: Any) -> Optional[str]:
    """A socket's address as text: host and port, or the path of a socket of this machine."""
    if type(address) is tuple and len(address) >= 2:
        return _address(address[0], address[1])
    return _text(address)


def _address(host: Any, port: Any) -> Optional[str]:
    return f"{host}:{port}" if type(host) is str and type(port) in (int, str) else None


def _text(value: Any) -> Optional[str]:
    return value if type(value) is str and value else None


def _starting(names: Locals) -> Wait:
    """A process is being started: it is called by its program, or its command."""
    return Wait("process", label=_base_name(names.get("program")) or _text(names.get("cmd")), inside=True)


def _base_name(path: Any) -> Optional[str]:
    name = _text(path)
    return None if name is None else os.path.basename(name)


def _file_name(file: Any) -> Optional[str]:
    return _base_name(file.name) if type(file) is io.BufferedReader and type(file.raw) is io.FileIO else None


def _function_name(function: Any) -> Optional[str]:
    kinds = ("function", "builtin_function_or_method", "method")
    return _text(function.__name__) if type(function).__name__ in kinds else None
