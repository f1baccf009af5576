"""The agent's thread: debuggers' commands in, changes out, over sockets of this machine.

The thread is marked so that pydevd neither traces it nor waits for it: it answers while a debugger holds the program.
"""

from __future__ import annotations

import atexit
import os
import selectors
import signal
import socket
import sys
import threading
import time
from collections import deque
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple

from .agent import Agent
from .blocked_watch import BlockedWatch
from .connection import Connection
from .evaluation import Deferred
from .names import ADDRESS_VARIABLE, TOKEN_VARIABLE
from .session_file import SessionFile
from .switching import SwitchInterval

#: Time between two looks while somebody wants to know, seconds; a look that takes long is taken less often.
LOOK_EVERY_S = 0.1
_LOOK_SHARE = 20
_WATCH_EVERY_S = 0.5
#: Time after which a look that has nothing to tell says that it goes on, seconds.
_SIGN_EVERY_S = 0.1
_CONNECT_TIMEOUT_S = 2.0
_STAY_TIMEOUT_S = 2.0
#: Time that a program whose debugger is gone has to end by itself, seconds.
_END_AFTER_S = 2.0


class Transport:
    """Everything about it happens in its thread, but for `start`, `stop` and what surrounds a fork."""

    def __init__(
        self, agent: Agent, linger_s: Optional[float] = None, left: Callable[[], None] = lambda: None
    ) -> None:
        self._agent = agent
        #: After this time without anybody the agent leaves the program, and calls `left`; None: it stays.
        self.linger_s = linger_s
        self._left = left
        self._alone_since_s = 0.0
        self._watch = BlockedWatch(agent.loops)
        self._connections: List[Connection] = []
        self._session: Optional[SessionFile] = None
        self._thread: Optional[threading.Thread] = None
        self._wake: "Optional[tuple[socket.socket, socket.socket]]" = None
        self._switching = SwitchInterval()
        self._stopping = False
        self._heard_s = 0.0
        self._complained = False
        agent.observer.on_slice = self._still_there
        #: Answers that came later, with whom they are for.
        self._replies: Deque[Tuple[Connection, Dict[str, Any]]] = deque()
        # Held while the thread does anything: a fork waits for it, so that no child inherits half of something.
        self._working = threading.Lock()

    @property
    def runs(self) -> bool:
        """Whether the agent's thread is there."""
        return self._thread is not None

    @property
    def listens(self) -> bool:
        """Whether guests can come."""
        return self.runs and self._session is not None

    def stay(self) -> bool:
        """Puts off leaving, as somebody is about to come. Whether the agent is there to do so."""
        # What called us may have interrupted a fork, which holds the lock in this very thread.
        locked = self._working.acquire(timeout=_STAY_TIMEOUT_S)
        try:
            self._alone_since_s = time.monotonic()
            return self.runs
        finally:
            if locked:
                self._working.release()

    def start(self) -> None:
        """Connects and greets in the calling thread (about a millisecond), then serves in a thread of its own."""
        owner = self._connect()
        if owner is not None:
            self._connections.append(owner)
            # It will subscribe: tasks that end before must not be lost.
            self._agent.registry.watching = True
            owner.send({**self._agent.commands.hello(), "token": os.environ.get(TOKEN_VARIABLE, ""), "parent": os.getppid()})
        self._session = SessionFile.create()
        if owner is None and self._session is None:
            return
        self._wake = socket.socketpair()
        self._alone_since_s = time.monotonic()
        thread = threading.Thread(target=self._run, name="loopscope-agent", daemon=True)
        thread.pydev_do_not_trace = True  # type: ignore[attr-defined]
        thread.is_pydev_daemon_thread = True  # type: ignore[attr-defined]
        self._thread = thread
        self._switching.shorten()
        thread.start()

    def install(self) -> None:
        """Starts, stops at the interpreter's end, and starts anew in forked children."""
        self.start()
        # Before the thread pools' own: they wait for their workers there.
        atexit.register(self.stop)
        if hasattr(os, "register_at_fork"):
            # A child has a lock of its own, and may fork as well.
            os.register_at_fork(
                before=lambda: self._working.acquire(),
                after_in_parent=lambda: self._working.release(),
                after_in_child=self._after_fork,
            )

    def stop(self) -> None:
        """Tells what is left to tell, and closes everything. The thread has ended afterwards."""
        self._stopping = True
        thread, wake = self._thread, self._wake
        if thread is not None and wake is not None and thread.is_alive() and thread is not threading.current_thread():
            try:
                wake[1].send(b"x")
            except OSError:
                return
            thread.join(_CONNECT_TIMEOUT_S)

    def _connect(self) -> Optional[Connection]:
        address = os.environ.get(ADDRESS_VARIABLE)
        if not address:
            return None
        host, _, port = address.rpartition(":")
        try:
            sock = socket.create_connection((host, int(port)), timeout=_CONNECT_TIMEOUT_S)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, ValueError):
            # The adapter has gone: this is a child of a program that outlived it.
            return None
        return Connection(sock, owner=False)

    def _after_fork(self) -> None:
        """In the child: what was inherited is the parent's. A new agent thread for the new process."""
        self._working = threading.Lock()
        for connection in self._connections:
            connection.socket.close()
        self._connections = []
        if self._session is not None:
            self._session.close(remove=False)
        for end in self._wake or ():
            end.close()
        ran = self.runs
        self._session, self._thread, self._wake = None, None, None
        if ran and not self._stopping:
            self._agent.registry.watching = False
            self.start()
        else:
            self._switching.restore()

    def _run(self) -> None:
        selector = selectors.DefaultSelector()
        assert self._wake is not None
        selector.register(self._wake[0], selectors.EVENT_READ)
        if self._session is not None:
            selector.register(self._session.listener, selectors.EVENT_READ)
        for connection in self._connections:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        next_look = next_watch = 0.0
        left = False
        try:
            while not left and not self._stopping:
                listening = any(connection.subscribed for connection in self._connections)
                patience_s = self._patience_s(next_look if listening else None)
                events, standstill_s = select(selector, patience_s)
                with self._working:
                    if standstill_s > 0:
                        self._watch.stood_still(standstill_s)
                    for key, _ in events:
                        self._ready(selector, key)
                    now = time.monotonic()
                    if listening and now >= next_watch:
                        self._tell(self._watch.look())
                        next_watch = now + _WATCH_EVERY_S
                    if listening and now >= next_look and not self._stopping:
                        self._look()
                        cost = self._agent.observer.cost_s
                        next_look = time.monotonic() + max(LOOK_EVERY_S, cost * _LOOK_SHARE)
                    self._part(selector)
                    left = self._is_forgotten()
                    if left:
                        self._close(selector)
                        self._leave()
        finally:
            if not left:
                self._close(selector)

    def _patience_s(self, next_look: Optional[float]) -> Optional[float]:
        """How long nothing has to be done unless somebody asks; None: for ever."""
        if next_look is not None:
            return max(0.0, next_look - time.monotonic())
        if self.linger_s is None or self._connections:
            return None
        return max(0.0, self._alone_since_s + self.linger_s - time.monotonic())

    def _is_forgotten(self) -> bool:
        if self.linger_s is None or self._connections:
            return False
        return time.monotonic() >= self._alone_since_s + self.linger_s

    def _leave(self) -> None:
        """The program is as it was before we came. `start` brings us back."""
        self._session, self._thread, self._wake = None, None, None
        self._agent.uninstall()
        self._left()

    def _close(self, selector: selectors.BaseSelector) -> None:
        if any(connection.subscribed for connection in self._connections):
            self._look()
        selector.close()
        self._switching.restore()
        for connection in self._connections:
            connection.close()
        self._connections = []
        if self._session is not None:
            self._session.close(remove=True)
        for end in self._wake or ():
            end.close()

    def _ready(self, selector: selectors.BaseSelector, key: Any) -> None:
        if self._wake is not None and key.fileobj is self._wake[0]:
            self._wake[0].recv(64)
            while self._replies:
                to, reply = self._replies.popleft()
                to.send(reply)
        elif isinstance(key.data, Connection):
            connection = key.data
            for message in connection.receive():
                self._answer(connection, message)
        elif self._session is not None and key.fileobj is self._session.listener:
            try:
                guest = Connection(self._session.listener.accept()[0], owner=False)
            except OSError:
                return
            self._connections.append(guest)
            selector.register(guest.socket, selectors.EVENT_READ, guest)
            guest.send(self._agent.commands.hello())

    def _answer(self, connection: Connection, message: Dict[str, Any]) -> None:
        method, params = message.get("method"), message.get("params", {})
        commands = self._agent.commands
        if method == "own":
            # The adapter that launched this very process: from now on its end is the program's.
            connection.owner = True
            reply: Dict[str, Any] = {"ok": True, "result": {}}
        elif method == "flush":
            self._look()
            reply = {"ok": True, "result": {}}
        else:
            # A snapshot is of the moment of its first page.
            first = method == "snapshot" and type(params) is dict and not params.get("cursor")
            if first or method in ("pulse", "inspect", "stepPlan"):
                self._look()
            reply = commands.run(method, params)
            if method == "subscribe" and not connection.subscribed:
                connection.subscribed = True
            elif method == "unsubscribe":
                connection.subscribed = False
        if isinstance(reply, Deferred):
            reply.start(lambda result: self._later(connection, message.get("id"), result))
        else:
            connection.send({"kind": "reply", "id": message.get("id"), **reply})

    def _later(self, connection: Connection, number: Any, reply: Dict[str, Any]) -> None:
        """From the loop's thread: has ours answer."""
        self._replies.append((connection, {"kind": "reply", "id": number, **reply}))
        wake = self._wake
        if wake is not None:
            try:
                wake[1].send(b"r")
            except OSError:
                # It has ended meanwhile.
                return

    def _part(self, selector: selectors.BaseSelector) -> None:
        """Parts with those who have gone, whether reading or writing has told so."""
        for connection in [connection for connection in self._connections if connection.closed]:
            selector.unregister(connection.socket)
            self._connections.remove(connection)
            if connection.subscribed:
                self._agent.commands.run("unsubscribe", {})
            if connection.owner and not self._stopping:
                self._end_program()
            self._alone_since_s = time.monotonic()

    def _end_program(self) -> None:
        """The debugger has vanished: what it launched ends. Politely, then for good."""
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_END_AFTER_S)
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

    def _look(self) -> None:
        try:
            for message in self._agent.changes():
                self._tell([message])
            self._agent.breakpoints.look()
        except Exception as error:
            # The next one may succeed; without this thread nothing would be answered any more.
            if not self._complained:
                self._complained = True
                sys.stderr.write(f"loopscope: the tasks could not be looked at: {error!r}\n")

    def _still_there(self) -> None:
        """A look may take long, and who waits for its end is to know that it goes on."""
        if time.monotonic() - self._heard_s >= _SIGN_EVERY_S:
            self._tell([{"kind": "looking"}])

    def _tell(self, messages: List[Dict[str, Any]]) -> None:
        if messages:
            self._heard_s = time.monotonic()
        for connection in self._connections:
            if connection.subscribed:
                for message in messages:
                    connection.send(message)


def select(selector: selectors.BaseSelector, patience_s: Optional[float]) -> "tuple[list[Any], float]":
    """What is ready, and for how long the process stood still meanwhile: it came later, and did not compute either."""
    if patience_s is None:
        return selector.select(None), 0.0
    # The monotonic clock does not go on while the machine sleeps.
    began_s, computed_s = time.time(), time.process_time()
    events = selector.select(patience_s)
    late_s = time.time() - began_s - patience_s
    return events, late_s - (time.process_time() - computed_s)
