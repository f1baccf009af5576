"""Noticing a loop whose turn does not end: it is asked for a sign of life when it is not seen waiting."""

from __future__ import annotations

import os
import sys
from typing import Any, Dict, List, Optional

from .clock import now_ms
from .discovery import loop_thread
from .loop_table import LoopTable, is_waiting

#: A turn longer than this blocks the loop, milliseconds. The adapter uses the same limit.
BLOCKED_AFTER_MS = 1_000
#: Where pydevd, debugpy's debugger, keeps a thread that has stopped, and how far above it may be in its own functions.
_HOLDS = ("_do_wait_suspend", "pydevd.py")
_HOLD_DEPTH = 8


class _Ping:
    def __init__(self) -> None:
        self.sent_ms = now_ms()
        self.answered = False
        self.reported = False

    def answer(self) -> None:
        self.answered = True


class BlockedWatch:
    """Looked at twice a second. A loop that waits in its selector is left alone, so an idle program stays idle."""

    def __init__(self, loops: LoopTable) -> None:
        self._loops = loops
        self._pings: Dict[int, _Ping] = {}

    def look(self) -> List[Dict[str, Any]]:
        """Messages of kind `blocked` and `unblocked` since the last look."""
        messages: List[Dict[str, Any]] = []
        for loop in self._loops.live():
            message = self._look_at(loop)
            if message is not None:
                messages.append(message)
        return messages

    def stood_still(self, duration_s: float) -> None:
        """The process did not run for so long, as its machine was asleep or overloaded, say: no loop blocks then."""
        for ping in self._pings.values():
            ping.sent_ms += int(duration_s * 1_000)

    def _look_at(self, loop: Any) -> Optional[Dict[str, Any]]:
        number = self._loops.number(loop)
        ping = self._pings.get(number)
        if ping is not None and (ping.answered or not loop.is_running()):
            del self._pings[number]
            return {"kind": "unblocked", "loopId": number} if ping.reported else None
        if ping is None:
            if loop.is_running() and not is_waiting(loop):
                ping = self._pings[number] = _Ping()
                try:
                    loop.call_soon_threadsafe(ping.answer)
                except RuntimeError:
                    del self._pings[number]
            return None
        if is_held(loop):
            # A program that is stopped at a breakpoint is not blocked. Its time begins when it goes on.
            ping.sent_ms = now_ms()
            if ping.reported:
                ping.reported = False
                return {"kind": "unblocked", "loopId": number}
            return None
        if not ping.reported and now_ms() - ping.sent_ms >= BLOCKED_AFTER_MS:
            ping.reported = True
            return {"kind": "blocked", "loopId": number, "sinceMs": ping.sent_ms}
        return None


def is_held(loop: Any) -> bool:
    """Whether a debugger holds the loop's thread."""
    identifier = loop_thread(loop)
    frame: Any = sys._current_frames().get(identifier) if identifier is not None else None
    for _ in range(_HOLD_DEPTH):
        if frame is None:
            return False
        name, file = _HOLDS
        if frame.f_code.co_name == name and os.path.basename(frame.f_code.co_filename) == file:
            return True
        frame = frame.f_back
    return False
