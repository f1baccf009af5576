"""Arming: as soon as the program imports asyncio, in the thread that does, and not at all in one that never does."""

from __future__ import annotations

import os
import sys
from typing import Any, Dict, Optional

from .imports import when_imported
from .names import ADDRESS_VARIABLE, ARM_VARIABLE, EARLY_VARIABLE

_IMPORT_POLL_S = 0.02

_transport: Optional[Any] = None
_arming = False
#: See `inject`; None: the agent stays for as long as the program runs.
_linger_s: Optional[float] = None


def arm_on_import() -> None:
    """Arms now, or when asyncio is imported. Safe to repeat."""
    global _arming
    if os.environ.get(EARLY_VARIABLE):
        _start_transport()
    if _arming:
        return
    _arming = True
    asyncio = sys.modules.get("asyncio")
    if asyncio is not None and getattr(getattr(asyncio, "__spec__", None), "_initializing", False):
        import threading

        # Injected in the middle of the import: nobody will tell us of its end.
        thread = threading.Thread(target=_arm_later, args=(asyncio,), name="loopscope-arming", daemon=True)
        thread.pydev_do_not_trace = True  # type: ignore[attr-defined]
        thread.is_pydev_daemon_thread = True  # type: ignore[attr-defined]
        thread.start()
        return
    when_imported("asyncio", lambda module: arm())


def _arm_later(asyncio: Any) -> None:
    import time

    while getattr(asyncio.__spec__, "_initializing", False):
        time.sleep(_IMPORT_POLL_S)
    arm()


def arm() -> None:
    """Watches this process. Never disturbs it: what goes wrong is one line on stderr. Safe to repeat."""
    try:
        from .agent import instance

        instance.install()
    except Exception as error:
        sys.stderr.write(f"loopscope: the agent could not be started: {error!r}\n")
        return
    _start_transport()


def inject(linger_s: float, early: bool) -> Dict[str, Any]:
    """Arms a program that runs already, for guests.

    `linger_s` is the time without a guest after which the agent takes itself out of the program again; it stays when it
    was there from the start. `early` has it listen although asyncio has not been imported. Says where it is found, and
    whether it listens by now.
    """
    global _linger_s
    if _transport is not None:
        _transport.stay()
    if not _arming:
        _linger_s = linger_s
    if early:
        _start_transport()
    arm_on_import()
    from .session_file import session_path

    return {"pid": os.getpid(), "sessionFile": session_path(), "armed": _transport is not None and _transport.listens}


def _start_transport() -> None:
    global _transport
    try:
        from .agent import instance
        from .transport import Transport

        if _transport is None:
            _transport = Transport(instance, _linger_s, _left)
            _transport.install()
        elif not _transport.runs:
            _transport.linger_s = _linger_s
            _transport.start()
    except Exception as error:
        sys.stderr.write(f"loopscope: the agent could not be reached from outside: {error!r}\n")


def _left() -> None:
    """The agent has gone, and is armed anew when it is wanted again."""
    global _arming
    _arming = False


def wanted() -> bool:
    """Whether the environment asks for the agent."""
    return bool(os.environ.get(ADDRESS_VARIABLE) or os.environ.get(ARM_VARIABLE))
