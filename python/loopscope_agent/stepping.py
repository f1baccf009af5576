"""What a debugger needs for stepping along a task: the lines of its coroutines, and of those who wait for it."""

from __future__ import annotations

import dis
import os
import sys
from types import CodeType, FrameType
from typing import Any, Callable, Dict, Iterable, List, Set, Tuple

from .discovery import asyncio_module, current_task, running_task
from .frames import is_library, owner_of, path_of, stepped_frame
from .inspection import links_of
from .task_registry import TaskRecord, TaskRegistry
from .trap import Trap

#: inspect.CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR.
_SUSPENDABLE = 0x20 | 0x80 | 0x100 | 0x200

#: A frame, without keeping it: the code tells it from a later one in the same place.
FrameKey = Tuple[int, CodeType]


def lines_of(code: CodeType) -> List[int]:
    """Every line of a code object that runs, but for its `def`."""
    lines = {line for _, line in dis.findlinestarts(code) if line}
    return sorted(lines - {code.co_firstlineno} or lines)


def handler_lines(code: CodeType) -> List[int]:
    """The lines at which a code object goes on after an error: `except`, `finally`, the end of a `with`."""
    starts = [(offset, line) for offset, line in dis.findlinestarts(code) if line]
    if sys.version_info >= (3, 11):
        targets = {entry.target for entry in dis._parse_exception_table(code)}  # type: ignore[attr-defined]
    else:
        targets = {one.argval for one in dis.get_instructions(code) if one.opname.startswith("SETUP_")}
    lines: Set[int] = set()
    for target in targets:
        before = [line for offset, line in starts if offset <= target]
        after = [line for offset, line in starts if offset > target]
        # The instructions that take the error over may belong to no line, then the next one counts.
        lines.update(before[-1:] + after[:1])
    return sorted(lines - {code.co_firstlineno})


def passes_error_on(frame: FrameType) -> bool:
    """Whether a frame is in the middle of an await that an error comes out of: no statement begins there."""
    cleanup = dis.opmap.get("CLEANUP_THROW")
    return cleanup is not None and frame.f_lasti >= 0 and frame.f_code.co_code[frame.f_lasti] == cleanup


def _key(frame: FrameType) -> FrameKey:
    return id(frame), frame.f_code


def _own_frames(task: Any) -> List[FrameType]:
    """The program's own coroutines of a task, innermost first."""
    return [
        frame
        for _, frame in reversed(links_of(task))
        if owner_of(frame.f_code) == "user" and frame.f_code.co_flags & _SUSPENDABLE
    ]


def _places(frames: Iterable[FrameType], lines: Any = lines_of) -> List[Dict[str, Any]]:
    return [{"path": path_of(frame.f_code), "lines": lines(frame.f_code)} for frame in frames]


