"""The private folder in which a program can be found by its process id: see `SessionFile` in `src/protocol`."""

from __future__ import annotations

import getpass
import json
import os
import socket
import stat
import sys
import tempfile
from typing import Optional, Tuple

from .clock import now_ms
from .names import PROTOCOL_VERSION, SESSION_FOLDER_VARIABLE


def session_folder() -> str:
    """The folder of session sockets, as the other side finds it."""
    chosen = os.environ.get(SESSION_FOLDER_VARIABLE)
    if chosen:
        return chosen
    user = str(os.getuid()) if hasattr(os, "getuid") else getpass.getuser()
    # As Node's `os.tmpdir()` decides.
    folder = os.environ.get("TMPDIR") or os.environ.get("TMP") or os.environ.get("TEMP") or "/tmp"
    return os.path.join(folder if os.name == "posix" else tempfile.gettempdir(), f"loopscope-{user}")


def session_path() -> "Optional[str]":
    """Where this process can be found; None where programs are not offered to guests."""
    if os.name != "posix" or not hasattr(socket, "AF_UNIX"):
        return None
    return os.path.join(session_folder(), f"{os.getpid()}.json")


def _is_private(folder: str) -> bool:
    status = os.lstat(folder)
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid() and not status.st_mode & 0o077


class SessionFile:
    """The listening socket of this process and the file that tells of it."""

    def __init__(self, listener: socket.socket, paths: Tuple[str, str]) -> None:
        self.listener = listener
        self._paths = paths
        self._pid = os.getpid()

    @staticmethod
    def create() -> "Optional[SessionFile]":
        """None where there are no such sockets (Windows), or the folder is not ours alone."""
        described = session_path()
        if described is None:
            return None
        folder = os.path.dirname(described)
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            if not _is_private(folder):
                return None
            address = os.path.join(folder, f"{os.getpid()}.sock")
            if os.path.lexists(address):
                os.unlink(address)
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(address)
            listener.listen(8)
            _write(described, address)
            return SessionFile(listener, (described, address))
        except OSError:
            return None

    def close(self, remove: bool) -> None:
        """Stops listening. A forked child closes what it inherited and must leave its parent's files."""
        self.listener.close()
        if remove and os.getpid() == self._pid:
            for path in self._paths:
                try:
                    os.unlink(path)
                except OSError:
                    continue


def _write(path: str, address: str) -> None:
    program = (getattr(sys, "argv", None) or [""])[0] or "python"
    text = json.dumps(
        {
            "version": PROTOCOL_VERSION,
            "pid": os.getpid(),
            "program": os.path.abspath(program) if os.path.exists(program) else program,
            "socket": address,
            "startedMs": now_ms(),
            "language": "python",
        }
    )
    temporary = f"{path}.{os.getpid()}.tmp"
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    os.replace(temporary, path)
