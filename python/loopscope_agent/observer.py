"""Looking at everything again and again, and saying what has changed since.

A task that is suspended on the same future as before is unchanged, so a look at ten thousand idle tasks costs a few
milliseconds. Looks are cut into slices, between which other threads of the program may run.
"""

from __future__ import annotations

import gc
import itertools
import time
from typing import Any, Callable, Dict, Iterator, List

from .borrowed import give_back, settle
from .clock import now_ms
from .discovery import asyncio_module, current_task, known_tasks
from .loop_table import LoopTable
from .resource_table import ResourceTable
from .task_description import TaskDescriber
from .task_registry import TaskRecord, TaskRegistry
from .warning_records import WarningRecords

#: Tasks in one message.
BATCH_TASKS = 200
#: Time after which the other threads get their turn, seconds.
SLICE_S = 0.0005
_SLICE_TASKS = 32


class Observer:
    """The agent's picture of the program. One thread at a time may use it."""

    def __init__(self, registry: TaskRegistry, resources: ResourceTable, loops: LoopTable, warnings: WarningRecords) -> None:
        self.registry = registry
        self.resources = resources
        self.loops = loops
        self.describer = TaskDescriber(registry, resources, loops)
        self._warnings = warnings
        self.seq = 0
        self._sent_loops: Any = None
        self._looks = 0
        #: What the last look took, seconds.
        self.cost_s = 0.0
        #: Called in the middle of a look, again and again.
        self.on_slice: Callable[[], None] = lambda: None

    def look(self) -> Iterator[Dict[str, Any]]:
        """Looks at everything, and gives the `changes` messages, none when nothing has changed."""
        if asyncio_module() is None:
            return
        started = time.perf_counter()
        collecting = gc.isenabled()
        gc.disable()
        loops = self.loops.live()
        tasks = known_tasks(loops)
        changed: List[Dict[str, Any]] = []
        try:
            for batch in self._look_at_tasks(tasks, loops):
                yield self._message(tasks=batch)
            members = self._members_to_tell()
            if members:
                yield self._message(tasks=members)
            changed = self._ended_tasks()
        finally:
            if collecting:
                gc.enable()
            give_back(
                tasks,
                lambda task: task.get_loop(),
                lambda task: getattr(task, "_fut_waiter", None) is not None,
            )
        forgotten = self._forgotten(changed)
        for start in range(0, len(changed) - BATCH_TASKS, BATCH_TASKS):
            yield self._message(tasks=changed[start : start + BATCH_TASKS])
        last = changed[(max(0, len(changed) - 1) // BATCH_TASKS) * BATCH_TASKS :]
        gone = self.resources.sweep()
        resources = self.resources.changes(list(self.registry.records.values()))
        warnings = self._warnings.take()
        infos = self.loops.records(loops)
        state = [(info["id"], info["state"], info["debug"], info.get("currentTaskId")) for info in infos]
        dropped, self.registry.dropped = self.registry.dropped, 0
        if last or resources or gone or forgotten or warnings or dropped or state != self._sent_loops:
            self._sent_loops = state
            yield self._message(last, resources, infos, warnings, forgotten, gone, dropped)
        self.cost_s = time.perf_counter() - started

    def page(self, cursor: int, limit: int) -> Dict[str, Any]:
        """One page of a snapshot: tasks in the order of their numbers, then resources."""
        records = self.registry.in_order()
        rest = (record for record in records if record.number > cursor and record.is_told)
        found = list(itertools.islice(rest, limit + 1))
        page: Dict[str, Any] = {
            "seq": self.seq,
            "atMs": now_ms(),
            "tasks": [record.info for record in found[:limit]],
            "resources": [],
            "loops": self.loops.records(self.loops.live()),
        }
        if len(found) > limit:
            page["cursor"] = found[limit - 1].number
        else:
            page["resources"] = self.resources.records(records)
        return page

    def _members_to_tell(self) -> List[Dict[str, Any]]:
        """Members of task groups that were told of before it was known that they are."""
        members: List[Dict[str, Any]] = []
        for number, group in self.resources.groups():
            for task in list(getattr(group, "_tasks", ())):
                record = self.registry.record(task)
                if record.group == number:
                    continue
                record.group = number
                info = record.info
                if info is not None and not task.done():
                    info["groupId"] = number
                    record.info = info
                    members.append(info)
        return members

    def _look_at_tasks(self, tasks: List[Any], loops: List[Any]) -> Iterator[List[Dict[str, Any]]]:
        running = {id(task) for task in (current_task(loop) for loop in loops if loop.is_running()) if task is not None}
        batch: List[Dict[str, Any]] = []
        slice_end = time.perf_counter() + SLICE_S
        self._looks += 1
        look, find = self._looks, self.registry.records.get
        for index, task in enumerate(tasks):
            if not index % _SLICE_TASKS and time.perf_counter() > slice_end:
                time.sleep(0)
                self.on_slice()
                slice_end = time.perf_counter() + SLICE_S
            key = id(task)
            record = find(key)
            # A task that waits on the same pending future has not run since: this is the path of nearly all.
            if record is not None and record.quiet:
                future = task._fut_waiter
                if future is not None and record.future() is future and not future.done():
                    record.seen = look
                    continue
            if task.done():
                continue
            if record is None or record() is not task:
                record = self.registry.record(task)
            record.seen = look
            waiter = getattr(task, "_fut_waiter", None)
            unchanged = self._is_unchanged(task, record, key in running)
            if not unchanged:
                batch.append(self.describer.describe(task, record, key in running))
            settle(task, waiter)
            if len(batch) >= BATCH_TASKS:
                yield batch
                batch = []
        if batch:
            yield batch

    def _is_unchanged(self, task: Any, record: TaskRecord, running: bool) -> bool:
        if not record.is_told or running or record.running:
            return False
        future = getattr(task, "_fut_waiter", None)
        if future is None or record.future is None or record.future() is not future or future.done():
            return False
        if record.pending >= 0:
            wait = self.describer.wait_of(task)
            if wait is None or len(wait.futures) != record.pending:
                return False
        return True

    def _ended_tasks(self) -> List[Dict[str, Any]]:
        """Tasks that have ended and are still referred to: not among those that were just looked at."""
        found: List[Dict[str, Any]] = []
        look = self._looks
        for record in list(self.registry.records.values()):
            if record.seen == look or record.sent:
                continue
            task = record.task()
            if task is None or not task.done():
                continue
            if record.loop is None:
                record.loop = self.loops.number(task.get_loop())
            record.finish(task)
            record.sent = True
            found.append(self.describer.ended(record))
        return found

    def _forgotten(self, changed: List[Dict[str, Any]]) -> List[int]:
        """Tasks that are gone; one whose end was not told of yet is told of first."""
        forgotten: List[int] = []
        while self.registry.lost:
            record = self.registry.lost.popleft()
            if record.resource is not None or record.held:
                self.resources.users_changed = True
            if not record.sent and (record.name or record.ended is not None):
                record.sent = True
                changed.append(self.describer.ended(record))
            forgotten.append(record.number)
        return forgotten

    def _message(
        self,
        tasks: Any = (),
        resources: Any = (),
        loops: Any = (),
        warnings: Any = (),
        forgotten: Any = (),
        gone: Any = (),
        dropped: int = 0,
    ) -> Dict[str, Any]:
        self.seq += 1
        return {
            "kind": "changes",
            "seq": self.seq,
            "atMs": now_ms(),
            "tasks": list(tasks),
            "resources": list(resources),
            "loops": list(loops),
            "warnings": list(warnings),
            "forgottenTasks": list(forgotten),
            "forgottenResources": list(gone),
            "dropped": dropped,
        }
