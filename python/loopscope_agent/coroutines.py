"""The chain of a task: its coroutines, outermost first, down to the future that it waits for."""

from __future__ import annotations

import gc
import sys
from types import AsyncGeneratorType, CoroutineType, FrameType, GeneratorType
from typing import Any, List, Optional, Tuple

from .borrowed import lend
from .frames import thread_stack

#: Awaitables written in C that keep their target only as a referent of the garbage collector.
_OPAQUE = {
    "async_generator_asend",
    "async_generator_athrow",
    "coroutine_wrapper",
    "anext_awaitable",
    "FutureIter",
}
#: A longer chain is cut: recursion of this depth is a bug, and the outermost frames are the telling ones.
CHAIN_LIMIT = 200

#: An awaited object and its frame; the object is None for frames that are known from a thread's stack only.
Link = Tuple[Any, FrameType]


def link(awaitable: Any) -> Optional[Tuple[Optional[FrameType], Any, bool]]:
    """Frame, what it awaits, and whether it runs, of a coroutine, generator or async generator; None for others.

    Only one that is suspended is asked what it awaits. Where an error has just been thrown into one, CPython 3.10 to 3.12
    would look for that on a stack that is in use, and crash. A frame has a caller while it runs, and between that look
    and the next no other thread gets its turn.
    """
    kind = type(awaitable)
    if kind is CoroutineType:
        frame, running = awaitable.cr_frame, awaitable.cr_running
        awaited = frame and (frame.f_back or awaitable.cr_await)
    elif kind is GeneratorType:
        frame, running = awaitable.gi_frame, awaitable.gi_running
        awaited = frame and (frame.f_back or awaitable.gi_yieldfrom)
    elif kind is AsyncGeneratorType:
        # `ag_running` stays set while it is suspended in an await.
        frame, running = awaitable.ag_frame, False
        awaited = frame and (frame.f_back or awaitable.ag_await)
    elif _is_compiled(awaitable):
        try:
            return awaitable.cr_frame, awaitable.cr_await, bool(awaitable.cr_running)
        except AttributeError:
            return None
    else:
        return None
    if type(awaited) is FrameType:
        return frame, None, True
    return frame, awaited, running


def _is_compiled(value: Any) -> bool:
    """Whether it is a coroutine made by a compiler such as Cython, which may have no frame."""
    return type(value) is not CoroutineType and hasattr(type(value), "cr_frame")


def is_future(value: Any) -> bool:
    """As `asyncio.isfuture`, without asking the object's own `__class__`."""
    return hasattr(type(value), "_asyncio_future_blocking") or type(value).__name__ == "Future"


def _behind(opaque: Any, depth: int = 0) -> Any:
    referents = lend(gc.get_referents(opaque))
    for referent in referents:
        if link(referent) is not None or is_future(referent):
            return referent
    if depth < 5:
        for referent in referents:
            if type(referent).__name__ in _OPAQUE:
                return _behind(referent, depth + 1)
    return None


def chain(coroutine: Any) -> Tuple[List[Link], Any, bool]:
    """The links, what the innermost one awaits (None when it runs or has not started), and whether one runs."""
    # A frame that somebody refers to keeps its locals when its coroutine ends.
    links: List[Link] = lend([])
    running = False
    current = coroutine
    while current is not None and len(links) < CHAIN_LIMIT:
        found = link(current)
        if found is None:
            behind = _behind(current) if type(current).__name__ in _OPAQUE else None
            if behind is None:
                return links, current, running
            current = behind
            continue
        frame, awaited, runs = found
        running = running or runs
        if frame is not None:
            links.append((current, frame))
        current = awaited
    return links, None, running


def compiled(coroutine: Any) -> List[Any]:
    """The coroutines of a chain that a compiler such as Cython made, outermost first."""
    found: List[Any] = lend([])
    current = coroutine
    for _ in range(CHAIN_LIMIT):
        step = link(current)
        if step is not None:
            if _is_compiled(current):
                found.append(current)
            current = step[1]
        elif type(current).__name__ in _OPAQUE:
            current = _behind(current)
        if current is None:
            break
    return found


def running_links(coroutine: Any, top: Optional[FrameType] = None) -> List[Link]:
    """The frames of a task that runs: outermost first, from the stack of the thread that it runs in.

    While a coroutine runs it does not know what it awaits, so its chain is on the thread's stack alone. With `top` only
    the stack that begins there is searched.
    """
    found = link(coroutine)
    root = None if found is None else found[0]
    if root is None:
        return []
    for start in [top] if top is not None else list(sys._current_frames().values()):
        frame = start
        while frame is not None and frame is not root:
            frame = frame.f_back
        if frame is None:
            continue
        frames = thread_stack(start)
        if root in frames:
            frames = frames[: frames.index(root) + 1]
            return [(coroutine if frame is root else None, frame) for frame in reversed(frames)]
    return []


def coroutine_name(coroutine: Any) -> str:
    """The name of the coroutine function, without the class or function around it."""
    code = getattr(coroutine, "cr_code", None) or getattr(coroutine, "gi_code", None)
    name = getattr(code, "co_name", None)
    if name is None:
        name = getattr(coroutine, "__name__", None)
    return name if type(name) is str else type(coroutine).__name__
