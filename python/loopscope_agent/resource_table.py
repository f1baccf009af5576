"""Locks, queues and their like: which there are, who holds them, who waits."""

from __future__ import annotations

import json
from collections import deque
from types import FrameType
from typing import Any, Dict, Iterable, List, Optional, Tuple

from .coroutines import is_future
from .discovery import asyncio_module
from .holders import owner_of
from .identities import Identities
from .labels import label_in_frames
from .task_registry import TaskRecord, TaskRegistry

#: Waiters that are named; `awaiting.resourceId` of the tasks tells of all.
WAITERS_LIMIT = 1_000
#: Looks for a name before a resource is taken to have none.
_LABEL_ATTEMPTS = 5


class _Resource:
    __slots__ = ("kind", "label", "attempts", "holder", "owner", "sent", "loop")

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.label: Optional[str] = None
        self.attempts = 0
        #: The number of an owner's task, and the owner: a task that ends without releasing may be gone before the lock is.
        self.holder: Optional[int] = None
        self.owner: Any = None
        self.sent = ""
        self.loop: Optional[int] = None


class ResourceTable:
    """Resources by number, from the moment that a task waits for them or is seen to hold them."""

    def __init__(self, registry: TaskRegistry) -> None:
        self._registry = registry
        self._identities = Identities()
        self._resources: Dict[int, _Resource] = {}
        #: Numbers of the tasks that wait for a resource, and of those inside of it.
        self._waiters: Dict[int, List[int]] = {}
        self._holding: Dict[int, List[int]] = {}
        #: A task has come to a resource, or has left one, since these were noted.
        self.users_changed = False

    def kind_of(self, value: Any) -> Optional[str]:
        """The kind of resource that an object is; None when it is none."""
        asyncio = asyncio_module()
        cls = type(value)
        for name, kind in (
            ("Lock", "lock"), ("Semaphore", "semaphore"), ("Condition", "condition"), ("Event", "event"),
            ("Queue", "queue"), ("Barrier", "barrier"), ("TaskGroup", "taskGroup"),
        ):  # fmt: skip
            base = getattr(asyncio, name, None)
            if base is not None and issubclass(cls, base):
                return kind
        return None

    def meet(self, value: Any, frames: Iterable[FrameType], loop: Optional[int]) -> Optional[int]:
        """The number of a resource that was met in these frames (innermost first); None for what is no resource."""
        kind = self.kind_of(value)
        if kind is None:
            return None
        number = self._identities.number(value)
        resource = self._resources.get(number)
        if resource is None:
            resource = self._resources[number] = _Resource(kind)
        if resource.label is None and resource.attempts < _LABEL_ATTEMPTS:
            resource.attempts += 1
            resource.label = label_in_frames(value, frames)
        if resource.loop is None and kind != "taskGroup":
            resource.loop = loop
        return number

    def label(self, number: Optional[int]) -> Optional[str]:
        """What the program calls a resource."""
        resource = self._resources.get(number) if number is not None else None
        return None if resource is None else resource.label

    def groups(self) -> Iterable[Any]:
        """Numbers and objects of the task groups that are known."""
        return [(number, value) for number, value in self._identities.live() if self._resources[number].kind == "taskGroup"]

    def sweep(self) -> List[int]:
        """Forgets resources that are gone; their numbers."""
        gone = self._identities.sweep()
        return [number for number in gone if self._resources.pop(number, None) is not None]

    def records(self, tasks: Iterable[TaskRecord]) -> List[Dict[str, Any]]:
        """Resources as the protocol has them."""
        self._note_users(tasks)
        return [
            self._encode(number, self._resources[number], value) for number, value in list(self._identities.live())
        ]

    def changes(self, tasks: Iterable[TaskRecord]) -> List[Dict[str, Any]]:
        """Resources that differ from what was sent last."""
        if self.users_changed:
            self._note_users(tasks)
        found: List[Dict[str, Any]] = []
        for number, value in self._identities.live():
            resource = self._resources[number]
            info = self._encode(number, resource, value)
            text = json.dumps(info)
            if text != resource.sent:
                resource.sent = text
                found.append(info)
        return found

    def _note_users(self, tasks: Iterable[TaskRecord]) -> None:
        """Who waits for each resource, the first ones in the order in which they came, and who is inside of it."""
        waiters: Dict[int, List[TaskRecord]] = {}
        holders: Dict[int, List[int]] = {}
        for record in tasks:
            if record.resource is not None:
                waiters.setdefault(record.resource, []).append(record)
            for number in record.held:
                holders.setdefault(number, []).append(record.number)
        for number, value in self._identities.live():
            if len(waiters.get(number, ())) > 1:
                _sort_by_turn(waiters[number], value)
        self._waiters = {
            resource: [record.number for record in records[:WAITERS_LIMIT]] for resource, records in waiters.items()
        }
        self._holding = holders
        self.users_changed = False

    def _encode(self, number: int, resource: _Resource, value: Any) -> Dict[str, Any]:
        info: Dict[str, Any] = {"id": number, "kind": resource.kind}
        if resource.label is not None:
            info["label"] = resource.label
        if resource.loop is not None:
            info["loopId"] = resource.loop
        info["holders"] = self._holders(number, resource, value)
        info["waiters"] = self._waiters.get(number, [])
        size, capacity = _measures(resource.kind, value)
        if size is not None:
            info["size"] = size
        if capacity is not None:
            info["capacity"] = capacity
        return info

    def _holders(self, number: int, resource: _Resource, value: Any) -> List[int]:
        held_by = sorted(set(self._holding.get(number, ())))
        if resource.kind == "semaphore":
            return held_by
        if resource.kind != "lock" or not asyncio_module().Lock.locked(value):
            resource.holder = resource.owner = None
            return []
        owner = owner_of(value)
        if owner is None:
            return held_by
        task = owner[0]()
        if task is None:
            return [resource.holder] if resource.holder is not None and resource.owner is owner else held_by
        record = self._registry.record(task)
        resource.holder, resource.owner = record.number, owner
        # It has got the lock since its wait for it was noted: it does not wait for itself.
        return [] if self._has_moved_on(task, record, number) else [record.number]

    @staticmethod
    def _has_moved_on(task: Any, record: TaskRecord, number: int) -> bool:
        """Whether a task that was seen to wait for a resource does so no more."""
        if record.resource != number:
            return False
        future = getattr(task, "_fut_waiter", None)
        known = None if record.future is None else record.future()
        return future is None or known is not future or bool(future.done())


