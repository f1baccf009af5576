"""Tasks that a debugger holds back: what they wait for may come, but they do not take another step.

The loop steps a task by a handle that `call_soon` makes. Holding a task back is a `call_soon` of the loop's own, in front
of its class's, for as long as there are such tasks; a step that is due is noted, and made up for afterwards.
"""

from __future__ import annotations

import types
from typing import Any, Callable, Dict, List, Optional, Tuple

from .task_registry import TaskRecord

#: What asyncio steps a task by: methods of the task, in C or in Python.
_STEPS = ("TaskStepMethWrapper", "TaskWakeupMethWrapper")
_METHODS = (types.MethodType, types.BuiltinMethodType)

_Due = Tuple[Callable[..., Any], Tuple[Any, ...], Any]


class FrozenTasks:
    """Safe to use from the agent's thread while the loop runs: each change is one under the GIL."""

    def __init__(self) -> None:
        #: Steps that were due meanwhile, by the task's `id`; the record keeps nothing alive.
        self._due: Dict[int, List[_Due]] = {}
        self._records: Dict[int, TaskRecord] = {}

    def freeze(self, record: TaskRecord, task: Any) -> None:
        """A task that runs now is held back from its next step on. Twice is safe."""
        if record.frozen or task.done():
            return
        record.frozen = True
        record.info, record.quiet = None, False
        self._due[id(task)] = []
        self._records[id(task)] = record
        loop = task.get_loop()
        if "call_soon" not in vars(loop):
            loop.call_soon = self._holding(loop.call_soon)
        ready = getattr(loop, "_ready", None)
        for handle in list(ready) if type(ready).__name__ == "deque" else []:
            callback = getattr(handle, "_callback", None)
            if self._is_step_of(callback) == id(task):
                # One assignment: the loop may be about to run it.
                handle._callback = self._hold(id(task), callback, handle._context)

    def thaw(self, record: TaskRecord, task: Any) -> None:
        """It takes the steps that were due. Twice is safe."""
        if not record.frozen:
            return
        record.frozen = False
        record.info, record.quiet = None, False
        loop = task.get_loop()
        self._records.pop(id(task), None)
        due = self._due.pop(id(task), [])
        if not any(other.task() is not None and other.task().get_loop() is loop for other in self._records.values()):
            vars(loop).pop("call_soon", None)
        if due and not loop.is_closed():
            loop.call_soon_threadsafe(_make_up, loop, due)

    def thaw_all(self) -> None:
        """The debugger has gone: all of them go on."""
        for record in list(self._records.values()):
            task = record.task()
            if task is not None:
                self.thaw(record, task)

    def _holding(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call_soon(callback: Any, *args: Any, context: Any = None) -> Any:
            key = self._is_step_of(callback)
            if key is not None:
                callback = self._hold(key, callback, context)
            return original(callback, *args, context=context)

        return call_soon

    def _is_step_of(self, callback: Any) -> Optional[int]:
        """The `id` of the frozen task that a callback steps."""
        kind = type(callback)
        if kind not in _METHODS and kind.__name__ not in _STEPS:
            return None
        owner = id(callback.__self__)
        return owner if owner in self._due else None

    def _hold(self, key: int, callback: Callable[..., Any], context: Any) -> Callable[..., Any]:
        def hold(*args: Any) -> None:
            due = self._due.get(key)
            if due is None:
                callback(*args)
            else:
                due.append((callback, args, context))

        return hold


def _make_up(loop: Any, due: List[_Due]) -> None:
    for callback, args, context in due:
        loop.call_soon(callback, *args, context=context)
