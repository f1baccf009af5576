"""What a bare future stands for, when no coroutine of asyncio's is there to tell."""

from __future__ import annotations

from types import FunctionType
from typing import Any, Dict, Iterator

from .coroutines import is_future
from .discovery import asyncio_module
from .wait import Wait


def is_task(value: Any) -> bool:
    """As `isinstance`, without asking the object's own `__class__`."""
    return issubclass(type(value), asyncio_module().Task) or hasattr(type(value), "get_coro")


def wait_on(future: Any) -> Wait:
    """The wait that awaiting this future directly is."""
    if is_task(future):
        return Wait("task", label=future.get_name(), futures=[future])
    if issubclass(type(future), asyncio_module().tasks._GatheringFuture):
        return Wait("gather", futures=[member for member in future._children if not member.done()])
    for callback in _callbacks(future):
        name = callback.__qualname__
        if "shield" in name:
            # By its name: from 3.14 on the callback has the task that called `shield` as well.
            inner = _closure(callback).get("inner")
            if is_future(inner) and inner is not future:
                return Wait("shield", futures=[inner])
        if "_chain_future" in name:
            for source in _closure(callback).values():
                if type(source).__module__.startswith("concurrent.futures"):
                    return Wait("thread")
    return Wait("future")


def _callbacks(future: Any) -> Iterator[FunctionType]:
    """Those that are functions: asking any other object for its name or closure may run code of the program's."""
    for entry in list(getattr(future, "_callbacks", None) or ()):
        callback = entry[0] if type(entry) is tuple else entry
        if type(callback) is FunctionType:
            yield callback


def _closure(function: FunctionType) -> Dict[str, Any]:
    """What a function has of the one around it, by name."""
    found: Dict[str, Any] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            found[name] = cell.cell_contents
        except ValueError:
            continue
    return found