def _sort_by_turn(records: List[TaskRecord], value: Any) -> None:
    """Sorts tasks as they stand in the queues that asyncio keeps of those who wait; others by since when they wait."""
    namespace = getattr(value, "__dict__", {})
    turns: Dict[int, int] = {}
    for name in ("_waiters", "_getters", "_putters"):
        queue = namespace.get(name)
        for future in list(queue) if type(queue) is deque else ():
            turns[id(future)] = len(turns)
    last = len(turns)

    def turn(record: TaskRecord) -> Tuple[int, int, int]:
        future = None if record.future is None else record.future()
        return turns.get(id(future), last), record.since_ms, record.number

    records.sort(key=turn)


def _measures(kind: str, value: Any) -> "tuple[Optional[int], Optional[int]]":
    """Size and capacity, from where asyncio keeps them: a subclass may have overridden the methods."""
    namespace = getattr(value, "__dict__", {})
    if kind == "queue":
        items, limit = namespace.get("_queue"), namespace.get("_maxsize")
        size = len(items) if type(items).__name__ in ("deque", "list") else None
        return size, limit if type(limit) is int and limit > 0 else None
    if kind == "semaphore":
        return namespace.get("_value"), None
    if kind == "barrier":
        return namespace.get("_count"), namespace.get("_parties")
    if kind == "taskGroup":
        tasks = namespace.get("_tasks")
        return (len([task for task in list(tasks) if is_future(task) and not task.done()]) if type(tasks) is set else None), None
    return None, None
