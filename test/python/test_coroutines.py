"""Reading the chain of a coroutine, whatever moment it is caught in."""

from __future__ import annotations

import asyncio
import sys
import types
import unittest
from typing import Any, List

from support import Table, run, settle
from test_observer import Hostile

from loopscope_agent.coroutines import chain, link
from loopscope_agent.frames import locals_of


@types.coroutine
def forever() -> Any:
    yield


async def coroutine() -> None:
    await forever()


async def generator() -> Any:
    await forever()
    yield


class Coroutines(unittest.TestCase):
    def test_one_that_an_error_is_thrown_into_is_read_as_running(self) -> None:
        # CPython 3.12 crashed: what it awaits was looked for on the stack that it is running on.
        for make, start in ((coroutine, lambda made: made), (generator, lambda made: made.asend(None))):
            made: Any = make()
            step = start(made)
            step.send(None)
            self.assertEqual([frame.f_code.co_name for _, frame in chain(made)[0]], [make.__name__, "forever"])
            seen: List[Any] = []

            def trace(frame: Any, event: str, arg: Any) -> Any:
                if event == "exception" and frame.f_code is make.__code__:
                    seen.append(link(made))
                return trace

            before = sys.gettrace()
            sys.settrace(trace)
            try:
                with self.assertRaises(ValueError):
                    step.throw(ValueError())
            finally:
                sys.settrace(before)
            self.assertEqual([found[1:] for found in seen], [(None, True)], make.__name__)

    def test_one_that_has_gone_on_keeps_its_locals(self) -> None:
        # They were taken away from it, where a debugger wrote back what was read as if it were suspended.
        def runs() -> str:
            kept = "kept"
            return kept

        def trace(frame: Any, event: str, arg: Any) -> Any:
            if event == "return" or frame.f_code is not runs.__code__:
                return None
            locals_of(frame, suspended=True)
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            self.assertEqual(runs(), "kept")
        finally:
            sys.settrace(before)

    def test_one_that_has_ended_has_no_frame(self) -> None:
        made = coroutine()
        made.close()
        self.assertEqual(link(made), (None, None, False))

    def test_callbacks_of_the_programs_own_are_not_asked_anything(self) -> None:
        class Callback(Hostile):
            def __call__(self, future: Any) -> None:
                pass

        async def waits(future: Any) -> None:
            await future

        async def main() -> Any:
            future = asyncio.get_running_loop().create_future()
            future.add_done_callback(Callback())
            task = asyncio.ensure_future(waits(future))
            await settle()
            Hostile.calls.clear()
            found = Table().look().tasks.values()
            calls = list(Hostile.calls)
            future.set_result(None)
            await task
            return [info["awaiting"]["kind"] for info in found if info.get("coroutine") == "waits" and "awaiting" in info], calls

        self.assertEqual(run(main()), (["future"], []))


if __name__ == "__main__":
    unittest.main()
