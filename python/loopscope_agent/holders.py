"""Who holds what: from the frames that are inside of `async with`, and for locks from a note at `acquire`."""

from __future__ import annotations

import gc
import sys
import types
import weakref
from typing import Any, List

from .borrowed import lend
from .coroutines import Link
from .discovery import asyncio_module, running_task

#: Where a lock's `__dict__` has a weak reference to the task that took it.
OWNER = "_loopscope_owner"
_EXITS = ("__aexit__", "__exit__")


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
            kind = type(referent)
            if kind in (types.MethodType, types.BuiltinMethodType):
                if getattr(referent, "__name__", "") in _EXITS:
                    found.append(referent.__self__)
            elif kind is types.FunctionType and sys.version_info >= (3, 14) and referent.__name__ in _EXITS:
                for neighbour in referents[max(0, index - 1) : index] + referents[index + 1 : index + 2]:
                    if type(neighbour).__dict__.get(referent.__name__) is referent or any(
                        cls.__dict__.get(referent.__name__) is referent for cls in type(neighbour).__mro__
                    ):
                        found.append(neighbour)
                        break
    return found


def owner_of(lock: Any) -> Any:
    """The task that took a lock, as far as it was noted."""
    namespace = getattr(lock, "__dict__", None)
    reference = namespace.get(OWNER) if type(namespace) is dict else None
    return None if reference is None else reference()


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
        if locked:
            task = running_task()
            namespace[OWNER] = None if task is None else ref(task)
        else:
            namespace[OWNER] = None

    lock._locked = property(read, write)


def stop_noting_lock_owners() -> None:
    """Locks are as asyncio made them: what the property stored has been their own attribute all the time."""
    lock = asyncio_module().Lock
    if type(lock.__dict__.get("_locked")) is property:
        del lock._locked
