"""Evaluating what a user typed: in the scope of a suspended coroutine, or of the program's main module.

It runs in the loop's own thread, between two of its turns, as a callback would; what is awaited becomes a task there.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections import OrderedDict
from typing import Any, Callable, Dict, List, Optional, Tuple

from .frames import locals_of
from .inspection import is_suspended, shown_links
from .task_registry import TaskRecord
from .values import attributes, children, parts_below, type_name

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

    def scope(self, record: Optional[TaskRecord], index: int) -> Dict[str, Any]:
        """The names that a frame of a task sees; without a task those of the main module, which can be set."""
        if record is None:
            return sys.modules["__main__"].__dict__
        task = record.task()
        links = shown_links(task) if task is not None and not task.done() else []
        if index >= len(links):
            raise ValueError("this frame is gone: its task has gone on")
        coroutine, frame = links[index]
        # One namespace, so that lambdas and comprehensions see the locals too.
        return {**frame.f_globals, **self._console, **locals_of(frame, suspended=is_suspended(coroutine))}

    def here(self, text: str, scope: Dict[str, Any], names: Dict[str, Any]) -> Any:
        """Evaluates in the calling thread: for a debugger that holds the program."""
        return self._run(_compile(text, names), scope)

    def in_loop(self, loop: Any, text: str, scope: Dict[str, Any], names: Dict[str, Any]) -> Deferred:
        """Evaluates in a loop's thread, and awaits there what is to be awaited."""
        code = _compile(text, names)
        before = set(scope)

        def start(done: Done) -> None:
            def ended(task: Any) -> None:
                self._keep(scope, before)
                done(self._outcome(task))

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

    def expand(self, number: int, path: List[str]) -> List[Dict[str, Any]]:
        """The parts of a result, reached by the names of parts; empty when it has been let go of."""
        return parts_below(self._results[number], path) if number in self._results else []

    def clear(self) -> None:
        """Lets go of everything."""
        self._console = {}
        self._results.clear()

    def _run(self, code: Tuple[Any, bool], scope: Dict[str, Any]) -> Any:
        compiled, is_expression = code
        before = set(scope)
        value = eval(compiled, scope)
        self._keep(scope, before)
        return value if is_expression or awaits(code) else None

    def _keep(self, scope: Dict[str, Any], before: "set[str]") -> None:
        """Names that were given in a coroutine's scope are the console's; the main module has its own."""
        if scope is not sys.modules["__main__"].__dict__:
            self._console.update((name, scope[name]) for name in set(scope) - before - {"__builtins__"})

    def _outcome(self, task: Any) -> Dict[str, Any]:
        if task.cancelled():
            return {"ok": False, "error": "CancelledError"}
        error = task.exception()
        return {"ok": True, "result": self._shown(task.result())} if error is None else _failure(error)

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
    return _compile(text, {})


def _compile(text: str, names: Dict[str, Any]) -> Tuple[Any, bool]:
    """Code, and whether it is an expression. Raises ValueError for a statement that would set a name in vain."""
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    try:
        return compile(text.strip(), "<console>", "eval", flags), True
    except SyntaxError:
        code = compile(text, "<console>", "exec", flags)
    for name in sorted(_names_set(ast.parse(text)) & set(names)):
        raise ValueError(f"'{name}' cannot be set: its coroutine is suspended. It can be set where its task is stopped.")
    return code, False


def _names_set(tree: ast.AST) -> "set[str]":
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}


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
