"""What one task waits for, as it is read from the coroutine of asyncio's that waits."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional

Locals = Dict[str, Any]


class Wait:
    """What one task waits for."""

    __slots__ = ("kind", "label", "resource", "when", "duration", "futures", "inside")

    def __init__(
        self,
        kind: str,
        label: Optional[str] = None,
        resource: Any = None,
        when: Optional[float] = None,
        futures: Any = (),
        inside: bool = False,
    ) -> None:
        self.kind = kind
        #: What tells it apart, when it is not a resource's name.
        self.label = label
        self.resource = resource
        #: When the wait ends by itself, in the loop's time.
        self.when = when
        #: How long it was asked to last, seconds.
        self.duration: Optional[float] = None
        #: Futures waited for through it.
        self.futures: List[Any] = list(futures)
        #: Whether a coroutine further in tells more.
        self.inside = inside


Describe = Callable[[Locals], Wait]


def when_of(handle: Any) -> Optional[float]:
    """The time of a timer handle, asyncio's or uvloop's; None when there is none."""
    return None if handle is None else handle.when()
