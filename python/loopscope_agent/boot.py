"""Arming: as soon as the program imports asyncio, in the thread that does, and not at all in one that never does."""

from __future__ import annotations

import os
import sys
from typing import Any, Optional

from .imports import when_imported
from .names import ADDRESS_VARIABLE, ARM_VARIABLE, EARLY_VARIABLE

_IMPORT_POLL_S = 0.02

_transport: Optional[Any] = None


def arm_on_import() -> None:
    """Arms now, or when asyncio is imported."""
    if os.environ.get(EARLY_VARIABLE):
        _start_transport()
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


def _start_transport() -> None:
    global _transport
    if _transport is not None:
        return
    try:
        from .agent import instance
        from .transport import Transport

        _transport = Transport(instance)
        _transport.install()
    except Exception as error:
        sys.stderr.write(f"loopscope: the agent could not be reached from outside: {error!r}\n")


def wanted() -> bool:
    """Whether the environment asks for the agent."""
    return bool(os.environ.get(ADDRESS_VARIABLE) or os.environ.get(ARM_VARIABLE))
