"""Noting who creates a task and where, and how it ends: `create_task` of asyncio's loops and of uvloop's."""

from __future__ import annotations

import functools
import sys
from typing import Any, Callable, Dict, List, Tuple

from .clock import now_ms
from .discovery import asyncio_module
from .imports import when_imported
from .loop_table import LoopTable
from .task_breakpoints import TaskBreakpoints
from .task_registry import TaskRegistry

#: Frames of a creation stack. asyncio's debug mode keeps ten.
STACK_FRAMES = 10
_MARK = "_loopscope_watched"


class Creation:
    """Patches the loops' classes, once; the patches are one call deep."""

    def __init__(self, registry: TaskRegistry, loops: LoopTable, breakpoints: TaskBreakpoints) -> None:
        self._registry = registry
        self._breakpoints = breakpoints
        self._loops = loops
        #: Of each class that is patched, our functions and those that it had itself, by name.
        self._patches: List[Tuple[Any, Dict[str, Any], Dict[str, Any]]] = []
        self._call_off: Callable[[], None] = lambda: None

    def install(self) -> None:
        """Patches asyncio's loop now, and uvloop's as soon as it is imported."""
        self._patch(asyncio_module().base_events.BaseEventLoop)
        self._call_off = when_imported("uvloop", lambda module: self._patch(module.Loop))

    def uninstall(self) -> None:
        """Takes the patches back. A class that somebody else has patched since is left as it is: ours works on below."""
        self._call_off()
        patches, self._patches = self._patches, []
        for loop_class, ours, own in patches:
            if any(loop_class.__dict__.get(name) is not function for name, function in ours.items()):
                continue
            for name in ours:
                if name in own:
                    setattr(loop_class, name, own[name])
                else:
                    delattr(loop_class, name)
            delattr(loop_class, _MARK)

    def _patch(self, loop_class: Any) -> None:
        if _MARK in loop_class.__dict__:
            return
        setattr(loop_class, _MARK, True)
        ours = {
            "create_task": self._watched_create(loop_class.create_task),
            "__init__": self._watched_init(loop_class.__init__),
        }
        own = {name: loop_class.__dict__[name] for name in ours if name in loop_class.__dict__}
        for name, function in ours.items():
            setattr(loop_class, name, function)
        self._patches.append((loop_class, ours, own))

    def _watched_init(self, original: Any) -> Any:
        loop_made = self._loops.made

        @functools.wraps(original)
        def __init__(self: Any, *args: Any, **keywords: Any) -> None:
            original(self, *args, **keywords)
            loop_made(self)

        return __init__

    def _watched_create(self, original: Any) -> Any:
        registry, loop_number, breakpoints = self._registry, self._loops.number, self._breakpoints
        running_loop, current_task = asyncio_module()._get_running_loop, asyncio_module().current_task
        getframe = sys._getframe

        @functools.wraps(original)
        def create_task(self: Any, coro: Any, **keywords: Any) -> Any:
            running = running_loop()
            parent = None if running is None else current_task(running)
            stack: List[Any] = []
            frame: Any = getframe(1)
            for _ in range(STACK_FRAMES):
                if frame is None:
                    break
                stack.append((frame.f_code, frame.f_lasti))
                frame = frame.f_back
            task = original(self, coro, **keywords)
            traceback = getattr(task, "_source_traceback", None)
            if traceback and traceback[-1].filename == __file__:
                # Debug mode shows where a task was created: not here.
                del traceback[-1]
            try:
                record = registry.record(task)
            except TypeError:
                # A task factory gave something that cannot be referred to weakly.
                return task
            record.stack = stack
            record.created_ms = now_ms()
            record.loop = loop_number(self)
            if parent is not None:
                record.parent = registry.record(parent).number
            if registry.watching:
                record.watch(task, registry.on_end)
            if breakpoints.active:
                breakpoints.created(record, task, parent, getframe(1))
            return task

        return create_task


