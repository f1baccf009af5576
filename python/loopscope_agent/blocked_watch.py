"""Noticing a loop whose turn does not end: it is asked for a sign of life when it is not seen waiting."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from .clock import now_ms
from .loop_table import LoopTable, is_waiting

#: A turn longer than this blocks the loop, milliseconds. The adapter uses the same limit.
BLOCKED_AFTER_MS = 1_000


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
        if not ping.reported and now_ms() - ping.sent_ms >= BLOCKED_AFTER_MS:
            ping.reported = True
            return {"kind": "blocked", "loopId": number, "sinceMs": ping.sent_ms}
        return None
