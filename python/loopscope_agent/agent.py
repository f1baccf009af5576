"""The agent of a process, without threads or sockets: what a transport, a test or a debugger calls."""

from __future__ import annotations

from typing import Any, Dict, Iterator, Tuple

from .actions import Actions
from .commands import Commands
from .creation import Creation
from .discovery import asyncio_module
from .frames import stepped_frame
from .holders import note_lock_owners
from .loop_table import LoopTable
from .observer import Observer
from .resource_table import ResourceTable
from .stepping import passes_error_on
from .task_registry import TaskRegistry
from .warning_records import WarningRecords


class Agent:
    """One for each process; see `instance`."""

    def __init__(self) -> None:
        self.registry = TaskRegistry()
        self.loops = LoopTable(self.registry)
        self.warnings = WarningRecords()
        self.observer = Observer(self.registry, ResourceTable(self.registry), self.loops, self.warnings)
        self.commands = Commands(self.observer, Actions(self.registry, self.loops, self.observer.describer))
        self._creation = Creation(self.registry, self.loops)
        self._installed = False

    def install(self) -> None:
        """Begins to note who creates tasks and who takes locks. asyncio must have been imported. Safe to repeat."""
        if self._installed:
            return
        self._installed = True
        self._creation.install()
        note_lock_owners()
        self.warnings.install()

    def changes(self) -> Iterator[Dict[str, Any]]:
        """Looks at everything: the `changes` messages since the last look."""
        return self.observer.look()

    def current_task_id(self) -> int:
        """Number of the task that runs in the calling thread; 0 outside of tasks. For a debugger's conditions."""
        asyncio = asyncio_module()
        try:
            task = None if asyncio is None else asyncio.current_task()
        except RuntimeError:
            return 0
        return 0 if task is None else self.registry.record(task).number

    def stopped_at(self) -> Tuple[int, bool]:
        """For a debugger that has stopped: the task's number (0 outside of tasks), and whether this is a line at all.

        CPython 3.13 reports the line of an await once more when an error comes out of it.
        """
        frame = stepped_frame()
        return self.current_task_id(), frame is None or not passes_error_on(frame)

    def step_ends(self, anywhere: bool = False) -> bool:
        """Whether a debugger's step ends where it is about to stop; see `Stepping.ends`. For a debugger's conditions."""
        return self.commands.stepping.ends(anywhere)


#: The agent of this process.
instance = Agent()
