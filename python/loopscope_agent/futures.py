"""What a bare future stands for, when no coroutine of asyncio's is there to tell."""

from __future__ import annotations

from typing import Any, Iterator

from .coroutines import is_future
from .discovery import asyncio_module
from .waits import Wait


def is_task(value: Any) -> bool:
    """As `isinstance`, without asking the object's own `__class__`."""
    return issubclass(type(value), asyncio_module().Task) or hasattr(type(value), "get_coro")


def wait_on(future: Any) -> Wait:
    """The wait that awaiting this future directly is."""
    if is_task(future):
        return Wait("task", label=future.get_name(), futures=[future])
    members = getattr(future, "_children", None)
    if type(members) is list:
        return Wait("gather", futures=[member for member in members if not member.done()])
    for callback in _callbacks(future):
        name = getattr(callback, "__qualname__", "")
        if "shield" in name:
            for inner in _closure(callback):
                if is_future(inner) and inner is not future:
                    return Wait("shield", futures=[inner])
        if "_chain_future" in name:
            for source in _closure(callback):
                if type(source).__module__.startswith("concurrent.futures"):
                    return Wait("thread")
    return Wait("future")


def _callbacks(future: Any) -> Iterator[Any]:
    for entry in list(getattr(future, "_callbacks", None) or ()):
        yield entry[0] if type(entry) is tuple else entry


def _closure(function: Any) -> Iterator[Any]:
    for cell in getattr(function, "__closure__", None) or ():
        try:
            yield cell.cell_contents
        except ValueError:
            continue
