"""Has another process of this interpreter's version execute a script: `execute.py PID SCRIPT`. CPython 3.14 and later."""

from __future__ import annotations

import os
import sys

# linux/ptrace.h, linux/wait.h
_SEIZE, _INTERRUPT, _DETACH = 0x4206, 0x4207, 17
_WAIT_ALL = 0x40000000
_EVENT_STOP = 128


def wake(pid: int) -> None:
    """Interrupts the system call in which the main thread waits, so that a loop comes to its next line. Linux only.

    As a tracer does: the program gets no signal, and its parent, a shell with job control say, does not see it stop.
    """
    import ctypes

    ptrace = ctypes.CDLL(None, use_errno=True).ptrace
    ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    ptrace.restype = ctypes.c_long
    if ptrace(_SEIZE, pid, None, None) != 0:
        raise OSError(ctypes.get_errno(), "not permitted")
    ptrace(_INTERRUPT, pid, None, None)
    _, status = os.waitpid(pid, _WAIT_ALL)
    # A signal that came at the same moment is the program's.
    signal = os.WSTOPSIG(status) if os.WIFSTOPPED(status) and status >> 16 != _EVENT_STOP else 0
    ptrace(_DETACH, pid, None, signal)


if __name__ == "__main__":
    sys.remote_exec(int(sys.argv[1]), sys.argv[2])  # type: ignore[attr-defined]
    try:
        wake(int(sys.argv[1]))
    except (ImportError, AttributeError, OSError):
        # It runs when the main thread comes to a line by itself.
        pass
