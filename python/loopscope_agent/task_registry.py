"""Every task that was met, by object and by number, without keeping it alive."""

from __future__ import annotations

import itertools
import marshal
import weakref
from collections import deque
from types import CodeType
from typing import Any, Deque, Dict, Iterator, List, Optional, Sequence, Tuple

from .clock import now_ms
from .coroutines import coroutine_name
from .outcomes import cancel_requests, outcome_of

#: Ended tasks that wait to be told of. A program that ends more between two looks loses the oldest, and is told so.
ENDED_LIMIT = 10_000


class TaskRecord(weakref.ref):  # type: ignore[type-arg]
    """What is known of one task beside the task itself, and the reference to it.

    Of a hundred thousand tasks there are as many: they have no dictionaries, which the garbage collector would go
    through as well.
    """

    __slots__ = (
        "number", "key", "parent", "stack", "created_s", "_packed", "behind", "future", "since_ms", "pending", "held",
        "resource", "group", "cancels", "asked", "ended", "sent", "name", "coroutine", "loop", "running", "quiet", "seen",
        "frozen", "watched", "on_end",
    )  # fmt: skip

    #: Never reused.
    number: int
    #: The task's `id`.
    key: int
    #: Number of the task that created it.
    parent: Optional[int]
    #: Where it was created, innermost first: code objects, each with an offset after it.
    stack: Sequence[Any]
    #: When it was created, seconds since the epoch.
    created_s: Optional[float]
    #: What `info` gave last, packed: a hundred thousand dictionaries would be the garbage collector's to go through.
    _packed: Optional[bytes]
    #: Numbers of the pending tasks behind what it waits for.
    behind: Sequence[int]
    #: Weak reference to the future that it waited on then.
    future: Any
    since_ms: int
    #: Pending futures behind a wait for several; -1 for other waits.
    pending: int
    #: Numbers of the resources whose `async with` it is in.
    held: Sequence[int]
    #: Number of the resource that it waits for.
    resource: Optional[int]
    group: Optional[int]
    cancels: Sequence[Dict[str, Any]]
    #: Cancellations that the debugger has asked for.
    asked: int
    #: When it ended, its state and outcome.
    ended: Optional[Tuple[int, str, Optional[Dict[str, Any]]]]
    #: Whether the reader has been told of its end.
    sent: bool
    name: str
    coroutine: str
    loop: Optional[int]
    running: bool
    #: It waits on one future, and nothing but that matters.
    quiet: bool
    #: Number of the look that met it last, not ended.
    seen: int
    #: Whether a debugger holds it back.
    frozen: bool
    #: Whether it will tell us of its end.
    watched: bool
    #: Called with the record and the task when it has ended.
    on_end: Any

    def __init__(self, task: Any, lost: Any) -> None:
        self.parent = self.created_s = self._packed = self.future = self.resource = self.group = self.loop = None
        self.ended = self.on_end = None
        self.stack = self.behind = self.held = self.cancels = ()
        self.sent = self.running = self.quiet = self.frozen = self.watched = False
        self.since_ms = self.asked = self.seen = 0
        self.pending = -1
        self.name = self.coroutine = ""

    @property
    def info(self) -> Optional[Dict[str, Any]]:
        """What the reader was told of it last, a copy; None when there is nothing yet, or it has to be told anew."""
        return None if self._packed is None else marshal.loads(self._packed)

    @info.setter
    def info(self, info: Optional[Dict[str, Any]]) -> None:
        self._packed = None if info is None else marshal.dumps(info)

    @property
    def is_told(self) -> bool:
        """Whether there is an `info`."""
        return self._packed is not None

    def task(self) -> Any:
        """The task; None when the program has let go of it."""
        return self()

    @property
    def places(self) -> Iterator[Tuple[CodeType, int]]:
        """Where it was created, innermost first."""
        steps = iter(self.stack)
        return zip(steps, steps)

    @property
    def created_ms(self) -> Optional[int]:
        """When it was created, as the protocol has it."""
        return None if self.created_s is None else int(self.created_s * 1000)

    def watch(self, task: Any, ended: Any) -> None:
        """Has the task tell of its end. In the loop's thread."""
        if self.watched:
            return
        self.watched = True
        self.on_end = ended
        if task.done():
            self.finish(task)
        else:
            task.add_done_callback(self.finish)

    def finish(self, task: Any) -> None:
        """Notes the end of the task: its done-callback, so it runs in the loop's thread."""
        if self.ended is None:
            if not self.name:
                self.name = task.get_name()
                self.coroutine = coroutine_name(task.get_coro())
            self.ended = (now_ms(), *outcome_of(task, max(cancel_requests(task), self.asked)))
            if self.on_end is not None:
                self.on_end(self, task)


class TaskRegistry:
    """Records of tasks. Safe to use from the loop's thread and from ours: each step is one under the GIL."""

    def __init__(self) -> None:
        self.records: Dict[int, TaskRecord] = {}
        self._by_number: Dict[int, TaskRecord] = {}
        self._numbers = itertools.count(1)
        self._lost: Any = self._lose
        #: Records of tasks that are gone, for the next batch.
        self.lost: Deque[TaskRecord] = deque()
        #: Records that did not fit into `lost`.
        self.dropped = 0
        #: Whether somebody wants to know how tasks end.
        self.watching = False
        #: Called when a watched task has ended.
        self.on_end: Any = None

    def record(self, task: Any) -> TaskRecord:
        """The record of a task, made at the first meeting. Raises TypeError for what cannot be referred to weakly."""
        key = id(task)
        found = self.records.get(key)
        if found is not None and found() is task:
            return found
        record = TaskRecord(task, self._lost)
        record.key = key
        record.number = number = next(self._numbers)
        first = self.records.setdefault(key, record)
        if first is not record:
            if first() is task:
                # The other thread has just made one.
                return first
            self.records[key] = record
        self._by_number[number] = record
        return record

    def in_order(self) -> List[TaskRecord]:
        """All records by their numbers: in the order in which they were made."""
        return list(self._by_number.values())

    def find(self, number: int) -> Optional[TaskRecord]:
        """The record of a number; None for an unknown one and for a task that is gone."""
        return self._by_number.get(number)

    def watch(self, record: TaskRecord, task: Any) -> None:
        """Has a task tell of its end, as long as somebody wants to know. In the loop's thread."""
        if not self.watching:
            return
        record.watch(task, self.on_end)
        if not self.watching:
            # `unwatch`, in the agent's thread, has been past it already.
            record.watched = False
            task.remove_done_callback(record.finish)

    def unwatch(self) -> None:
        """Asks no task any more to tell of its end. The tasks' loops do it, each in its thread."""
        self.watching = False
        for record in list(self.records.values()):
            if not record.watched:
                continue
            record.watched = False
            task = record.task()
            if task is None or task.done():
                continue
            loop = task.get_loop()
            try:
                loop.call_soon_threadsafe(task.remove_done_callback, record.finish)
            except RuntimeError:
                # It has been closed.
                continue

    def _lose(self, record: TaskRecord) -> None:
        if self.records.get(record.key) is record:
            self.records.pop(record.key, None)
        self._by_number.pop(record.number, None)
        if not record.is_told and not self.watching:
            return
        if len(self.lost) >= ENDED_LIMIT:
            self.lost.popleft()
            self.dropped += 1
        self.lost.append(record)
