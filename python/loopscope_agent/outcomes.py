"""What came of a task, read without marking its exception as retrieved."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

from .values import describe, exception_text


def cancel_requests(task: Any) -> int:
    """Cancellations asked for and not taken back; 0 where the interpreter does not count them (before 3.11)."""
    cancelling = getattr(task, "cancelling", None)
    return cancelling() if cancelling is not None else 0


def cancel_message(task: Any) -> Optional[str]:
    """The message of the last `cancel()`, when it is a text."""
    message = getattr(task, "_cancel_message", None)
    return message if type(message) is str else None


def outcome_of(task: Any, cancels: int) -> Tuple[str, Optional[Dict[str, Any]]]:
    """State and outcome of a task that is done. `cancels` is how often it was seen to be cancelled."""
    if task.cancelled():
        message = cancel_message(task)
        return "cancelled", None if message is None else {"cancelMessage": message}
    suppressed = {"suppressedCancellation": True} if cancels > 0 else {}
    error = getattr(task, "_exception", None)
    if error is not None:
        return "failed", {"exception": exception_text(error), **suppressed}
    result = getattr(task, "_result", None)
    outcome = {**({} if result is None else {"result": describe(result)}), **suppressed}
    return "done", outcome or None
