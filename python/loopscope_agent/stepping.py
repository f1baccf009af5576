"""What a debugger needs for stepping along a task: the lines of its coroutines, and of those who wait for it."""

from __future__ import annotations

import dis
import os
import sys
from types import CodeType, FrameType
from typing import Any, Dict, Iterable, List, Set, Tuple

from .discovery import asyncio_module
from .frames import owner_of, path_of, stepped_frame
from .inspection import links_of
from .task_registry import TaskRecord, TaskRegistry

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

    def __init__(self, registry: TaskRegistry) -> None:
        self._registry = registry
        self._number = 0
        self._own: Set[FrameKey] = set()
        self._callers: Set[FrameKey] = set()
        #: Tasks that wait for the stepped one, and their coroutines.
        self._awaiting: Dict[int, Set[FrameKey]] = {}

    def plan(self, record: TaskRecord) -> Dict[str, Any]:
        """Begins a step of a task: where it may end."""
        task = record.task()
        self._number = record.number
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
            awaiting = None if other.info is None else other.info.get("awaiting")
            if awaiting is None or record.number not in awaiting.get("taskIds", ()):
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
        frame = stepped_frame()
        asyncio = asyncio_module()
        if frame is None or asyncio is None:
            return False
        try:
            task = asyncio.current_task()
        except RuntimeError:
            return False
        if task is None:
            return False
        number = self._registry.record(task).number
        if number == self._number:
            return _key(frame) in (self._own if anywhere else self._callers)
        theirs = self._awaiting.get(number)
        if theirs is None or _key(frame) not in theirs:
            return False
        stepped = self._registry.find(self._number)
        ended = None if stepped is None else stepped.task()
        return ended is None or bool(ended.done())


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
