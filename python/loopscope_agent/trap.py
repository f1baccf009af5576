"""Stopping the program for a debugger at a moment that only the agent knows of."""

from __future__ import annotations

import sys
import threading
from types import FrameType
from typing import Any, Callable, Dict, Optional

from .frames import owner_of


class Trap:
    """Has pydevd hold the calling thread, as if there were a breakpoint. One stop at a time."""

    def __init__(self) -> None:
        #: What the program is held for; None while it is not held by us.
        self.notice: Optional[Dict[str, Any]] = None

    def stop(self, notice: Dict[str, Any], frame: FrameType) -> bool:
        """Holds the thread until the user lets it go on, with this frame on top; False when there is no debugger."""
        thread = threading.current_thread()
        constants = sys.modules.get("_pydevd_bundle.pydevd_constants")
        debugger = None if constants is None else constants.get_global_debugger()
        if debugger is None or not debugger.ready_to_run or getattr(thread, "is_pydev_daemon_thread", False):
            return False
        from _pydevd_bundle.pydevd_additional_thread_info import set_additional_thread_info  # type: ignore[import]
        from _pydevd_bundle.pydevd_comm_constants import CMD_SET_BREAK  # type: ignore[import]

        def hold() -> None:
            debugger.set_suspend(thread, CMD_SET_BREAK)
            if monitoring:
                set_additional_thread_info(thread).trace_suspend_type = "sys_monitor"
            debugger.do_wait_suspend(thread, frame, "line", None)

        monitoring = getattr(constants, "PYDEVD_USE_SYS_MONITORING", False)
        self.notice = notice
        try:
            _untraced(hold)
        finally:
            self.notice = None
            if not monitoring:
                debugger.enable_tracing()
        return True

    def stop_in(self, loop: Any, notice: Dict[str, Any]) -> None:
        """Holds a loop's thread in its next turn, with the function of the program's that runs the loop on top."""

        def stop() -> None:
            shown = user_frame(sys._getframe())
            if shown is not None:
                self.stop(notice, shown)

        loop.call_soon_threadsafe(stop)


def _untraced(action: Callable[[], None]) -> None:
    """Runs something where neither trace functions nor `sys.monitoring` see it, what a debugger evaluates meanwhile included.

    That is inside of a trace function, where the debugger itself stops programs.
    """
    from pydevd_tracing import TracingFunctionHolder  # type: ignore[import]

    # pydevd puts a function of its own in the place of `sys.settrace`.
    settrace = TracingFunctionHolder._original_tracing or sys.settrace
    before = sys.gettrace()

    def traced(frame: FrameType, event: str, arg: Any) -> None:
        action()

    def called() -> None:
        pass

    settrace(traced)
    try:
        called()
    finally:
        settrace(before)


def user_frame(frame: Optional[FrameType]) -> Optional[FrameType]:
    """The innermost frame of the program's own code, from this one on; this one when there is none."""
    first = frame
    while frame is not None and owner_of(frame.f_code) != "user":
        frame = frame.f_back
    return frame if frame is not None else first
