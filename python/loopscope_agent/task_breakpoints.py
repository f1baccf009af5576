"""Breakpoints on what happens to tasks. Without any, a hook costs one look at a flag."""

from __future__ import annotations

import json
import re
import sys
from types import FrameType
from typing import Any, Callable, Dict, List, Optional, Pattern

from .clock import now_ms
from .frames import owner_of
from .outcomes import cancel_requests
from .task_registry import TaskRecord, TaskRegistry
from .trap import Trap, user_frame
from .values import exception_text

#: After so many turns of the loop, whoever awaits a task that failed has taken its exception.
_TURNS_TO_RETRIEVE = 3
#: What can be watched for. That a task is asked to cancel happens in C, and is told to nobody.
KINDS = ("created", "suppressed", "unretrieved", "pending", "waiting", "warning")
_TIMED = ("pending", "waiting")
#: A gap between two looks that is longer than this was the debugger's, milliseconds.
_LOOK_LIMIT_MS = 2_000


class _Wanted:
    def __init__(self, names: List[str], seconds: Optional[float]) -> None:
        self.patterns: List[Pattern[str]] = [_pattern(name) for name in names]
        self.limit_ms = (seconds or 0) * 1_000

    def fits(self, names: List[str]) -> bool:
        return not self.patterns or any(pattern.match(name) for pattern in self.patterns for name in names)


def _pattern(name: str) -> Pattern[str]:
    """`*` stands for any text, `?` for one character; a whole name has to fit."""
    body = re.escape(name).replace(r"\*", ".*").replace(r"\?", ".")
    return re.compile(f"(?s:{body})\\Z")


class _Wait:
    """Since when a task is pending, and in its present wait, in milliseconds that the program ran."""

    __slots__ = ("created_ms", "waiting_ms", "since_ms", "told")

    def __init__(self, created_ms: float, waiting_ms: float, since_ms: int) -> None:
        self.created_ms = created_ms
        self.waiting_ms = waiting_ms
        self.since_ms = since_ms
        self.told: List[str] = []


