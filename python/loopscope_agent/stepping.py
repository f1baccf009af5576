"""What a debugger needs for stepping along a task: the lines of its coroutines, and of those who wait for it."""

from __future__ import annotations

import dis
import sys
from types import CodeType
from typing import Any, Dict, List

from .discovery import all_tasks
from .frames import owner_of, path_of
from .inspection import links_of
from .loop_table import LoopTable
from .task_description import TaskDescriber
from .task_registry import TaskRegistry

#: inspect.CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR.
_SUSPENDABLE = 0x20 | 0x80 | 0x100 | 0x200


def lines_of(code: CodeType) -> List[int]:
    """Every line of a code object that runs, but for its `def`."""
    lines = {line for _, line in dis.findlinestarts(code) if line}
    return sorted(lines - {code.co_firstlineno} or lines)


def places(task: Any) -> List[Dict[str, Any]]:
    """The program's own coroutines of a task, innermost first: file and lines."""
    return [
        {"path": path_of(frame.f_code), "lines": lines_of(frame.f_code)}
        for _, frame in reversed(links_of(task))
        if owner_of(frame.f_code) == "user" and frame.f_code.co_flags & _SUSPENDABLE
    ]


def step_plan(task: Any, registry: TaskRegistry, loops: LoopTable, describer: TaskDescriber) -> Dict[str, Any]:
    """Where a step in a task may end: in its coroutines, or in those of the tasks that wait for it."""
    number = registry.record(task).number
    awaiters: List[Dict[str, Any]] = []
    for other in all_tasks(loops.live(looking=False)):
        if other is task:
            continue
        wait = describer.wait_of(other)
        if wait is not None and number in describer.tasks_behind(wait.futures):
            found = places(other)
            if found:
                awaiters.append({"taskId": registry.record(other).number, "places": found})
    return {"own": places(task), "atRoot": len(links_of(task)) == 1, "awaiters": awaiters}


def arm_lines(paths: List[str], tasks: List[Any]) -> int:
    """Lets a debugger that uses `sys.monitoring` see the lines of coroutines that are suspended already.

    pydevd switches a code object's line events on when it is entered, which a suspended coroutine will not be again.
    """
    monitoring = getattr(sys, "monitoring", None)
    if monitoring is None or not monitoring.get_tool(monitoring.DEBUGGER_ID):
        return 0
    wanted = monitoring.events.LINE | monitoring.events.JUMP
    armed = 0
    for task in tasks:
        for _, frame in links_of(task):
            code = frame.f_code
            if path_of(code) not in paths:
                continue
            events = monitoring.get_local_events(monitoring.DEBUGGER_ID, code)
            if events & wanted != wanted:
                monitoring.set_local_events(monitoring.DEBUGGER_ID, code, events | wanted)
                armed += 1
    monitoring.restart_events()
    return armed
