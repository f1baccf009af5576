"""The agent of a process, without threads or sockets: what a transport, a test or a debugger calls."""

from __future__ import annotations

import json
import os
from typing import Any, Dict, Iterator, Tuple

from .actions import Actions
from .commands import Commands
from .creation import Creation
from .discovery import asyncio_module, running_task
from .frames import stepped_frame
from .evaluation import awaits, compiled
from .holders import note_lock_owners, stop_noting_lock_owners
from .loop_table import LoopTable
from .names import BREAKPOINTS_VARIABLE
from .observer import Observer
from .resource_table import ResourceTable
from .scopes import Scope
from .stepping import passes_error_on, passes_through
from .task_breakpoints import TaskBreakpoints
from .task_registry import TaskRegistry
from .trap import Trap
from .warning_records import WarningRecords


class Agent:
    """One for each process; see `instance`."""

    def __init__(self) -> None:
        self.registry = TaskRegistry()
        self.loops = LoopTable(self.registry)
        self.trap = Trap()
        self.breakpoints = TaskBreakpoints(self.registry, self.trap)
        self.registry.on_end = self.breakpoints.ended
        self.warnings = WarningRecords(self.breakpoints)
        self.observer = Observer(self.registry, ResourceTable(self.registry), self.loops, self.warnings)
        self.commands = Commands(
            self.observer, Actions(self.registry, self.loops, self.observer.describer),
            self.breakpoints, self.trap,
        )
        self._creation = Creation(self.registry, self.loops, self.breakpoints)
        self._installed = False

    def install(self) -> None:
        """Begins to note who creates tasks and who takes locks. asyncio must have been imported. Safe to repeat."""
        if self._installed:
            return
        self._installed = True
        self._creation.install()
        note_lock_owners()
        self.warnings.install()
        breakpoints = os.environ.get(BREAKPOINTS_VARIABLE)
        if breakpoints:
            self.breakpoints.set("", json.loads(breakpoints))

    def uninstall(self) -> None:
        """Takes all of that back: the program is as before, but for what is known of its tasks. Safe to repeat."""
        if not self._installed:
            return
        self._installed = False
        self._creation.uninstall()
        stop_noting_lock_owners()
        self.warnings.uninstall()
        self.registry.unwatch()

    def changes(self) -> Iterator[Dict[str, Any]]:
        """Looks at everything: the `changes` messages since the last look."""
        return self.observer.look()

    def current_task_id(self) -> int:
        """Number of the task that runs in the calling thread; 0 outside of tasks. For a debugger's conditions."""
        task = running_task()
        return 0 if task is None else self.registry.record(task).number

    def stopped_at(self) -> Tuple[int, bool, bool]:
        """For a debugger that has stopped: the task's number (0 outside of tasks), whether this is a line at all, and
        whether it is we who had it stop.

        CPython 3.13 reports the line of an await once more when an error comes out of it.
        """
        frame = stepped_frame()
        return self.current_task_id(), frame is None or not passes_error_on(frame), self.trap.notice is not None

    def breaks(self) -> bool:
        """Whether to stop in the task that takes a step now; see `Stepping.breaks`. For a debugger's conditions."""
        return self.commands.stepping.breaks()

    def awaits(self) -> bool:
        """Never true: has the stepped task stop when it has suspended. For a debugger's conditions."""
        self.commands.stepping.stop_at_await()
        return False

    def evaluate(self, number: int, frame: int, text: str) -> Any:
        """The value of a text in a frame of a suspended task: for a debugger that holds the program."""
        return self.commands.evaluation.here(text, self.commands.scope(number, frame))

    def assign(self, place: str) -> Any:
        """Sets something of a suspended task, by the parameters of the command `assign`: for a debugger that holds the program."""
        return self.commands.assign(json.loads(place))

    def await_in(self, text: str, names: Any, values: Any) -> int:
        """Has a text awaited by the loop of the calling thread, in a scope; see `Commands.await_later`. 0: it awaits nothing."""
        if not awaits(compiled(text)):
            return 0
        loop = asyncio_module()._get_running_loop()
        if loop is None:
            raise RuntimeError("no event loop runs in this thread")
        return self.commands.await_later(loop, text, Scope({**names, **values}))

    def exception_passes(self, error: Any) -> bool:
        """Whether an error was raised further inside, by code of the program: it was shown there."""
        return passes_through(error)

    def step_ends(self, anywhere: bool = False) -> bool:
        """Whether a debugger's step ends where it is about to stop; see `Stepping.ends`. For a debugger's conditions."""
        return self.commands.stepping.ends(anywhere)


#: The agent of this process.
instance = Agent()