class TaskBreakpoints:
    """Stops the program in the thread, and in the middle, of what a breakpoint is for."""

    def __init__(self, registry: TaskRegistry, trap: Trap) -> None:
        self._registry = registry
        self._trap = trap
        self._clients: Dict[str, List[Dict[str, Any]]] = {}
        self._wanted: Dict[str, List[_Wanted]] = {}
        self._waits: Dict[int, _Wait] = {}
        self._clock_ms = 0.0
        self._looked_ms = 0.0
        #: Whether there are any.
        self.active = False

    def set(self, client: str, breakpoints: List[Dict[str, Any]]) -> None:
        """Replaces those of one client. Raises ValueError for what is none."""
        for each in breakpoints:
            _check(each)
        clients = {**self._clients, client: breakpoints}
        wanted: Dict[str, List[_Wanted]] = {}
        for each in [each for listed in clients.values() for each in listed]:
            wanted.setdefault(each["kind"], []).append(_Wanted(each.get("names") or [], each.get("seconds")))
        self._clients, self._wanted = clients, wanted
        self._waits.clear()
        self._looked_ms = now_ms()
        self.active = bool(wanted)

    def clear(self) -> None:
        """Removes all of them."""
        self._clients = {}
        self.set("", [])

    def created(self, record: TaskRecord, task: Any, parent: Any, frame: FrameType) -> None:
        """A task was created, in this frame."""
        name = _name_to_be(frame) or task.get_name()

        def names() -> List[str]:
            return [name, *_names(record, task)[1:], *([] if parent is None else _coroutines(frame))]

        if self._wants("created", names):
            by = {} if parent is None else {"byTaskId": self._registry.record(parent).number}
            self._stop({"kind": "created", "taskId": record.number, "name": name, **by}, frame)

    def ended(self, record: TaskRecord, task: Any) -> None:
        """A task has ended: in its loop's thread."""
        if task.cancelled():
            return
        if max(cancel_requests(task), record.asked) > 0 and self._wants("suppressed", lambda: _names(record, task)):
            self._stop({"kind": "suppressed", **_named(record, task)})
        if getattr(task, "_exception", None) is not None and self._wants("unretrieved", lambda: _names(record, task)):
            self._retrieve_later(record, task, _TURNS_TO_RETRIEVE)

    def warned(self, kind: str, message: str) -> None:
        """Debug mode or the loop warns, in whatever thread."""
        if self._wants("warning", lambda: [kind]):
            self._stop({"kind": "warning", "warning": kind, "message": message})

    def look(self) -> None:
        """Finds the tasks that are overdue: from the agent's thread, after a look at all of them."""
        limits = [(kind, wanted) for kind in _TIMED for wanted in self._wanted.get(kind, [])]
        if not limits:
            return
        now = now_ms()
        # While the program is held it cannot come on with anything: that time does not count.
        if self._trap.notice is None:
            self._clock_ms += min(now - self._looked_ms, _LOOK_LIMIT_MS)
        self._looked_ms = now
        for record in list(self._registry.records.values()):
            task = record.task()
            if task is None or task.done():
                self._waits.pop(record.number, None)
                continue
            wait = self._wait_of(record, now)
            for kind, wanted in limits:
                since = wait.created_ms if kind == "pending" else wait.waiting_ms
                if kind in wait.told or self._clock_ms - since < wanted.limit_ms or not wanted.fits(_names(record, task)):
                    continue
                wait.told.append(kind)
                self._stop_in_loop(task.get_loop(), {"kind": kind, **_named(record, task)}, task)

    def _wait_of(self, record: TaskRecord, now: int) -> _Wait:
        wait = self._waits.get(record.number)
        if wait is None:
            created = self._clock_ms - max(0, now - (record.created_ms or now))
            wait = self._waits[record.number] = _Wait(created, self._clock_ms - max(0, now - record.since_ms), record.since_ms)
        elif wait.since_ms != record.since_ms:
            wait.since_ms, wait.waiting_ms = record.since_ms, self._clock_ms
            wait.told = [kind for kind in wait.told if kind != "waiting"]
        return wait

    def _stop_in_loop(self, loop: Any, notice: Dict[str, Any], task: Any) -> None:
        def stop() -> None:
            if not task.done():
                self._stop(notice)

        if loop.is_running():
            loop.call_soon_threadsafe(stop)

    def _retrieve_later(self, record: TaskRecord, task: Any, turns: int) -> None:
        if turns > 0 and task.get_loop().is_running():
            task.get_loop().call_soon(self._retrieve_later, record, task, turns - 1)
        elif getattr(task, "_log_traceback", False) and self._wants("unretrieved", lambda: _names(record, task)):
            message = exception_text(task._exception)
            self._stop({"kind": "unretrieved", **_named(record, task), "message": message})

    def _wants(self, kind: str, names: Callable[[], List[str]]) -> bool:
        wanted = self._wanted.get(kind)
        return wanted is not None and any(one.fits(names() if one.patterns else []) for one in wanted)

    def _stop(self, notice: Dict[str, Any], frame: Optional[FrameType] = None) -> None:
        shown = user_frame(frame if frame is not None else sys._getframe(1))
        if shown is not None:
            self._trap.stop(notice, shown)


def _name_to_be(frame: FrameType) -> Optional[str]:
    """The name that asyncio's own `create_task` is about to give: before 3.13 it does so once the task is there."""
    name = frame.f_locals.get("name") if owner_of(frame.f_code) == "asyncio" else None
    return name if type(name) is str else None


def _names(record: TaskRecord, task: Any) -> List[str]:
    return [task.get_name(), record.coroutine or getattr(task.get_coro(), "__name__", "")]


def _named(record: TaskRecord, task: Any) -> Dict[str, Any]:
    return {"taskId": record.number, "name": task.get_name()}


def _coroutines(frame: Optional[FrameType]) -> List[str]:
    """Names of the functions around a place."""
    names: List[str] = []
    while frame is not None:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


def _check(breakpoint: Any) -> None:
    if type(breakpoint) is not dict or breakpoint.get("kind") not in KINDS:
        raise ValueError(f"there is no task breakpoint {json.dumps(breakpoint)}")
    names, seconds = breakpoint.get("names"), breakpoint.get("seconds")
    if names is not None and not (type(names) is list and all(type(name) is str for name in names)):
        raise ValueError("names must be a list of texts")
    timed = breakpoint["kind"] in _TIMED
    if timed != (type(seconds) in (int, float) and seconds > 0):
        raise ValueError("seconds must be above zero" if timed else f"{breakpoint['kind']} takes no seconds")
