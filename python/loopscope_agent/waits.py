"""Naming what a suspended task waits for: asyncio's own coroutines are known by their code, and their locals read."""

from __future__ import annotations

import gc
import sys
from types import CodeType, FrameType
from typing import Any, Callable, Dict, List, Optional

from .borrowed import lend
from .coroutines import Link, is_future
from .discovery import asyncio_module
from .frames import locals_of

Locals = Dict[str, Any]


class Wait:
    """What one task waits for."""

    __slots__ = ("kind", "label", "resource", "when", "duration", "futures", "inside")

    def __init__(
        self,
        kind: str,
        label: Optional[str] = None,
        resource: Any = None,
        when: Optional[float] = None,
        futures: Any = (),
        inside: bool = False,
    ) -> None:
        self.kind = kind
        #: What tells it apart, when it is not a resource's name.
        self.label = label
        self.resource = resource
        #: When the wait ends by itself, in the loop's time.
        self.when = when
        #: How long it was asked to last, seconds.
        self.duration: Optional[float] = None
        #: Futures waited for through it.
        self.futures: List[Any] = list(futures)
        #: Whether a coroutine further in tells more.
        self.inside = inside


Describe = Callable[[Locals], Wait]


class WaitTable:
    """Which code of asyncio stands for which wait. Modules that are imported later are looked up then."""

    def __init__(self) -> None:
        self._by_code: Dict[CodeType, Describe] = {}
        self._modules = -1

    def describe(self, links: List[Link]) -> "tuple[Optional[Wait], Optional[FrameType]]":
        """The wait that the chain is in, and the innermost frame of a caller above it."""
        table = self._current()
        wait: Optional[Wait] = None
        above: Optional[FrameType] = None
        deadline: Optional[float] = None
        for _, frame in links:
            describe = table.get(frame.f_code)
            if describe is None:
                if wait is None:
                    above = frame
                continue
            try:
                found = describe(locals_of(frame, suspended=True))
            except Exception:
                # It went on meanwhile, or is not what it was in any version that we know.
                continue
            if found.kind == "asCompleted" and not found.futures:
                found.futures = _left_to_complete(links)
            if found.when is not None and (deadline is None or found.when < deadline):
                deadline = found.when
            wait = found
            if not found.inside:
                break
        if wait is not None:
            wait.when = deadline
        return wait, above

    def _current(self) -> Dict[CodeType, Describe]:
        count = len(sys.modules)
        if count != self._modules:
            self._modules = count
            self._by_code = _build()
        return self._by_code


def _when(handle: Any) -> Optional[float]:
    """The time of a timer handle, asyncio's or uvloop's; None when there is none."""
    return None if handle is None else handle.when()


def _pending(futures: Any) -> List[Any]:
    return [future for future in list(futures) if is_future(future) and not future.done()]


def _peer(reader: Any) -> Optional[str]:
    transport = getattr(reader, "_transport", None)
    peer = None if transport is None else transport.get_extra_info("peername")
    if type(peer) is tuple and len(peer) >= 2:
        return f"{peer[0]}:{peer[1]}"
    return peer if type(peer) is str and peer else None


def _address(host: Any, port: Any) -> Optional[str]:
    return f"{host}:{port}" if type(host) is str and type(port) is int else None


def _function_name(function: Any) -> Optional[str]:
    name = getattr(function, "__name__", None) if type(function).__name__ in ("function", "builtin_function_or_method", "method") else None
    return name if type(name) is str else None


def _as_completed(names: Locals) -> Wait:
    todo = names.get("todo")
    if todo is None:
        todo = getattr(names.get("self"), "_todo", ())
    return Wait("asCompleted", futures=_pending(todo))


def _left_to_complete(links: List[Link]) -> List[Any]:
    """Before 3.13 `as_completed` is a generator: an awaiting loop has it on its value stack, and it what is left."""
    code = getattr(asyncio_module().tasks.as_completed, "__code__", None)
    for coroutine, frame in reversed(links):
        referents = lend(gc.get_referents(coroutine))
        if sys.version_info < (3, 11):
            referents += gc.get_referents(frame)
        for referent in referents:
            if type(referent).__name__ == "generator" and referent.gi_code is code and referent.gi_frame is not None:
                return _pending(locals_of(referent.gi_frame, suspended=True).get("todo", ()))
    return []


