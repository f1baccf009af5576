"""One task as the protocol has it: its state, what it awaits, where it comes from."""

from __future__ import annotations

import math
import weakref
from types import FrameType
from typing import Any, Dict, Iterator, List, Optional

from .clock import epoch_ms, now_ms
from .coroutines import Link, chain, coroutine_name, is_future, running_links
from .frames import owner_of, site
from .futures import is_task, wait_on
from .holders import entered
from .loop_table import LoopTable
from .outcomes import cancel_message, cancel_requests
from .resource_table import ResourceTable
from .task_registry import TaskRecord, TaskRegistry
from .values import attributes, type_name
from .uvloop_waits import uvloop_wait
from .wait import Wait
from .waits import WaitTable

#: `asyncio.Timeout`, what `async_timeout` has for interpreters without, and `anyio.CancelScope`.
_TIMEOUTS = ("Timeout", "CancelScope")
#: Creators whose frames are searched for the name of a resource.
_ELDERS_LIMIT = 5


class TaskDescriber:
    """Describes tasks; what it meets on the way is entered into the tables of resources and loops."""

    def __init__(self, registry: TaskRegistry, resources: ResourceTable, loops: LoopTable) -> None:
        self._registry = registry
        self._resources = resources
        self._loops = loops
        self._waits = WaitTable()

    def describe(self, task: Any, record: TaskRecord, running: bool) -> Dict[str, Any]:
        """Brings the record up to date, and encodes it."""
        future = getattr(task, "_fut_waiter", None)
        loop = task.get_loop()
        record.loop = self._loops.number(loop)
        record.running = running
        if future is None or record.future is None or record.future() is not future:
            record.since_ms = now_ms()
        record.future = None if future is None else _reference(future)
        coroutine = task.get_coro()
        if not record.coroutine:
            record.coroutine = coroutine_name(coroutine)
        record.name = task.get_name()
        links, _, in_step = chain(coroutine) if coroutine is not None else ([], None, False)
        if running or in_step:
            links = running_links(coroutine)
        wait = None if running or in_step else self._wait(coroutine, links, future)
        had = record.resource is not None or record.held
        record.resource = None
        record.pending = -1
        if record.behind:
            record.behind = ()
        deadline = self._enter(record, links, wait)
        awaiting = None if wait is None else self._awaiting(record, wait, links, deadline, loop)
        self._note_cancels(task, record)
        if had or record.resource is not None or record.held:
            self._resources.users_changed = True
        record.quiet = record.future is not None and not running and not in_step and record.pending < 0
        info = self._encode(record, "running" if running or in_step else "pending", awaiting)
        record.info = info
        return info

    def ended(self, record: TaskRecord) -> Dict[str, Any]:
        """The last record of a task that has ended."""
        at, state, outcome = record.ended or (now_ms(), "done", None)
        asked = record.cancels[-1] if record.cancels else {}
        if state == "cancelled" and outcome is None and asked.get("byDebugger") and "message" in asked:
            # CPython keeps the message in the exception alone; we know what was asked for.
            outcome = {"cancelMessage": asked["message"]}
        if record.resource is not None or record.held:
            self._resources.users_changed = True
        record.resource = None
        record.held = record.behind = ()
        if state == "cancelled" and not record.cancels:
            record.cancels = [{"atMs": at, **_message((outcome or {}).get("cancelMessage"))}]
        info = self._encode(record, state, None)
        info["endedMs"] = at
        if outcome is not None:
            info["outcome"] = outcome
        record.info = info
        return info

    def _wait(self, coroutine: Any, links: List[Link], future: Any) -> Optional[Wait]:
        if future is None:
            # Suspended without a future: for one turn of the loop. A chain of one has not begun.
            return Wait("yield") if len(links) > 1 else None
        if future.done():
            return None
        wait = self._waits.describe(links)
        if wait is not None and not wait.inside:
            return wait
        direct = wait_on(future)
        if direct.kind == "future":
            direct = uvloop_wait(coroutine) or direct
        if wait is None:
            return direct
        if wait.kind != "waitFor":
            if direct.kind == "future" or wait.resource is not None:
                return wait
            # A step of what the outer one is about.
            direct.label, direct.when = wait.label, wait.when
            return direct
        # Inside of `wait_for`: a plain future or task is the `wait_for` itself.
        direct.when = wait.when
        if direct.kind in ("task", "future"):
            direct.kind = "waitFor"
            direct.futures = direct.futures or wait.futures
            if direct.label is None and wait.futures and is_task(wait.futures[0]):
                direct.label = wait.futures[0].get_name()
        return direct

    def _frames_around(self, record: TaskRecord, links: List[Link]) -> Iterator[FrameType]:
        """Suspended frames of a task, innermost first, then those of the tasks that created it."""
        yield from (frame for coroutine, frame in reversed(links) if coroutine is not None)
        seen = 0
        while record.parent is not None and seen < _ELDERS_LIMIT:
            seen += 1
            elder = self._registry.find(record.parent)
            task = elder.task() if elder is not None else None
            if elder is None or task is None or task.done():
                return
            chained, _, running = chain(task.get_coro())
            if not running:
                yield from (frame for _, frame in reversed(chained))
            record = elder

    def _enter(self, record: TaskRecord, links: List[Link], wait: Optional[Wait]) -> Optional[float]:
        """Notes which resources the task is inside of; gives the earliest timeout that is open around it."""
        earliest = wait.when if wait is not None else None
        held: List[int] = []
        waited = wait.resource if wait is not None else None
        excused = False
        for manager in entered(links):
            if type_name(manager) in _TIMEOUTS:
                stored = attributes(manager)
                when = stored.get("_when", stored.get("_deadline"))
                if type(when) in (float, int) and when != math.inf and (earliest is None or when < earliest):
                    earliest = when
                continue
            if manager is waited and not excused:
                # About to enter: its `__aexit__` is in place before `__aenter__` is done.
                excused = True
                continue
            number = self._resources.meet(manager, self._frames_around(record, links), record.loop)
            if number is not None:
                held.append(number)
        # Most tasks hold nothing, and an empty list of each is the garbage collector's to go through.
        record.held = held or ()
        return earliest

    def _awaiting(
        self, record: TaskRecord, wait: Wait, links: List[Link], deadline: Optional[float], loop: Any
    ) -> Dict[str, Any]:
        awaiting: Dict[str, Any] = {"kind": wait.kind}
        label = wait.label
        if wait.resource is not None:
            record.resource = self._resources.meet(wait.resource, self._frames_around(record, links), record.loop)
            label = self._resources.label(record.resource) if wait.kind != "taskGroup" else None
        if label is not None:
            awaiting["label"] = label
        awaiting["sinceMs"] = record.since_ms
        deadline_ms = None if deadline is None else epoch_ms(loop, deadline)
        if deadline_ms is not None:
            awaiting["deadlineMs"] = deadline_ms
        if wait.duration is not None:
            awaiting["durationMs"] = round(wait.duration * 1000, 3)
        if record.resource is not None:
            awaiting["resourceId"] = record.resource
        if wait.kind in ("gather", "wait", "asCompleted", "taskGroup"):
            record.pending = len(wait.futures)
        task_ids = sorted(self.tasks_behind(wait.futures))
        if task_ids:
            awaiting["taskIds"] = task_ids
            record.behind = tuple(task_ids)
        return awaiting

    def tasks_behind(self, futures: List[Any], depth: int = 0) -> "set[int]":
        """Pending tasks that futures stand for, through gather and shield as well."""
        found: "set[int]" = set()
        for future in futures:
            if not is_future(future) or future.done():
                continue
            if is_task(future):
                found.add(self._registry.record(future).number)
            elif depth < 10:
                found |= self.tasks_behind(wait_on(future).futures, depth + 1)
        return found

    def wait_of(self, task: Any) -> Optional[Wait]:
        """What a suspended task waits for."""
        coroutine = task.get_coro()
        links, _, running = chain(coroutine) if coroutine is not None else ([], None, False)
        return None if running else self._wait(coroutine, links, getattr(task, "_fut_waiter", None))

    def _note_cancels(self, task: Any, record: TaskRecord) -> None:
        missing = cancel_requests(task) - len(record.cancels)
        for _ in range(max(0, missing)):
            record.cancels = [*record.cancels, {"atMs": now_ms(), **_message(cancel_message(task))}]

    def _encode(self, record: TaskRecord, state: str, awaiting: Optional[Dict[str, Any]]) -> Dict[str, Any]:
        info: Dict[str, Any] = {
            "id": record.number,
            "name": record.name or f"Task-{record.number}",
            "coroutine": record.coroutine,
            "state": state,
            "loopId": record.loop or 0,
        }
        created = created_at(record)
        for key, value in (
            ("parentId", record.parent),
            ("groupId", record.group),
            ("awaiting", awaiting),
            ("createdAt", created),
            ("createdMs", record.created_ms),
        ):
            if value is not None:
                info[key] = value
        if record.frozen and state == "pending":
            info["frozen"] = True
        if record.cancels:
            info["cancels"] = list(record.cancels)
        return info


def created_at(record: TaskRecord) -> Optional[Dict[str, Any]]:
    """Where a task was created, by the program's own code if any is on the stack."""
    for code, lasti in record.places:
        if owner_of(code) == "user":
            return site(code, lasti)
    return next((site(code, lasti) for code, lasti in record.places), None)


def _message(text: Any) -> Dict[str, Any]:
    return {"message": text} if type(text) is str else {}


def _reference(future: Any) -> Any:
    try:
        return weakref.ref(future)
    except TypeError:
        return lambda: None
