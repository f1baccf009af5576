"""What the tests of the agent share: running a coroutine on any interpreter, and programs with the agent in them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any, Callable, Dict, List, Optional

FOLDER = os.path.dirname(os.path.abspath(__file__))
PYTHON_FOLDER = os.path.join(os.path.dirname(os.path.dirname(FOLDER)), "python")
if PYTHON_FOLDER not in sys.path:
    sys.path.insert(0, PYTHON_FOLDER)

from loopscope_agent.agent import instance  # noqa: E402

#: No test waits longer than this for anything, seconds.
PATIENCE_S = 15.0
IS_WASM = sys.platform == "emscripten"
#: Whether the loops of this process are uvloop's: so that all that is promised of asyncio's holds of them, too.
IS_UVLOOP = bool(os.environ.get("LOOPSCOPE_TEST_UVLOOP"))


class _PolledSelector:
    def select(self, timeout: Optional[float]) -> List[Any]:
        if timeout:
            time.sleep(min(timeout, 0.01))
        return []


class LoopWithoutSockets(asyncio.BaseEventLoop):
    """asyncio's own loop where there are no sockets: enough for tasks, timers, locks and queues."""

    def __init__(self) -> None:
        super().__init__()
        self._selector = _PolledSelector()

    def _process_events(self, events: Any) -> None:
        pass

    def _write_to_self(self) -> None:
        pass


def run(coroutine: Any) -> Any:
    """As `asyncio.run`, on uvloop when that is tested; on WebAssembly, too, where a loop of the host's runs already."""
    instance.install()
    if IS_UVLOOP:
        import uvloop

        uvloop.install()
    if not IS_WASM:
        return asyncio.run(coroutine)
    outer = asyncio.events._get_running_loop()
    asyncio.events._set_running_loop(None)
    loop = LoopWithoutSockets()
    try:
        return loop.run_until_complete(coroutine)
    finally:
        loop.close()
        asyncio.events._set_running_loop(outer)


class Table:
    """The agent's account as a client has it: every change applied."""

    def __init__(self) -> None:
        self.tasks: Dict[int, Dict[str, Any]] = {}
        self.resources: Dict[int, Dict[str, Any]] = {}
        self.forgotten: List[int] = []
        self.warnings: List[Dict[str, Any]] = []

    def look(self) -> "Table":
        """Looks, and applies what has changed."""
        for message in instance.changes():
            self.apply(message)
        return self

    def apply(self, message: Dict[str, Any]) -> None:
        """Applies one message."""
        json.dumps(message)
        self.tasks.update((task["id"], task) for task in message["tasks"])
        self.resources.update((resource["id"], resource) for resource in message["resources"])
        self.forgotten.extend(message["forgottenTasks"])
        self.warnings.extend(message["warnings"])

    def named(self, name: str) -> Dict[str, Any]:
        """The youngest task of a name."""
        return max((task for task in self.tasks.values() if task["name"] == name), key=lambda task: task["id"])


async def settle(turns: int = 5) -> None:
    """Lets every task run until it waits for something."""
    for _ in range(turns):
        await asyncio.sleep(0)


class Program:
    """A real program with the agent, and the adapter's end of its channel."""

    def __init__(
        self, arguments: List[str], environment: Optional[Dict[str, str]] = None, executable: str = sys.executable
    ) -> None:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(16)
        self._listener.settimeout(PATIENCE_S)
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            "PYTHONPATH": os.path.join(PYTHON_FOLDER, "boot"),
            "LOOPSCOPE_PYTHON_ADDRESS": f"127.0.0.1:{self._listener.getsockname()[1]}",
            "LOOPSCOPE_PYTHON_TOKEN": "token",
            **(environment or {}),
        }
        self.process = subprocess.Popen(
            [executable, *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def agent(self) -> "Channel":
        """The next agent that comes: the program's, then its children's."""
        return Channel(self._listener.accept()[0])

    def end(self, timeout: float = PATIENCE_S) -> "tuple[int, str, str]":
        """Exit code and output, once it has ended."""
        out, err = self.process.communicate(timeout=timeout)
        return self.process.returncode, out, err

    def close(self) -> None:
        """Ends everything, what it started included."""
        self._listener.close()
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.communicate()


class Channel:
    """One agent's connection."""

    def __init__(self, sock: socket.socket) -> None:
        sock.settimeout(PATIENCE_S)
        self._socket = sock
        self._file = sock.makefile("rwb")
        self._next = 0
        self.table = Table()
        self.notes: List[Dict[str, Any]] = []
        #: How often a look that lasted was heard of.
        self.signs = 0
        self.hello = self._read()

    def _read(self) -> Dict[str, Any]:
        line = self._file.readline()
        if not line:
            raise EOFError("the agent has gone")
        return json.loads(line)

    def ask(self, method: str, **params: Any) -> Any:
        """The result of a command; what comes before it is applied."""
        self._next += 1
        self._file.write(json.dumps({"id": self._next, "method": method, "params": params}).encode() + b"\n")
        self._file.flush()
        while True:
            message = self._read()
            if message["kind"] == "reply" and message["id"] == self._next:
                if not message["ok"]:
                    raise ValueError(message["error"])
                return message["result"]
            if message["kind"] == "changes":
                self.table.apply(message)
            elif message["kind"] == "looking":
                self.signs += 1
            else:
                self.notes.append(message)

    def until(self, what: str, holds: Callable[["Table"], bool]) -> "Table":
        """Asks for what has changed until a condition holds."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            self.ask("flush")
            if holds(self.table):
                return self.table
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {what}")

    def close(self) -> None:
        """Goes, as a debugger does that detaches."""
        self._file.close()
        self._socket.close()
