"""The tasks of another process as `_remote_debugging` reads them: name, stack, and who awaits whom."""

from __future__ import annotations

import os
import time
from typing import Any, Dict, List, Optional, Tuple

#: The program goes on while it is read: a look that met a change in the middle is taken again.
_TRIES = 20

#: What a task waits for, by the functions of asyncio that it is in.
_WAITS = {
    ("tasks.py", "sleep"): "sleep",
    ("tasks.py", "wait"): "wait",
    ("tasks.py", "wait_for"): "waitFor",
    ("locks.py", "Lock.acquire"): "lock",
    ("locks.py", "Event.wait"): "event",
    ("locks.py", "Condition.wait"): "condition",
    ("locks.py", "Semaphore.acquire"): "semaphore",
    ("locks.py", "Barrier.wait"): "barrier",
    ("queues.py", "Queue.get"): "queue.get",
    ("queues.py", "Queue.put"): "queue.put",
    ("queues.py", "Queue.join"): "queue.join",
    ("taskgroups.py", "TaskGroup.__aexit__"): "taskGroup",
    ("threads.py", "to_thread"): "thread",
    ("streams.py", "StreamReader._wait_for_data"): "stream.read",
    ("streams.py", "StreamWriter.drain"): "stream.drain",
    ("subprocess.py", "Process.wait"): "process",
    ("subprocess.py", "Process.communicate"): "process",
    ("selector_events.py", "BaseSelectorEventLoop.sock_accept"): "accept",
    ("selector_events.py", "BaseSelectorEventLoop.sock_connect"): "connect",
}


class Program:
    """The program as the last look has it. Numbers of tasks are never reused."""

    def __init__(self, pid: int, asyncio_folder: str) -> None:
        import _remote_debugging

        self._open = lambda: _remote_debugging.RemoteUnwinder(pid, all_threads=True)
        self._asyncio = asyncio_folder + os.sep
        self._numbers: Dict[Tuple[int, str], int] = {}
        self._last = 0
        self.tasks: Dict[int, Dict[str, Any]] = {}
        self.stacks: Dict[int, List[Any]] = {}
        self.loops: List[Dict[str, Any]] = []
        self._threads: Dict[int, List[Any]] = {}

    def look(self) -> None:
        """Raises RuntimeError when no look succeeds, OSError when the process is gone or may not be read."""
        for attempt in range(_TRIES):
            try:
                unwinder = self._open()
                found = unwinder.get_all_awaited_by()
                threads = unwinder.get_stack_trace()
                break
            except RuntimeError:
                if attempt == _TRIES - 1:
                    raise
                time.sleep(0.001 * attempt)
        self._threads = {thread.thread_id: thread.frame_info for thread in threads}
        groups = [(group.thread_id, group.awaited_by) for group in found if group.thread_id]
        self._take(groups)

    def _take(self, groups: List[Tuple[int, List[Any]]]) -> None:
        keys = {task.task_id: (task.task_id, task.task_name) for _, tasks in groups for task in tasks}
        for key in keys.values():
            if key not in self._numbers:
                self._last += 1
                self._numbers[key] = self._last
        self._numbers = {key: number for key, number in self._numbers.items() if key in set(keys.values())}
        waited: Dict[int, List[int]] = {}
        for _, tasks in groups:
            for task in tasks:
                for awaiter in task.awaited_by:
                    if awaiter.task_name in keys:
                        waited.setdefault(awaiter.task_name, []).append(self._numbers[keys[task.task_id]])
        names = {number: name for (_, name), number in self._numbers.items()}
        self.tasks, self.stacks, self.loops = {}, {}, []
        for index, (thread, tasks) in enumerate(groups):
            running = self._running(thread, tasks)
            for task in tasks:
                number = self._numbers[keys[task.task_id]]
                stack = [frame for coroutine in task.coroutine_stack for frame in coroutine.call_stack]
                self.stacks[number] = stack
                info: Dict[str, Any] = {
                    "id": number,
                    "name": task.task_name,
                    "coroutine": stack[-1].funcname.rpartition(".")[2] if stack else "",
                    "state": "running" if task is running else "pending",
                    "loopId": index + 1,
                }
                if task is not running and stack:
                    info["awaiting"] = self._awaiting(stack, sorted(waited.get(task.task_id, ())), names)
                self.tasks[number] = info
            current = None if running is None else self._numbers[keys[running.task_id]]
            self.loops.append(self._loop(index + 1, thread, current))

    def _loop(self, number: int, thread: int, current: Optional[int]) -> Dict[str, Any]:
        frames = self._threads.get(thread) or []
        idle = bool(frames) and os.path.basename(frames[0].filename) == "selectors.py"
        loop: Dict[str, Any] = {
            "id": number,
            "state": "idle" if idle else "running",
            "debug": False,
            "turns": 0,
            "readyHandles": 0,
            # Nobody sees them from outside: taken for there, so that no task is said to wait in vain.
            "timers": 1,
        }
        if current is not None:
            loop["currentTaskId"] = current
        return loop

    def _running(self, thread: int, tasks: List[Any]) -> Any:
        """The task whose coroutines a thread is in; None when it is in none, or that cannot be told."""
        frames = {(frame.filename, frame.funcname, frame.lineno) for frame in self._threads.get(thread) or ()}
        found = []
        for task in tasks:
            stack = [frame for coroutine in task.coroutine_stack for frame in coroutine.call_stack]
            if stack and (stack[-1].filename, stack[-1].funcname, stack[-1].lineno) in frames:
                found.append(task)
        return found[0] if len(found) == 1 else None

    def _awaiting(self, stack: List[Any], behind: List[int], names: Dict[int, str]) -> Dict[str, Any]:
        kind: Optional[str] = None
        for frame in stack:
            if not frame.filename.startswith(self._asyncio):
                break
            kind = _WAITS.get((os.path.basename(frame.filename), frame.funcname), kind)
        if kind is None:
            kind = "future" if not behind else "task" if len(behind) == 1 else "gather"
        awaiting: Dict[str, Any] = {"kind": kind}
        if kind == "task":
            awaiting["label"] = names[behind[0]]
        if behind:
            awaiting["taskIds"] = behind
        return awaiting

    def stack_of(self, number: int) -> List[Dict[str, Any]]:
        """Frames of the program's own code, innermost first; all of them when none is."""
        frames = self.stacks[number]
        own = [frame for frame in frames if not frame.filename.startswith(self._asyncio)]
        return [_place(frame) for frame in own or frames]

    def blocking_stack(self) -> List[Dict[str, Any]]:
        """What the first loop's thread does now, innermost first, down to where the loop called it."""
        frames = self._threads.get(next(iter(self._threads), 0)) or []
        end = next((index for index, frame in enumerate(frames) if frame.filename.startswith(self._asyncio)), len(frames))
        return [_place(frame) for frame in frames[:end]]


def _place(frame: Any) -> Dict[str, Any]:
    return {"name": frame.funcname, "site": {"path": frame.filename, "line": frame.lineno, "column": 1, "name": frame.funcname}}
