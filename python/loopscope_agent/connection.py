"""One connection to a debugger: JSON texts, one a line, each way."""

from __future__ import annotations

import json
import socket
from typing import Any, Dict, List

#: A debugger that takes nothing for this long has hung, seconds.
_SEND_TIMEOUT_S = 10.0
_RECEIVE_BYTES = 1 << 16


class Connection:
    """Reads without blocking, writes with a limit in time."""

    def __init__(self, sock: socket.socket, owner: bool) -> None:
        self.socket = sock
        #: The adapter that launched this program: the program ends with it.
        self.owner = owner
        self.subscribed = False
        self.closed = False
        self._buffer = b""
        sock.settimeout(_SEND_TIMEOUT_S)

    def send(self, message: Dict[str, Any]) -> None:
        """Sends one message; a failure closes the connection."""
        if self.closed:
            return
        try:
            self.socket.sendall(json.dumps(message, separators=(",", ":")).encode() + b"\n")
        except (OSError, ValueError):
            self.close()

    def receive(self) -> List[Dict[str, Any]]:
        """What has come, when the socket is ready to be read. At the end of the stream the connection is closed."""
        try:
            data = self.socket.recv(_RECEIVE_BYTES)
        except OSError:
            data = b""
        if not data:
            self.close()
            return []
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        messages: List[Dict[str, Any]] = []
        for line in lines:
            try:
                message = json.loads(line)
            except ValueError:
                continue
            if type(message) is dict:
                messages.append(message)
        return messages

    def close(self) -> None:
        """Safe to call twice."""
        if self.closed:
            return
        self.closed = True
        try:
            self.socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.socket.close()