class Stepping:
    """One step at a time: where it may end, and whether it does. A debugger asks that in conditions of breakpoints.

    Frames are told apart, not only functions: a coroutine that calls itself, or runs in another task as well, is not
    taken for the one that is stepped.
    """

    def __init__(self, registry: TaskRegistry, trap: Trap) -> None:
        self._registry = registry
        self._trap = trap
        #: Coroutines of the tasks at whose next step to stop.
        self._breaking: Dict[int, Set[FrameKey]] = {}
        #: The task is in the step before the one that counts.
        self._held_off = False
        #: Number of the task to stop for when it has suspended.
        self._awaited = 0
        self._number = 0
        self._own: Set[FrameKey] = set()
        self._callers: Set[FrameKey] = set()
        #: Tasks that wait for the stepped one, and their coroutines.
        self._awaiting: Dict[int, Set[FrameKey]] = {}

    def plan(self, record: TaskRecord, resume: bool = False) -> Dict[str, Any]:
        """Begins a step of a task: where it may end. `resume`: not before the task has suspended."""
        task = record.task()
        self._number = record.number
        self._held_off = resume and task is not None and self._after_step(task, self._hold_off_no_longer)
        self._own, self._callers, self._awaiting = set(), set(), {}
        if task is None or task.done():
            return {"own": [], "handlers": [], "atRoot": False, "awaiters": []}
        links = links_of(task)
        frames = _own_frames(task)
        innermost = links[-1][1] if links else None
        callers = [frame for frame in frames if frame is not innermost]
        self._own = {_key(frame) for frame in frames}
        self._callers = {_key(frame) for frame in callers}
        awaiters: List[Dict[str, Any]] = []
        for other in list(self._registry.records.values()):
            if record.number not in other.behind:
                continue
            waiting = other.task()
            if waiting is None or waiting.done():
                continue
            theirs = _own_frames(waiting)
            if theirs:
                self._awaiting[other.number] = {_key(frame) for frame in theirs}
                awaiters.append({"taskId": other.number, "places": _places(theirs)})
        return {
            "own": _places(frames),
            "handlers": _places(callers, handler_lines),
            "atRoot": len(links) == 1,
            "awaiters": awaiters,
        }

    def ends(self, anywhere: bool = False) -> bool:
        """Whether the step ends at the frame that a debugger is about to stop.

        That is in a coroutine that called the innermost one of its beginning (`anywhere`: in that one, too), and once
        its task has ended in one of a task that waited for it.
        """
        frame, number = stepped_frame(), self._current()
        if frame is None or number == 0:
            return False
        if self._held_off:
            return False
        if number == self._number:
            return _key(frame) in (self._own if anywhere else self._callers)
        theirs = self._awaiting.get(number)
        if theirs is None or _key(frame) not in theirs:
            return False
        stepped = self._registry.find(self._number)
        ended = None if stepped is None else stepped.task()
        return ended is None or bool(ended.done())

    def break_plan(self, record: TaskRecord, enabled: bool) -> Dict[str, Any]:
        """Has `breaks` be true at the next step of a task, or no longer; the lines where to ask."""
        task = record.task()
        self._breaking.pop(record.number, None)
        if not enabled or task is None or task.done():
            return {"places": []}
        frames = _own_frames(task)
        number, keys = record.number, {_key(frame) for frame in frames}
        # Until then the key is there, and no frame fits.
        self._breaking[number] = set() if self._after_step(task, lambda: self._breaking.update({number: keys})) else keys
        return {"places": _places(frames)}

    def breaks(self) -> bool:
        """Whether the task that runs is one to stop in."""
        frame = stepped_frame()
        keys = self._breaking.get(self._current())
        return frame is not None and keys is not None and _key(frame) in keys

    def await_plan(self, record: TaskRecord) -> Dict[str, Any]:
        """Has the program stop when a task has suspended: `armed` when it runs now, else the lines where to ask."""
        task = record.task()
        if task is None or task.done():
            return {"armed": False, "places": []}
        loop = task.get_loop()
        if type(getattr(loop, "_ready", None)).__name__ != "deque":
            raise ValueError("this event loop does not tell when a task has suspended: asyncio's own loops do")
        self._awaited = record.number
        if self._stop_next(task):
            return {"armed": True, "places": []}
        return {"armed": False, "places": _places(_own_frames(task))}

    def stop_at_await(self) -> None:
        """In the loop's thread: the task of `await_plan` takes a step, if it is the one that runs."""
        if self._awaited and self._current() == self._awaited:
            self._stop_next(self._registry.find(self._awaited).task())  # type: ignore[union-attr]

    def _stop_next(self, task: Any) -> bool:
        number = self._awaited
        armed = self._after_step(task, lambda: self._suspended(task, number))
        if armed:
            self._awaited = 0
        return armed

    def _after_step(self, task: Any, action: Callable[[], None]) -> bool:
        """Calls the action when the step that a task takes now is over, before anything else of its loop.

        False when the task takes none, or the loop is not one of asyncio's own.
        """
        loop = task.get_loop()
        ready = getattr(loop, "_ready", None)
        if current_task(loop) is not task or type(ready).__name__ != "deque":
            return False
        ready.appendleft(asyncio_module().Handle(action, (), loop, None))
        return True

    def _hold_off_no_longer(self) -> None:
        self._held_off = False

    def _suspended(self, task: Any, number: int) -> None:
        if not task.done():
            notice = {"kind": "suspended", "taskId": number, "name": task.get_name()}
            self._trap.stop(notice, sys._getframe())

    def _current(self) -> int:
        task = running_task()
        return 0 if task is None else self._registry.record(task).number


def passes_through(error: Any) -> bool:
    """Whether an exception (type, value, traceback) comes from further inside, from the program's own code."""
    traceback = error[2].tb_next if type(error) is tuple and error[2] is not None else None
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if owner_of(code) == "user" and not is_library(code):
            return True
        traceback = traceback.tb_next
    return False


def arm_lines(paths: List[str], tasks: List[Any]) -> int:
    """Lets a debugger that uses `sys.monitoring` see the lines of coroutines that are suspended already.

    pydevd switches a code object's line events on when it is entered, which a suspended coroutine will not be again.
    """
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is None or not monitoring.get_tool(monitoring.DEBUGGER_ID):
        return 0
    real = {os.path.realpath(path) for path in paths}
    wanted = monitoring.events.LINE | monitoring.events.JUMP
    armed = 0
    for code in {frame.f_code for task in tasks for _, frame in links_of(task)}:
        if os.path.realpath(path_of(code)) not in real:
            continue
        events = monitoring.get_local_events(monitoring.DEBUGGER_ID, code)
        if events & wanted != wanted:
            monitoring.set_local_events(monitoring.DEBUGGER_ID, code, events | wanted)
            armed += 1
    monitoring.restart_events()
    return armed
