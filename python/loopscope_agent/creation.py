"""Noting who creates a task and where, and how it ends: `create_task` of asyncio's loops and of uvloop's."""

from __future__ import annotations

import functools
import sys
from typing import Any, List

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
    """Patches the loops' classes, once; the patches stay, and are one call deep."""

    def __init__(self, registry: TaskRegistry, loops: LoopTable, breakpoints: TaskBreakpoints) -> None:
        self._registry = registry
        self._breakpoints = breakpoints
        self._loops = loops

    def install(self) -> None:
        """Patches asyncio's loop now, and uvloop's as soon as it is imported."""
        self._patch(asyncio_module().base_events.BaseEventLoop)
        when_imported("uvloop", lambda module: self._patch(module.Loop))

    def _patch(self, loop_class: Any) -> None:
        if _MARK in loop_class.__dict__:
            return
        setattr(loop_class, _MARK, True)
        loop_class.create_task = self._watched_create(loop_class.create_task)
        loop_class.__init__ = self._watched_init(loop_class.__init__)

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


