"""Naming what a suspended task waits for: asyncio's own coroutines are known by their code, and their locals read."""

from __future__ import annotations

import gc
import sys
from types import CodeType
from typing import Any, Dict, List, Optional

from .borrowed import lend
from .coroutines import Link, is_future
from .discovery import asyncio_module
from .frames import locals_of
from .network_waits import put_network_waits
from .wait import Describe, Locals, Wait, when_of


class WaitTable:
    """Which code of asyncio stands for which wait. Modules that are imported later are looked up then."""

    def __init__(self) -> None:
        self._by_code: Dict[CodeType, Describe] = {}
        self._modules = -1

    def describe(self, links: List[Link]) -> Optional[Wait]:
        """The wait that a chain is in; None when it is in none of asyncio's."""
        table = self._current()
        wait: Optional[Wait] = None
        deadline: Optional[float] = None
        for _, frame in links:
            describe = table.get(frame.f_code)
            if describe is None:
                continue
            try:
                found = describe(locals_of(frame, suspended=True))
            except Exception:
                # It went on meanwhile, or is not what it was in any version that we know.
                continue
            if found.kind == "asCompleted" and found.when is None:
                around = _iteration_of(links)
                found.futures = found.futures or _pending(around.get("todo", ()))
                found.when = when_of(around.get("timeout_handle"))
            if found.when is not None and (deadline is None or found.when < deadline):
                deadline = found.when
            if found.label is None and found.resource is None and wait is not None:
                # A step of what the outer one is about: of connecting to a host.
                found.label = wait.label
            wait = found
            if not found.inside:
                break
        if wait is not None:
            wait.when = deadline
        return wait

    def _current(self) -> Dict[CodeType, Describe]:
        count = len(sys.modules)
        if count != self._modules:
            self._modules = count
            self._by_code = _build()
        return self._by_code


def _pending(futures: Any) -> List[Any]:
    return [future for future in list(futures) if is_future(future) and not future.done()]


def _as_completed(names: Locals) -> Wait:
    iterator = names.get("self")
    if iterator is None:
        return Wait("asCompleted", futures=_pending(names.get("todo", ())))
    return Wait("asCompleted", futures=_pending(iterator._todo), when=when_of(iterator._timeout_handle))


def _iteration_of(links: List[Link]) -> Locals:
    """Before 3.13 `as_completed` is a generator: an awaiting loop has it on its value stack, and it what is left."""
    code = getattr(asyncio_module().tasks.as_completed, "__code__", None)
    for coroutine, frame in reversed(links):
        referents = lend(gc.get_referents(coroutine))
        if sys.version_info < (3, 11):
            referents += gc.get_referents(frame)
        for referent in referents:
            if type(referent).__name__ == "generator" and referent.gi_code is code and referent.gi_frame is not None:
                return locals_of(referent.gi_frame, suspended=True)
    return {}


def _wait_for(names: Locals) -> Wait:
    inner = names.get("fut")
    return Wait("waitFor", when=when_of(names.get("timeout_handle")), futures=_pending([inner]), inside=True)


def _sleep(names: Locals) -> Wait:
    wait = Wait("sleep", when=when_of(names.get("h")))
    delay = names.get("delay")
    # Another kind of number would run code of the program's.
    if type(delay) in (int, float) and 0 <= delay < float("inf"):
        wait.duration = float(delay)
    return wait


def _group(names: Locals) -> Wait:
    group = names["self"]
    return Wait("taskGroup", resource=group, futures=_pending(group._tasks))


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
    put(asyncio.tasks, "_wait", lambda names: Wait("wait", when=when_of(names.get("timeout_handle")), futures=_pending(names["fs"])))
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
    put_network_waits(put)
    return table
