"""Finding the event loops and tasks of a process from any thread, without iterating what other threads change."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any, Dict, List, Optional

from .frames import locals_of, owner_of


def asyncio_module() -> Any:
    """asyncio, once the program has imported it; a half of it is none."""
    asyncio = sys.modules.get("asyncio")
    return asyncio if hasattr(asyncio, "all_tasks") else None


def all_tasks(loops: List[Any]) -> List[Any]:
    """Every task that is not done, those of eager and custom kinds included."""
    return [task for task in known_tasks(loops) if not task.done()]


def known_tasks(loops: List[Any]) -> List[Any]:
    """Every task that asyncio knows of, among them some that have just ended.

    Copying the set behind a WeakSet is one step under the GIL; iterating the WeakSet is not.
    """
    asyncio = asyncio_module()
    if asyncio is None:
        return []
    tasks = asyncio.tasks
    found: List[Any] = []
    for name in ("_all_tasks", "_scheduled_tasks"):
        data = getattr(getattr(tasks, name, None), "data", None)
        if data is not None:
            found += [task for task in [reference() for reference in data.copy()] if task is not None]
    others = list(getattr(tasks, "_eager_tasks", ()))
    if sys.version_info >= (3, 14):
        # Tasks written in C are in lists of the interpreter's own.
        for loop in loops:
            try:
                others += asyncio.all_tasks(loop)
            except RuntimeError:
                # It changed under the copy for too many times: the next look will have it.
                continue
    if others:
        seen = {id(task) for task in found}
        for task in others:
            if id(task) not in seen:
                seen.add(id(task))
                found.append(task)
    return found


def running_task() -> Any:
    """The task that runs in the calling thread, or None. Raises nothing: a debugger might stop at each exception."""
    asyncio = asyncio_module()
    loop = None if asyncio is None else asyncio._get_running_loop()
    return None if loop is None else asyncio.current_task(loop)


def loops_in_frames() -> List[Any]:
    """Loops that run in some thread now, as its stack has them."""
    found: Dict[int, Any] = {}
    asyncio = asyncio_module()
    if asyncio is None:
        return []
    base = asyncio.AbstractEventLoop
    for frame in list(sys._current_frames().values()):
        at: Any = frame
        while at is not None:
            if _runs_a_loop(at):
                owner = locals_of(at, suspended=False).get("self")
                loop = owner if issubclass(type(owner), base) else getattr(owner, "_loop", None) if _is_runner(owner) else None
                if loop is not None:
                    found[id(loop)] = loop
            at = at.f_back
    return list(found.values())


def _runs_a_loop(frame: FrameType) -> bool:
    """Of `BaseEventLoop.run_forever`, `Runner.run` and their like. Other frames that run are not to be asked for locals."""
    name = frame.f_code.co_name
    return name in ("run_forever", "run_until_complete") or (name == "run" and owner_of(frame.f_code) == "asyncio")


def _is_runner(value: Any) -> bool:
    runner = getattr(asyncio_module(), "Runner", None)
    return runner is not None and issubclass(type(value), runner)


def current_task(loop: Any) -> Optional[Any]:
    """The task that a loop runs now, asked from any thread."""
    try:
        return asyncio_module().current_task(loop)
    except RuntimeError:
        return None


def loop_thread(loop: Any) -> Optional[int]:
    """Identifier of the thread that a loop runs in; None when it does not run, or does not say."""
    number = getattr(loop, "_thread_id", None)
    if type(number) is int:
        return number
    if not loop.is_running():
        return None
    import threading

    # uvloop keeps its thread to itself. It is the main one unless another has entered its `run`.
    for identifier, frame in list(sys._current_frames().items()):
        at: Any = frame
        while at is not None:
            if _runs_a_loop(at):
                owner = locals_of(at, suspended=False).get("self")
                if owner is loop or (_is_runner(owner) and getattr(owner, "_loop", None) is loop):
                    return identifier
            at = at.f_back
    return threading.main_thread().ident
