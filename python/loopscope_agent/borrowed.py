"""Letting go of the program's objects without being the last to: finalizers belong into the program's own threads."""

from __future__ import annotations

import sys
from typing import Any, List


def _alone() -> int:
    value = object()
    return sys.getrefcount(value)


#: What `sys.getrefcount` says of an object that only a local name refers to: it differs between interpreters.
_ALONE = _alone()


#: What was read off frames since the last `settle`: lists and dictionaries that have the program's objects in them.
_loans: List[Any] = []


def lend(values: Any) -> Any:
    """Keeps a list or dictionary of the program's objects until `settle`, and returns it."""
    _loans.append(values)
    return values


def settle(task: Any = None, waiter: Any = None) -> None:
    """Lets go of all that was lent, about a task that waited for `waiter`.

    While it still does, its frames hold on to their objects. When it went on meanwhile we may be the last to have them:
    its loop's thread drops them.
    """
    global _loans
    if not _loans:
        return
    loans, _loans = _loans, []
    if task is not None and (waiter is None or getattr(task, "_fut_waiter", None) is not waiter):
        loop = task.get_loop()
        if not loop.is_closed():
            try:
                loop.call_soon_threadsafe(_drop, loans)
                return
            except RuntimeError:
                pass
    loans.clear()


def give_back(borrowed: List[Any], loop_of: Any, is_at_rest: Any) -> None:
    """Empties the list. What may be about to lose its last other reference is handed to its loop's thread, to be dropped.

    `loop_of` gives the loop of an object, or None. `is_at_rest` says whether the program has to come back to the object
    before it lets go of it: between a look at the reference count and the drop the program may run.
    """
    while borrowed:
        value = borrowed.pop()
        if sys.getrefcount(value) > _ALONE and is_at_rest(value):
            continue
        loop = loop_of(value)
        if loop is None or loop.is_closed():
            continue
        handed = [value]
        del value
        try:
            loop.call_soon_threadsafe(_drop, handed)
        except RuntimeError:
            # Closed in between: nothing of the program runs there any more.
            continue


def _drop(values: List[Any]) -> None:
    """Drops them here, wherever the last reference to the handle that calls this is dropped."""
    values.clear()
