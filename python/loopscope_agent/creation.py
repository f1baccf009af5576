"""Noting who creates a task and where, and how it ends: `create_task` of asyncio's loops and of uvloop's."""

from __future__ import annotations

import functools
import sys
import time
import weakref
from typing import Any, Callable, Dict, List, Tuple

from .discovery import asyncio_module
from .imports import when_imported
from .loop_table import LoopTable
from .task_breakpoints import TaskBreakpoints
from .task_registry import TaskRegistry

#: Entries of a creation stack, two for each frame. asyncio's debug mode keeps ten frames.
STACK_ENTRIES = 20
#: Places whose stacks are kept to be shared.
SHARED_STACKS = 1_000
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
        getframe, now, records = sys._getframe, time.time, registry.records
        # The loop that created a task last, and its number: nearly always the one that does now.
        loop_of: Any = lambda: None  # noqa: E731
        number = 0
        loop_step = asyncio_module().events.Handle._run.__code__
        stacks: Dict[int, List[Any]] = {}

        @functools.wraps(original)
        def create_task(self: Any, coro: Any, **keywords: Any) -> Any:
            nonlocal loop_of, number
            running = running_loop()
            parent = None if running is None else current_task(running)
            stack: List[Any] = []
            caller: Any = getframe(1)
            frame = caller
            while frame is not None:
                code = frame.f_code
                # Below is the loop itself: the same for every task.
                if code is loop_step or len(stack) >= STACK_ENTRIES:
                    break
                stack += code, frame.f_lasti
                frame = frame.f_back
            task = original(self, coro, **keywords)
            traceback = getattr(task, "_source_traceback", None)
            if traceback and traceback[-1].filename == __file__:
                # Debug mode shows where a task was created: not here.
                del traceback[-1]
            try:
                record = registry.record(task)
                if parent is not None:
                    elder = records.get(id(parent))
                    record.parent = (elder if elder is not None and elder() is parent else registry.record(parent)).number
            except TypeError:
                # A task factory gave something that cannot be referred to weakly.
                return task
            # Most tasks are created where others were: they share what is kept of that.
            place = id(caller.f_code) + caller.f_lasti
            shared = stacks.get(place)
            if shared == stack:
                record.stack = shared
            else:
                if len(stacks) >= SHARED_STACKS:
                    stacks.clear()
                record.stack = stacks[place] = stack
            record.created_s = now()
            if loop_of() is not self:
                loop_of, number = weakref.ref(self), loop_number(self)
            record.loop = number
            if registry.watching:
                registry.watch(record, task)
            if breakpoints.active:
                breakpoints.created(record, task, parent, caller)
            return task

        return create_task


