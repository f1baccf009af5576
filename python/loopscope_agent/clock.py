"""Wall-clock times of the protocol."""

from __future__ import annotations

import time


def now_ms() -> int:
    """Unix epoch, milliseconds."""
    return int(time.time() * 1000)


def epoch_ms(loop: object, when: float) -> "int | None":
    """A time of the loop's own clock as Unix epoch milliseconds; None when the loop cannot tell its time."""
    try:
        return int((time.time() + when - loop.time()) * 1000)  # type: ignore[attr-defined]
    except Exception:
        return None
