"""Who holds what: from the frames that are inside of `async with`, and for locks from a note at `acquire`."""

from __future__ import annotations

import gc
import sys
import types
import weakref
from typing import Any, Callable, List, Optional, Tuple

from .borrowed import lend
from .coroutines import Link
from .discovery import asyncio_module, running_task
from .values import type_mro, type_namespace

#: Where a lock's `__dict__` has the `Owner`; None where it is free.
OWNER = "_loopscope_owner"
#: What gives the task while it is there, and which noting it is of.
Owner = Tuple[Callable[[], Any], property]
_EXITS = ("__aexit__", "__exit__")
_NOBODY: Any = lambda: None  # noqa: E731


def entered(links: List[Link]) -> List[Any]:
    """Context managers that a chain is inside of, or is about to enter.

    The bound `__aexit__` sits on the value stack of the suspended frame, which only the garbage collector sees: as a
    referent of the coroutine, before 3.11 of the frame. Since 3.14 the function and its object sit there unbound.
    """
    found: List[Any] = []
    for coroutine, frame in links:
        if coroutine is None:
            continue
        referents = lend(gc.get_referents(coroutine))
        if sys.version_info < (3, 11):
            referents += gc.get_referents(frame)
        for index, referent in enumerate(referents):
            if _bound_name(referent) in _EXITS:
                found.append(referent.__self__)
            elif type(referent) is types.FunctionType and sys.version_info >= (3, 14) and referent.__name__ in _EXITS:
                for neighbour in referents[max(0, index - 1) : index] + referents[index + 1 : index + 2]:
                    if any(type_namespace(cls).get(referent.__name__) is referent for cls in type_mro(type(neighbour))):
                        found.append(neighbour)
                        break
    return found


def _bound_name(value: Any) -> Any:
    """The name of a bound method; None for anything else, and where it may be code of the program's that tells it."""
    if type(value) is types.BuiltinMethodType:
        return value.__name__
    if type(value) is types.MethodType and type(value.__func__) is types.FunctionType:
        return value.__func__.__name__
    return None


def owner_of(lock: Any) -> Optional[Owner]:
    """Who took a lock; None when that was not noted."""
    namespace = getattr(lock, "__dict__", None)
    owner = namespace.get(OWNER) if type(namespace) is dict else None
    # While the agent was away the lock may have gone through many hands.
    return None if owner is None or owner[1] is not asyncio_module().Lock.__dict__.get("_locked") else owner


def note_lock_owners() -> None:
    """From now on every `asyncio.Lock` notes who takes it: half a microsecond each time. Safe to repeat."""
    asyncio = asyncio_module()
    lock = asyncio.Lock
    if "_locked" in lock.__dict__:
        return
    ref = weakref.ref

    def read(self: Any) -> bool:
        return self.__dict__["_locked"]

    def write(self: Any, locked: bool) -> None:
        namespace = self.__dict__
        namespace["_locked"] = locked
        if not locked:
            namespace[OWNER] = None
            return
        task = running_task()
        try:
            namespace[OWNER] = _NOBODY if task is None else ref(task), noting
        except TypeError:
            # A task of the program's own make, which cannot be referred to weakly.
            namespace[OWNER] = None

    noting = property(read, write)
    lock._locked = noting


def stop_noting_lock_owners() -> None:
    """Locks are as asyncio made them: what the property stored has been their own attribute all the time."""
    lock = asyncio_module().Lock
    if type(lock.__dict__.get("_locked")) is property:
        del lock._locked
