"""Evaluating what a user typed: in the scope of a suspended coroutine, or of the program's main module.

It runs in the loop's own thread, between two of its turns, as a callback would; what is awaited becomes a task there.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections import OrderedDict
from typing import Any, Callable, Dict, List, Optional, Tuple

from .assignment import set_part, set_target
from .inspection import shown_links
from .scopes import Scope
from .task_registry import TaskRecord
from .values import attributes, children, part_of, parts_below, type_name

#: Results whose parts can be looked at; the oldest are let go of.
_RESULTS_LIMIT = 100
_TEXT_LIMIT = 10_000
_COMPLETIONS_LIMIT = 500

Done = Callable[[Dict[str, Any]], None]


class Deferred:
    """An answer that comes later, from another thread: `start` is given what takes the reply, once."""

    def __init__(self, start: Callable[[Done], None]) -> None:
        self.start = start


class Evaluation:
    """What was evaluated, and what is being awaited. Scopes are read in the agent's thread or a debugger's."""

    def __init__(self) -> None:
        #: Names that statements in the console gave, beside the program's own.
        self._console: Dict[str, Any] = {}
        self._results: "OrderedDict[int, Any]" = OrderedDict()
        self._last = 0

    def scope(self, record: Optional[TaskRecord], index: int) -> Scope:
        """The names that a frame of a task sees; without a task those of the main module, which can be set."""
        if record is None:
            return Scope(sys.modules["__main__"].__dict__)
        task = record.task()
        links = shown_links(task) if task is not None and not task.done() else []
        if index >= len(links):
            raise ValueError("this frame is gone: its task has gone on")
        return Scope(self._console, links[index])

    def here(self, text: str, scope: Scope) -> Any:
        """Evaluates in the calling thread: for a debugger that holds the program."""
        return self._run(_compile(text, scope), scope)

    def in_loop(self, loop: Any, text: str, scope: Scope) -> Deferred:
        """Evaluates in a loop's thread, and awaits there what is to be awaited."""
        code = _compile(text, scope)
        before = set(scope.names)

        def start(done: Done) -> None:
            def ended(task: Any) -> None:
                self._keep(scope, before)
                done(self._outcome(task, lambda: scope.store(code[0])))

            def evaluate() -> None:
                try:
                    value = self._run(code, scope)
                    if awaits(code):
                        task = loop.create_task(value)
                        task.set_name("Debug Console")
                        task.add_done_callback(ended)
                        return
                    reply = {"ok": True, "result": self._shown(value)}
                except BaseException as error:
                    reply = _failure(error)
                done(reply)

            loop.call_soon_threadsafe(evaluate)

        return Deferred(start)

    def assign(self, scope: Scope, place: Dict[str, Any]) -> Any:
        """Sets what is pointed at, in the calling thread, to what `value` comes to in the scope, which is returned.

        The place is a `target`, an expression; or a `path` of parts, of the `result` by that number or of the frame.
        """
        value = eval(compile(place["value"].strip(), "<console>", "eval"), scope.names)
        if "target" in place:
            set_target(scope, place["target"], value)
            return value
        path = list(place["path"])
        if "result" in place:
            owner = self._results.get(place["result"])
        elif len(path) == 1:
            scope.set(path[0], value)
            return value
        else:
            if path[0] not in scope.own or path[0] not in scope.names:
                raise ValueError(f"'{path[0]}' is not there any more")
            owner, path = scope.names[path[0]], path[1:]
        set_part(part_of(owner, path[:-1]), path[-1], value)
        return value

    def assign_in_loop(self, loop: Any, scope: Scope, place: Dict[str, Any]) -> Deferred:
        """As `assign`, in a loop's thread."""

        def start(done: Done) -> None:
            def assign() -> None:
                try:
                    reply = {"ok": True, "result": self._shown(self.assign(scope, place))}
                except BaseException as error:
                    reply = _failure(error)
                done(reply)

            loop.call_soon_threadsafe(assign)

        return Deferred(start)

    def expand(self, number: int, path: List[str]) -> List[Dict[str, Any]]:
        """The parts of a result, reached by the names of parts; empty when it has been let go of."""
        return parts_below(self._results[number], path) if number in self._results else []

    def clear(self) -> None:
        """Lets go of everything."""
        self._console = {}
        self._results.clear()

    def _run(self, code: Tuple[Any, bool], scope: Scope) -> Any:
        compiled, is_expression = code
        before = set(scope.names)
        value = eval(compiled, scope.names)
        self._keep(scope, before)
        if not awaits(code):
            scope.store(compiled)
        return value if is_expression or awaits(code) else None

    def _keep(self, scope: Scope, before: "set[str]") -> None:
        """Names that were given in a coroutine's scope are the console's; the main module has its own."""
        if scope.names is not sys.modules["__main__"].__dict__:
            new = set(scope.names) - before - scope.own - {"__builtins__"}
            self._console.update((name, scope.names[name]) for name in new)

    def _outcome(self, task: Any, store: Callable[[], None]) -> Dict[str, Any]:
        if task.cancelled():
            return {"ok": False, "error": "CancelledError"}
        error = task.exception()
        if error is not None:
            return _failure(error)
        try:
            store()
        except ValueError as refusal:
            return _failure(refusal)
        return {"ok": True, "result": self._shown(task.result())}

    def _shown(self, value: Any) -> Dict[str, Any]:
        text = repr(value)
        shown: Dict[str, Any] = {"value": text if len(text) <= _TEXT_LIMIT else text[:_TEXT_LIMIT] + "…", "type": type_name(value)}
        count = len(children(value))
        if count:
            self._last += 1
            self._results[self._last] = value
            while len(self._results) > _RESULTS_LIMIT:
                self._results.popitem(last=False)
            shown.update(children=count, result=self._last)
        return shown


