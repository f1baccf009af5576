"""Which turns count as blocked: those of a program that runs."""

from __future__ import annotations

import unittest
from typing import Any, Callable, List, Optional, Tuple
from unittest import mock

from support import IS_WASM

from loopscope_agent import blocked_watch
from loopscope_agent.blocked_watch import BLOCKED_AFTER_MS, BlockedWatch


class BusyLoop:
    """A loop that does not come to the end of its turn, and the table that it is in."""

    def is_running(self) -> bool:
        return True

    def call_soon_threadsafe(self, callback: Callable[[], None]) -> None:
        self.end_turn = callback

    def live(self) -> List[Any]:
        return [self]

    def number(self, loop: Any) -> int:
        return 1


class Turns(unittest.TestCase):
    def setUp(self) -> None:
        self.now_ms = 1_700_000_000_000
        for name, value in (("now_ms", lambda: self.now_ms), ("is_waiting", lambda loop: False), ("is_held", lambda loop: False)):
            patch = mock.patch.object(blocked_watch, name, value)
            patch.start()
            self.addCleanup(patch.stop)
        self.loop = BusyLoop()
        self.watch = BlockedWatch(self.loop)  # type: ignore[arg-type]
        self.assertEqual(self.watch.look(), [])

    def kinds_after(self, duration_ms: int) -> List[str]:
        self.now_ms += duration_ms
        return [message["kind"] for message in self.watch.look()]

    def test_one_that_lasts_is_told_once_and_so_is_its_end(self) -> None:
        self.assertEqual(self.kinds_after(BLOCKED_AFTER_MS - 1), [])
        self.assertEqual(self.kinds_after(1), ["blocked"])
        self.assertEqual(self.kinds_after(BLOCKED_AFTER_MS), [])
        self.loop.end_turn()
        self.assertEqual(self.kinds_after(1), ["unblocked"])

    # A healthy program was accused when its machine woke up.
    def test_the_time_in_which_the_process_stood_still_does_not_count(self) -> None:
        self.watch.stood_still(3600)
        self.assertEqual(self.kinds_after(3_600_000 + BLOCKED_AFTER_MS - 1), [])
        self.assertEqual(self.kinds_after(1), ["blocked"])


@unittest.skipIf(IS_WASM, "there are no sockets")
class Standstill(unittest.TestCase):
    def of(self, patience_s: Optional[float], lasted_s: float, computed_s: float) -> float:
        """How long the process stood still, when a wait lasted so long, and its threads computed so long meanwhile."""
        from loopscope_agent import transport

        clocks = [(100.0, 5.0), (100.0 + lasted_s, 5.0 + computed_s)]

        class Clock:
            def time(self) -> float:
                return clocks[0][0]

            def process_time(self) -> float:
                return clocks[0][1]

        class Selector:
            def select(self, timeout: Optional[float]) -> List[Tuple[Any, int]]:
                clocks.pop(0)
                return []

        with mock.patch.object(transport, "time", Clock()):
            return transport.select(Selector(), patience_s)[1]  # type: ignore[arg-type]

    def test_is_a_wait_that_ends_late_while_nothing_is_computed(self) -> None:
        self.assertAlmostEqual(self.of(0.1, 60.1, 0.0), 60)
        self.assertAlmostEqual(self.of(0.1, 0.1, 0.0), 0)

    def test_is_no_wait_for_the_interpreters_lock(self) -> None:
        self.assertAlmostEqual(self.of(0.1, 3.1, 3.0), 0)

    def test_is_no_wait_that_has_no_end(self) -> None:
        self.assertEqual(self.of(None, 60, 0.0), 0)


if __name__ == "__main__":
    unittest.main()
