"""Letting go of the program's objects without being the last to: finalizers belong into the program's own threads."""

from __future__ import annotations

import sys
from typing import Any, List


def _alone() -> int:
    value = object()
    return sys.getrefcount(value)


#: What `sys.getrefcount` says of an object that only a local name refers to: it differs between interpreters.
_ALONE = _alone()


def give_back(borrowed: List[Any], loop_of: Any) -> None:
    """Empties the list. What nobody else refers to any more is handed to its loop's thread, which drops it there.

    `loop_of` gives the loop of an object, or None.
    """
    while borrowed:
        value = borrowed.pop()
        if sys.getrefcount(value) > _ALONE:
            continue
        loop = loop_of(value)
        if loop is None or loop.is_closed():
            continue
        try:
            loop.call_soon_threadsafe(_drop, value)
        except RuntimeError:
            # Closed in between: nothing of the program runs there any more.
            continue


def _drop(_value: Any) -> None:
    """The handle that calls this holds the last reference."""
