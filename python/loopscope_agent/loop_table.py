"""Event loops: their state, and what is scheduled in them."""

from __future__ import annotations

import sys
import threading
from typing import Any, Dict, List, Optional

from .discovery import current_task, loop_thread, loops_in_frames
from .identities import Identities
from .task_registry import TaskRegistry

_WAITING = ("select", "_poll", "poll")


class LoopTable:
    """Loops by number: those made since we are here, and those that are met running."""

    def __init__(self, registry: TaskRegistry) -> None:
        self._registry = registry
        self._identities = Identities()
        #: What `setDebug` asked for: loops that are made later begin with it.
        self.debug: Optional[bool] = None

    def made(self, loop: Any) -> None:
        """A loop was made, in the thread that will run it."""
        self._identities.number(loop)
        if self.debug is not None:
            loop.set_debug(self.debug)

    def number(self, loop: Any) -> int:
        """The number of a loop."""
        return self._identities.number(loop)

    def find(self, number: int) -> Any:
        """The loop of a number; None when it is gone."""
        return self._identities.find(number)

    def live(self, looking: bool = True) -> List[Any]:
        """Every loop that is there; `looking` searches the threads for unknown ones."""
        if looking:
            for loop in loops_in_frames():
                self._identities.number(loop)
        self._identities.sweep()
        return [loop for _, loop in self._identities.live()]

    def records(self, loops: List[Any]) -> List[Dict[str, Any]]:
        """Loops as the protocol has them."""
        return [self._encode(loop) for loop in loops]

    def _encode(self, loop: Any) -> Dict[str, Any]:
        info: Dict[str, Any] = {"id": self.number(loop), "state": state_of(loop), "debug": loop.get_debug(), "turns": 0}
        task = current_task(loop)
        if task is not None:
            info["currentTaskId"] = self._registry.record(task).number
        ready = getattr(loop, "_ready", None)
        scheduled = getattr(loop, "_scheduled", None)
        info["readyHandles"] = len(ready) if type(ready).__name__ == "deque" else 0
        info["timers"] = sum(not handle.cancelled() for handle in list(scheduled)) if type(scheduled) is list else 0
        info["hostResources"] = _other_wakers(loop, ready is None)
        return info


def state_of(loop: Any) -> str:
    """`closed`, `stopped`, `running`, or `idle`: waiting for something to happen."""
    if loop.is_closed():
        return "closed"
    if not loop.is_running():
        return "stopped"
    return "idle" if is_waiting(loop) else "running"


def is_waiting(loop: Any) -> bool:
    """Whether the loop's thread is in its selector. uvloop's cannot be told: it counts as busy while a task runs."""
    identifier = loop_thread(loop)
    frame: Any = sys._current_frames().get(identifier) if identifier is not None else None
    if frame is None:
        return False
    code = frame.f_code
    if code.co_name in _WAITING and code.co_filename.endswith(("selectors.py", "windows_events.py")):
        return True
    return getattr(loop, "_selector", None) is None and current_task(loop) is None


def _other_wakers(loop: Any, opaque: bool) -> List[str]:
    """What might wake a task beside timers and ready callbacks, each by its kind."""
    if opaque:
        # uvloop does not say what it waits for.
        return ["unknown"]
    wakers: List[str] = []
    selector = getattr(loop, "_selector", None)
    # Not `get_map()`, whose methods are Python: the loop may register a file in the middle of them.
    files = getattr(selector, "_fd_to_key", None)
    if type(files) is dict:
        own = getattr(getattr(loop, "_ssock", None), "fileno", lambda: -1)()
        wakers.extend("file" for number in list(files) if number != own)
    elif hasattr(selector, "get_map"):
        # One of the program's own, with a table of its own.
        wakers.append("unknown")
    elif selector is not None and getattr(selector, "_cache", None):
        # The proactor's overlapped operations; one of them reads the loop's own socket.
        wakers.extend("operation" for _ in list(selector._cache)[1:])
    if getattr(loop, "_signal_handlers", None):
        wakers.append("signal")
    wakers.extend("thread" for _ in _busy_threads(loop))
    return wakers


def _busy_threads(loop: Any) -> List[threading.Thread]:
    """Threads of the program that might call into the loop. Workers without work and those of debuggers cannot."""
    own = loop_thread(loop)
    idle = _idle_workers()
    main = threading.main_thread()
    return [
        thread
        for thread in threading.enumerate()
        if thread.ident != own
        and thread not in idle
        and not getattr(thread, "is_pydev_daemon_thread", False)
        # A main thread that waits for the loop's thread to end does nothing by itself; in any other state it may.
        and not (thread is main and _joins(thread))
    ]


def _joins(thread: threading.Thread) -> bool:
    frame = sys._current_frames().get(thread.ident or 0)
    while frame is not None:
        if frame.f_code.co_filename == threading.__file__ and frame.f_code.co_name in ("join", "_shutdown"):
            return True
        frame = frame.f_back
    return False


def _idle_workers() -> "set[threading.Thread]":
    """Threads of `concurrent.futures` that wait for work."""
    module = sys.modules.get("concurrent.futures.thread")
    queues = getattr(module, "_threads_queues", None)
    if module is None or queues is None:
        return set()
    frames = sys._current_frames()
    idle = set()
    for thread in list(queues):
        frame = frames.get(thread.ident or 0)
        # In the worker's own `work_queue.get`, and not in a function that it was given.
        if frame is not None and frame.f_code.co_name == "_worker" and frame.f_code.co_filename == module.__file__:
            idle.add(thread)
    return idle
