"""Reads the tasks of another process from outside, where the agent cannot be brought into it: `outside PID FD`.

Executed by the very interpreter of that process, CPython 3.14 or later, which knows how its own memory is laid out. It
speaks the agent's protocol over the socket FD. What would do something in the program is refused. It ends with the
process, or with the connection.
"""

from __future__ import annotations

import json
import os
import platform
import select
import socket
import sys
import time
from typing import Any, Dict, List

from program import Program

#: As in `loopscope_agent/names.py`: an adapter refuses any other.
PROTOCOL_VERSION = 1
#: Time between two looks while somebody wants to know, seconds; a look that takes long is taken less often.
LOOK_EVERY_S = 0.25
_LOOK_SHARE = 10
_BATCH_TASKS = 200
_REFUSAL = "the program is only read, from outside: nothing can be done in it"


class Service:
    """One adapter's questions about one program."""

    def __init__(self, pid: int, connection: socket.socket) -> None:
        import asyncio

        self._pid = pid
        self._process = os.pidfd_open(pid)
        self._connection = connection
        self._folder = os.path.dirname(asyncio.__file__)
        self._program = Program(pid, self._folder)
        self._sent: Dict[int, Dict[str, Any]] = {}
        self._sent_loops: List[Dict[str, Any]] = []
        self._seq = 0
        self._subscribed = False
        self._started_ms = _now_ms()

    def run(self) -> None:
        """Until the connection or the process ends."""
        self._program.look()
        self._send(self._hello())
        buffered = b""
        next_look = time.monotonic()
        while True:
            patience = max(0.0, next_look - time.monotonic()) if self._subscribed else None
            readable, _, _ = select.select([self._connection, self._process], [], [], patience)
            if self._process in readable:
                return
            if readable:
                data = self._connection.recv(65536)
                if not data:
                    return
                *lines, buffered = (buffered + data).split(b"\n")
                for line in lines:
                    self._answer(json.loads(line))
            if self._subscribed and time.monotonic() >= next_look:
                started = time.monotonic()
                self._look()
                next_look = started + max(LOOK_EVERY_S, (time.monotonic() - started) * _LOOK_SHARE)

    def _hello(self) -> Dict[str, Any]:
        return {
            "kind": "hello",
            "version": PROTOCOL_VERSION,
            "language": "python",
            "pid": self._pid,
            "host": platform.python_version(),
            "startedMs": self._started_ms,
            "runtimeScripts": [self._folder],
        }

    def _look(self) -> None:
        try:
            self._program.look()
        except RuntimeError:
            # It changes too fast for this once.
            return
        changed = [info for number, info in self._program.tasks.items() if self._sent.get(number) != info]
        gone = [number for number in self._sent if number not in self._program.tasks]
        # How a task ended is not seen from outside.
        ended = [{**self._sent[number], "state": "done", "endedMs": _now_ms()} for number in gone]
        for info in ended:
            info.pop("awaiting", None)
        loops = self._program.loops
        if not (changed or gone or loops != self._sent_loops):
            return
        self._sent = dict(self._program.tasks)
        self._sent_loops = loops
        tasks = changed + ended
        for start in range(0, max(1, len(tasks)), _BATCH_TASKS):
            last = start + _BATCH_TASKS >= len(tasks)
            self._changes(tasks[start : start + _BATCH_TASKS], loops, gone if last else [])

    def _changes(self, tasks: List[Dict[str, Any]], loops: List[Dict[str, Any]], gone: List[int]) -> None:
        self._seq += 1
        self._send(
            {
                "kind": "changes",
                "seq": self._seq,
                "atMs": _now_ms(),
                "tasks": tasks,
                "resources": [],
                "loops": loops,
                "warnings": [],
                "forgottenTasks": gone,
                "forgottenResources": [],
                "dropped": 0,
            }
        )

    def _answer(self, call: Dict[str, Any]) -> None:
        try:
            reply: Dict[str, Any] = {"ok": True, "result": self._result(call.get("method"), call.get("params") or {})}
        except LookupError:
            reply = {"ok": False, "error": f"there is no task {(call.get('params') or {}).get('taskId')}"}
        except PermissionError as error:
            reply = {"ok": False, "error": str(error)}
        self._send({"kind": "reply", "id": call.get("id"), **reply})

    def _result(self, method: Any, params: Dict[str, Any]) -> Any:
        program = self._program
        if method == "subscribe":
            self._subscribed = True
            return self._hello()
        if method in ("flush", "unsubscribe"):
            self._look()
            return {}
        if method == "snapshot":
            cursor, limit = int(params.get("cursor") or 0), int(params.get("limit") or _BATCH_TASKS)
            rest = sorted(number for number in program.tasks if number > cursor)
            page = {"seq": self._seq, "atMs": _now_ms(), "resources": [], "loops": program.loops}
            page["tasks"] = [program.tasks[number] for number in rest[:limit]]
            self._sent.update((number, program.tasks[number]) for number in rest[:limit])
            return {**page, "cursor": rest[limit - 1]} if len(rest) > limit else page
        if method == "pulse":
            return {"atMs": _now_ms(), "loops": program.loops, "resources": []}
        if method == "inspect":
            number = params.get("taskId")
            return {"task": program.tasks[number], "createdStack": [], "cancels": [], "stack": program.stack_of(number)}
        if method == "blockingStack":
            return {"stack": program.blocking_stack()}
        if method == "current":
            return None
        if method == "expand":
            return {"variables": []}
        raise PermissionError(_REFUSAL)

    def _send(self, message: Dict[str, Any]) -> None:
        self._connection.sendall(json.dumps(message).encode("ascii") + b"\n")


def _now_ms() -> int:
    return int(time.time() * 1000)


if __name__ == "__main__":
    try:
        Service(int(sys.argv[1]), socket.socket(fileno=int(sys.argv[2]))).run()
    except (ImportError, OSError, RuntimeError) as error:
        raise SystemExit(str(error))
