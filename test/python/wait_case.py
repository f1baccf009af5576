"""What the tests of waits share: a coroutine is run until it waits, and what is said of it is looked at."""

from __future__ import annotations

import asyncio
import time
import unittest
from typing import Any, Callable, Dict, Optional

from support import PATIENCE_S, Table, instance, run, settle


async def leaf(seconds: float = 3600) -> None:
    await asyncio.sleep(seconds)


async def awaiting(
    coroutine: Any, turns: int = 5, release: Callable[[], Any] = lambda: None, kind: Optional[str] = None
) -> Dict[str, Any]:
    """
    The record of a task of this coroutine, once it waits; what it waits for is released then, and it is cancelled.

    With a `kind`, waits of others come before: of who else is there they may take any number of turns.
    """
    task = asyncio.ensure_future(coroutine)
    await settle(turns)
    end = time.monotonic() + PATIENCE_S
    while True:
        table = Table().look()
        info = next(info for info in table.tasks.values() if info["id"] == number_of(task))
        if kind in (None, info.get("awaiting", {}).get("kind")) or time.monotonic() > end:
            break
        await asyncio.sleep(0)
    names = {other["id"]: other["name"] for other in table.tasks.values()}
    resource = table.resources.get(info["awaiting"].get("resourceId", 0))
    release()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return {
        **info["awaiting"],
        "behind": sorted(names.get(number, "?") for number in info["awaiting"].get("taskIds", ())),
        "resource": resource,
    }


def number_of(task: Any) -> int:
    return instance.registry.record(task).number


class WaitCase(unittest.TestCase):
    def check(
        self, make: Any, kind: str, label: Optional[str] = None, behind: "tuple[str, ...]" = (), left: Optional[float] = None
    ) -> Dict[str, Any]:
        """`left`: the seconds that it has left, to the minute."""

        async def main() -> Dict[str, Any]:
            return await awaiting(make())

        found = run(main())
        self.assertEqual(found["kind"], kind)
        self.assertEqual(found.get("label"), label)
        self.assertEqual(tuple(found["behind"]), behind)
        minutes = round((found["deadlineMs"] - found["sinceMs"]) / 60_000) if "deadlineMs" in found else None
        self.assertEqual(minutes, None if left is None else round(left / 60))
        return found