def awaits(code: Tuple[Any, bool]) -> bool:
    """Whether what was compiled awaits something at its top level."""
    return bool(code[0].co_flags & inspect.CO_COROUTINE)


def compiled(text: str) -> Tuple[Any, bool]:
    """Code, and whether it is an expression, of a text that may set any name."""
    return _compile(text, Scope({}))


def _compile(text: str, scope: Scope) -> Tuple[Any, bool]:
    """Code, and whether it is an expression. Raises ValueError for a statement that cannot be carried out."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        return compile(text.strip(), "<console>", "eval", flags), True
    except SyntaxError:
        code = compile(text, "<console>", "exec", flags)
    scope.check(code)
    return code, False


def _failure(error: BaseException) -> Dict[str, Any]:
    text = str(error)
    return {"ok": False, "error": f"{type(error).__name__}: {text}" if text else type(error).__name__}


def completions(text: str, scope: Dict[str, Any]) -> List[Dict[str, Any]]:
    """What the end of a text may be completed to. Names are looked up, and nothing is called."""
    start = len(text)
    while start > 0 and (text[start - 1].isidentifier() or text[start - 1].isdigit() or text[start - 1] == "."):
        start -= 1
    *path, prefix = text[start:].split(".")
    candidates: List[str]
    if path:
        value: Any = scope.get(path[0], getattr(scope.get("__builtins__"), path[0], None))
        for name in path[1:]:
            value = inspect.getattr_static(value, name, None)
        candidates = [*dir(type(value)), *attributes(value)]
        if inspect.ismodule(value) or inspect.isclass(value):
            candidates = list(vars(value))
    else:
        candidates = list(scope) + dir(sys.modules["builtins"])
    found = sorted({name for name in candidates if type(name) is str and name.startswith(prefix)})
    hidden = prefix.startswith("_")
    return [{"label": name, "length": len(prefix)} for name in found if hidden or not name.startswith("_")][:_COMPLETIONS_LIMIT]