def _wait_for(names: Locals) -> Wait:
    inner = names.get("fut")
    return Wait("waitFor", when=_when(names.get("timeout_handle")), futures=_pending([inner]), inside=True)


def _sleep(names: Locals) -> Wait:
    wait = Wait("sleep", when=_when(names.get("h")))
    delay = names.get("delay")
    # Another kind of number would run code of the program's.
    if type(delay) in (int, float) and 0 <= delay < float("inf"):
        wait.duration = float(delay)
    return wait


def _group(names: Locals) -> Wait:
    group = names["self"]
    return Wait("taskGroup", resource=group, futures=_pending(group._tasks))


def _server(names: Locals) -> Wait:
    addresses = [_address(*sock.getsockname()[:2]) for sock in names["self"].sockets if len(sock.getsockname()) >= 2]
    return Wait("accept", label=", ".join(address for address in addresses if address) or None)


def _build() -> Dict[CodeType, Describe]:
    asyncio = asyncio_module()
    table: Dict[CodeType, Describe] = {}

    def put(owner: Any, names: str, describe: Describe) -> None:
        for name in names.split():
            code = getattr(getattr(owner, name, None), "__code__", None)
            if code is not None:
                table[code] = describe

    def resource(kind: str, inside: bool = False) -> Describe:
        return lambda names: Wait(kind, resource=names["self"], inside=inside)

    put(asyncio.tasks, "sleep", _sleep)
    put(asyncio.tasks, "wait_for", _wait_for)
    put(asyncio.tasks, "_wait", lambda names: Wait("wait", when=_when(names.get("timeout_handle")), futures=_pending(names["fs"])))
    put(getattr(asyncio.tasks, "_AsCompletedIterator", None), "_wait_for_one", _as_completed)
    for constant in getattr(getattr(asyncio.tasks.as_completed, "__code__", None), "co_consts", ()):
        if type(constant) is CodeType and constant.co_name == "_wait_for_one":
            table[constant] = _as_completed
    for method in ("get", "put", "join"):
        put(asyncio.Queue, method, resource(f"queue.{method}"))
    put(asyncio.Lock, "acquire", resource("lock"))
    put(asyncio.Semaphore, "acquire", resource("semaphore"))
    put(asyncio.Event, "wait", resource("event"))
    put(asyncio.Condition, "wait", resource("condition", inside=True))
    put(getattr(asyncio, "Barrier", None), "wait", resource("barrier"))
    put(getattr(asyncio, "TaskGroup", None), "__aexit__ _aexit", _group)
    put(asyncio.StreamReader, "read readline readuntil readexactly", lambda names: Wait("stream.read", label=_peer(names["self"])))
    put(asyncio.StreamWriter, "drain", lambda names: Wait("stream.drain", label=_peer(names["self"])))
    put(asyncio.StreamWriter, "wait_closed", lambda names: Wait("stream.close", label=_peer(names["self"])))
    events = asyncio.base_events
    put(events.Server, "serve_forever", _server)
    put(events.Server, "wait_closed", lambda names: Wait("accept.close"))
    put(events.BaseEventLoop, "create_connection", lambda names: Wait("connect", label=_address(names.get("host"), names.get("port"))))
    put(events.BaseEventLoop, "getaddrinfo", lambda names: Wait("dns", label=names["host"] if type(names.get("host")) is str else None))
    put(events.BaseEventLoop, "shutdown_default_executor", lambda names: Wait("thread", label="executor shutdown"))
    put(events.BaseEventLoop, "subprocess_exec subprocess_shell", lambda names: Wait("process"))
    put(asyncio.threads if "asyncio.threads" in sys.modules else None, "to_thread", lambda names: Wait("thread", label=_function_name(names.get("func"))))
    selector = sys.modules.get("asyncio.selector_events")
    sockets = getattr(selector, "BaseSelectorEventLoop", None)
    put(sockets, "sock_recv sock_recv_into sock_recvfrom sock_recvfrom_into", lambda names: Wait("socket.read"))
    put(sockets, "sock_sendall sock_sendto", lambda names: Wait("socket.write"))
    put(sockets, "sock_connect", lambda names: Wait("connect"))
    put(sockets, "sock_accept", lambda names: Wait("accept"))
    processes = sys.modules.get("asyncio.subprocess")
    put(getattr(processes, "Process", None), "wait communicate", lambda names: Wait("process", label=str(names["self"].pid)))
    return table
