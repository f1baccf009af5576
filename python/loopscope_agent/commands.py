"""The commands of the protocol: parameters checked, carried out, answered as plain data."""

from __future__ import annotations

import os
import sys
import threading
from typing import Any, Callable, Dict, List, Optional

from . import inspection, stepping
from .actions import Actions
from .borrowed import settle
from .clock import now_ms
from .discovery import all_tasks, asyncio_module, current_task, loop_thread
from .evaluation import Deferred, Evaluation, completions
from .freezing import FrozenTasks
from .names import PROTOCOL_VERSION
from .observer import Observer
from .scopes import Scope
from .task_breakpoints import TaskBreakpoints
from .task_registry import TaskRecord
from .trap import Trap

_PAGE_LIMIT = 500


class CommandError(Exception):
    """A command that is refused; its text is for the user."""


class Commands:
    """Carries out commands for whoever is connected. One thread at a time may use it."""

    def __init__(self, observer: Observer, actions: Actions, breakpoints: TaskBreakpoints, trap: Trap) -> None:
        self._observer = observer
        self._actions = actions
        #: The step that a debugger takes.
        self.stepping = stepping.Stepping(observer.registry, trap)
        self._breakpoints = breakpoints
        self._trap = trap
        self._frozen = FrozenTasks()
        self.evaluation = Evaluation()
        self._awaits: Dict[int, Deferred] = {}
        self._subscribers = 0
        self._started_ms = now_ms()
        self._table: Dict[str, Callable[[Dict[str, Any]], Any]] = {
            "subscribe": self._subscribe,
            "unsubscribe": self._unsubscribe,
            "snapshot": self._snapshot,
            "pulse": self._pulse,
            "cancel": self._cancel,
            "setDebug": self._set_debug,
            "inspect": self._inspect,
            "expand": self._expand,
            "current": lambda params: inspection.current(observer.registry, observer.loops),
            "blockingStack": self._blocking_stack,
            "stepPlan": self._step_plan,
            "armLines": self._arm_lines,
            "breakPlan": lambda params: self.stepping.break_plan(self._record(params), params.get("enabled") is True),
            "awaitPlan": lambda params: self.stepping.await_plan(self._record(params)),
            "stopNotice": lambda params: {"notice": self._trap.notice},
            "hold": self._hold,
            "freeze": self._freeze,
            "evaluate": self._evaluate,
            "assign": self._assign,
            "awaited": self._awaited,
            "expandResult": self._expand_result,
            "complete": self._complete,
            "setTaskBreakpoints": self._set_task_breakpoints,
        }

    @property
    def subscribed(self) -> bool:
        """Whether anybody wants to be told of changes."""
        return self._subscribers > 0

    def run(self, method: Any, params: Any) -> Any:
        """Answers `{"ok": true, "result": …}` or `{"ok": false, "error": …}`, or a `Deferred` of it; never raises."""
        try:
            handler = self._table.get(method) if type(method) is str else None
            if handler is None:
                raise CommandError(f"unknown command {method}")
            if type(params) is not dict:
                raise CommandError("a command's params are not an object")
            result = handler(params)
            return result if isinstance(result, Deferred) else {"ok": True, "result": result}
        except Exception as error:
            return {"ok": False, "error": str(error) or type(error).__name__}
        finally:
            settle()

    def hello(self) -> Dict[str, Any]:
        """Who we are."""
        asyncio = asyncio_module()
        folders = [os.path.dirname(__file__)]
        if asyncio is not None and getattr(asyncio, "__file__", None):
            folders.append(os.path.dirname(asyncio.__file__))
        return {
            "kind": "hello",
            "version": PROTOCOL_VERSION,
            "language": "python",
            "pid": os.getpid(),
            "host": ".".join(str(part) for part in sys.version_info[:3]),
            "startedMs": self._started_ms,
            "runtimeScripts": folders,
        }

    def _subscribe(self, params: Dict[str, Any]) -> Dict[str, Any]:
        self._subscribers += 1
        self._observer.registry.watching = True
        self._actions.watch_all()
        return self.hello()

    def _unsubscribe(self, params: Dict[str, Any]) -> Dict[str, Any]:
        self._subscribers = max(0, self._subscribers - 1)
        self._observer.registry.watching = self._subscribers > 0
        if self._subscribers == 0:
            # Nobody is left who could let anything go on.
            self._breakpoints.clear()
            self._frozen.thaw_all()
            self.evaluation.clear()
        return {}

    def _snapshot(self, params: Dict[str, Any]) -> Dict[str, Any]:
        limit = _integer(params, "limit", _PAGE_LIMIT)
        if limit < 1:
            raise CommandError("limit must be above zero")
        return self._observer.page(_integer(params, "cursor", 0), min(limit, _PAGE_LIMIT))

    def _pulse(self, params: Dict[str, Any]) -> Dict[str, Any]:
        observer = self._observer
        records = list(observer.registry.records.values())
        return {
            "atMs": now_ms(),
            "loops": observer.loops.records(observer.loops.live()),
            "resources": observer.resources.records(records),
        }

    def _cancel(self, params: Dict[str, Any]) -> Dict[str, Any]:
        record = self._record(params)
        message = params.get("message")
        if message is not None and type(message) is not str:
            raise CommandError("message must be a text")
        return {"requested": self._actions.cancel(record, message, params.get("subtree") is True)}

    def _set_debug(self, params: Dict[str, Any]) -> Dict[str, Any]:
        enabled = params.get("enabled")
        if type(enabled) is not bool:
            raise CommandError("enabled must be a boolean")
        self._actions.set_debug(enabled, _integer(params, "loopId", None))
        return {"enabled": enabled}

    def _inspect(self, params: Dict[str, Any]) -> Dict[str, Any]:
        record = self._record(params)
        task = record.task()
        pending = task is not None and not task.done()
        return {
            "task": record.info or self._observer.describer.describe(task, record, False),
            "createdStack": inspection.creation_stack(record),
            "cancels": list(record.cancels),
            "stack": inspection.stack_of(task, params.get("locals", True) is True) if pending else [],
        }

    def _expand(self, params: Dict[str, Any]) -> Dict[str, Any]:
        task = self._record(params).task()
        path = params.get("path")
        if type(path) is not list or not all(type(name) is str for name in path):
            raise CommandError("path must be a list of texts")
        variables: List[Any] = inspection.expand(task, _integer(params, "frame", 0), path) if task is not None else []
        return {"variables": variables}

    def _blocking_stack(self, params: Dict[str, Any]) -> Dict[str, Any]:
        number = _integer(params, "loopId", None)
        loops = self._observer.loops
        loop = loops.find(number) if number is not None else next((loop for loop in loops.live() if loop.is_running()), None)
        return {"stack": inspection.loop_stack(loop) if loop is not None else []}

    def _step_plan(self, params: Dict[str, Any]) -> Dict[str, Any]:
        return self.stepping.plan(self._record(params), params.get("resume") is True)

    def _arm_lines(self, params: Dict[str, Any]) -> Dict[str, Any]:
        paths = params.get("paths")
        if type(paths) is not list:
            raise CommandError("paths must be a list of texts")
        return {"armed": stepping.arm_lines(paths, all_tasks(self._observer.loops.live()))}

    def _hold(self, params: Dict[str, Any]) -> Dict[str, Any]:
        loops = [loop for loop in self._observer.loops.live() if loop.is_running()]
        main = threading.main_thread().ident
        loops.sort(key=lambda loop: loop_thread(loop) != main)
        if loops:
            self._trap.stop_in(loops[0], {"kind": "pause"})
        return {"asked": bool(loops)}

    def _freeze(self, params: Dict[str, Any]) -> Dict[str, Any]:
        record, frozen = self._record(params), params.get("frozen")
        if type(frozen) is not bool:
            raise CommandError("frozen must be a boolean")
        task = record.task()
        if task is None or task.done():
            raise CommandError(f"task {record.number} has ended")
        if frozen:
            self._frozen.freeze(record, task)
        else:
            self._frozen.thaw(record, task)
        running = current_task(task.get_loop()) is task
        return {"task": self._observer.describer.describe(task, record, running)}

    def scope(self, number: int, frame: int) -> Scope:
        """The names that a frame of a task sees; those of the main module for the number 0."""
        record = self._observer.registry.find(number) if number else None
        if number and record is None:
            raise CommandError(f"there is no task {number}")
        return self.evaluation.scope(record, frame)

    def await_later(self, loop: Any, text: str, scope: Scope) -> int:
        """Has a text evaluated and awaited in a loop. The number by which `awaited` asks for what comes of it."""
        deferred = self.evaluation.in_loop(loop, text, scope)
        number = max(self._awaits, default=0) + 1
        self._awaits[number] = deferred
        return number

    def _evaluate(self, params: Dict[str, Any]) -> Deferred:
        expression = params.get("expression")
        if type(expression) is not str:
            raise CommandError("expression must be a text")
        number = _integer(params, "taskId", 0)
        scope = self.scope(number, _integer(params, "frame", 0))
        return self.evaluation.in_loop(self._loop_of(number), expression, scope)

    def _assign(self, params: Dict[str, Any]) -> Deferred:
        loop = self._loop_of(_integer(params, "taskId", 0))
        return self.evaluation.assign_in_loop(loop, *self._place(params))

    def assign(self, params: Dict[str, Any]) -> Any:
        """As the command `assign`, in the calling thread: for a debugger that holds the program."""
        return self.evaluation.assign(*self._place(params))

    def _place(self, params: Dict[str, Any]) -> "tuple[Scope, Dict[str, Any]]":
        path = params.get("path")
        if type(params.get("value")) is not str:
            raise CommandError("value must be a text")
        if "path" not in params:
            if type(params.get("target")) is not str:
                raise CommandError("target must be a text")
        elif type(path) is not list or not path or not all(type(name) is str for name in path):
            raise CommandError("path must be a list of texts")
        _integer(params, "result", 0)
        return self.scope(_integer(params, "taskId", 0), _integer(params, "frame", 0)), params

    def _awaited(self, params: Dict[str, Any]) -> Deferred:
        deferred = self._awaits.pop(_integer(params, "await", 0), None)
        if deferred is None:
            raise CommandError("nothing is awaited by this number")
        return deferred

    def _loop_of(self, number: int) -> Any:
        record = self._observer.registry.find(number) if number else None
        task = None if record is None else record.task()
        loops = self._observer.loops.live() if task is None else [task.get_loop()]
        loop = next((loop for loop in loops if loop.is_running()), None)
        if loop is None:
            raise CommandError("no event loop runs that could evaluate it")
        return loop

    def _expand_result(self, params: Dict[str, Any]) -> Dict[str, Any]:
        path = params.get("path")
        if type(path) is not list or not all(type(name) is str for name in path):
            raise CommandError("path must be a list of texts")
        return {"variables": self.evaluation.expand(_integer(params, "result", 0), path)}

    def _complete(self, params: Dict[str, Any]) -> Dict[str, Any]:
        text = params.get("text")
        if type(text) is not str:
            raise CommandError("text must be a text")
        scope = self.scope(_integer(params, "taskId", 0), _integer(params, "frame", 0))
        return {"targets": completions(text, scope.names)}

    def _set_task_breakpoints(self, params: Dict[str, Any]) -> Dict[str, Any]:
        client, breakpoints = params.get("client"), params.get("breakpoints")
        if type(client) is not str or type(breakpoints) is not list:
            raise CommandError("client must be a text, and breakpoints a list")
        self._breakpoints.set(client, breakpoints)
        return {}

    def _record(self, params: Dict[str, Any]) -> TaskRecord:
        number = _integer(params, "taskId", None)
        record = self._observer.registry.find(number) if number is not None else None
        if record is None:
            raise CommandError(f"there is no task {number}")
        return record


def _integer(params: Dict[str, Any], name: str, default: Any) -> Any:
    value: Optional[Any] = params.get(name)
    if value is None:
        return default
    if type(value) is not int:
        raise CommandError(f"{name} must be a whole number")
    return value
