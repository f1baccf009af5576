"""What the debugger does to a program: always in the loop's own thread, by its next turn."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from .clock import now_ms
from .discovery import all_tasks, asyncio_module
from .futures import is_task, wait_on
from .loop_table import LoopTable
from .outcomes import cancel_requests
from .task_description import TaskDescriber
from .task_registry import TaskRecord, TaskRegistry


class Actions:
    """Cancelling tasks, and switching debug mode."""

    def __init__(self, registry: TaskRegistry, loops: LoopTable, describer: TaskDescriber) -> None:
        self._registry = registry
        self._loops = loops
        self._describer = describer

    def cancel(self, record: TaskRecord, message: Optional[str], subtree: bool) -> int:
        """Asks a task (and what it waits for, down to a shield) to end. How many were asked."""
        root = record.task()
        if root is None or root.done():
            return 0
        loop = root.get_loop()
        if loop.is_closed():
            raise ValueError(f"the loop of task {record.number} is closed, so the task can never run again")
        targets = [root]
        if subtree:
            self._collect(root, targets)
        for target in targets:
            known = self._registry.record(target)
            known.asked += 1
            asked = {"atMs": now_ms(), **({} if message is None else {"message": message}), "byDebugger": True}
            known.cancels = [*known.cancels, asked]
        _call(loop, _cancel_all, [(target, cancel_requests(target)) for target in targets], message)
        return len(targets)

    def set_debug(self, enabled: bool, number: Optional[int]) -> None:
        """Switches debug mode of one loop, or of all, those that come later included."""
        if number is None:
            self._loops.debug = enabled
        loops = self._loops.live() if number is None else [self._loops.find(number)]
        for loop in loops:
            if loop is None:
                raise ValueError(f"there is no loop {number}")
            if not loop.is_closed():
                _call(loop, loop.set_debug, enabled)

    def watch_all(self) -> None:
        """Has the tasks that are there already tell of their end."""
        if asyncio_module() is None:
            return
        by_loop: Dict[int, List[Any]] = {}
        loops = self._loops.live()
        for task in all_tasks(loops):
            if not self._registry.record(task).watched:
                by_loop.setdefault(id(task.get_loop()), []).append(task)
        for loop in loops:
            tasks = by_loop.pop(id(loop), [])
            if tasks and loop.is_running():
                loop.call_soon_threadsafe(self._watch, tasks)

    def _watch(self, tasks: List[Any]) -> None:
        for task in tasks:
            self._registry.watch(self._registry.record(task), task)

    def _collect(self, task: Any, targets: List[Any]) -> None:
        wait = self._describer.wait_of(task)
        if wait is None:
            return
        for future in wait.futures:
            self._collect_future(future, targets, wait.kind == "shield")

    def _collect_future(self, future: Any, targets: List[Any], shielded: bool) -> None:
        if shielded or future.done():
            return
        if is_task(future):
            if not any(future is target for target in targets):
                targets.append(future)
                self._collect(future, targets)
            return
        inner = wait_on(future)
        for member in inner.futures:
            self._collect_future(member, targets, inner.kind == "shield")


def _call(loop: Any, function: Any, *args: Any) -> None:
    if loop.is_running():
        loop.call_soon_threadsafe(function, *args)
    else:
        # Nobody else is in it: it does it before anything else when it runs again.
        loop.call_soon(function, *args) if not loop.get_debug() else function(*args)


def _cancel_all(targets: Any, message: Optional[str]) -> None:
    """Cancels each task unless the cancellation of one before it has got there already."""
    arguments: Dict[str, Any] = {} if message is None else {"msg": message}
    for task, before in targets:
        if not task.done() and cancel_requests(task) <= before:
            task.cancel(**arguments)
