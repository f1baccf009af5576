"""What a debugger does to single tasks: holding them back, and asking where a step of theirs ends."""

from __future__ import annotations

import asyncio
import unittest
from typing import Any, Dict, List

from support import IS_UVLOOP, Table, instance, run

from loopscope_agent.task_breakpoints import TaskBreakpoints, _pattern
from loopscope_agent.task_registry import TaskRegistry


class RecordingTrap:
    """In the place of a debugger: notes what it would be stopped for."""

    def __init__(self) -> None:
        self.notice = None
        self.notices: List[Dict[str, Any]] = []

    def stop(self, notice: Dict[str, Any], frame: Any) -> bool:
        self.notices.append(notice)
        return True


def command(method: str, **params: Any) -> Any:
    reply = instance.commands.run(method, params)
    if not reply["ok"]:
        raise AssertionError(reply["error"])
    return reply["result"]


async def turns(count: int) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


class FreezingTest(unittest.TestCase):
    def test_a_frozen_task_takes_no_step_and_makes_up_for_it_when_it_is_thawed(self) -> None:
        async def main() -> List[int]:
            steps: List[int] = []
            event = asyncio.Event()

            async def stepped() -> None:
                steps.append(1)
                await event.wait()
                steps.append(2)
                await asyncio.sleep(0)
                steps.append(3)

            task = asyncio.ensure_future(stepped())
            await turns(2)
            number = instance.registry.record(task).number
            self.assertTrue(command("freeze", taskId=number, frozen=True)["task"]["frozen"])
            event.set()
            await turns(5)
            self.assertEqual(steps, [1])
            self.assertNotIn("frozen", command("freeze", taskId=number, frozen=False)["task"])
            await task
            self.assertNotIn("call_soon", vars(asyncio.get_running_loop()))
            return steps

        self.assertEqual(run(main()), [1, 2, 3])

    @unittest.skipIf(IS_UVLOOP, "uvloop shows nobody what it is about to run: a step that is due is taken")
    def test_a_step_that_is_due_already_is_held_back_too(self) -> None:
        async def main() -> List[int]:
            steps: List[int] = []

            async def stepped() -> None:
                steps.append(1)

            task = asyncio.ensure_future(stepped())
            number = instance.registry.record(task).number
            command("freeze", taskId=number, frozen=True)
            await turns(3)
            self.assertEqual(steps, [])
            # A cancellation is for when it goes on.
            task.cancel()
            await turns(3)
            self.assertFalse(task.done())
            command("freeze", taskId=number, frozen=False)
            await asyncio.wait([task])
            self.assertTrue(task.cancelled())
            return steps

        self.assertEqual(run(main()), [])

    def test_others_of_its_loop_go_on_in_their_order(self) -> None:
        async def main() -> List[str]:
            order: List[str] = []

            async def stepped(name: str) -> None:
                for _ in range(2):
                    order.append(name)
                    await asyncio.sleep(0)

            tasks = [asyncio.ensure_future(stepped(name)) for name in "abc"]
            number = instance.registry.record(tasks[1]).number
            command("freeze", taskId=number, frozen=True)
            await asyncio.gather(tasks[0], tasks[2])
            command("freeze", taskId=number, frozen=False)
            await tasks[1]
            return order

        self.assertEqual("".join(run(main())), "abcacb" if IS_UVLOOP else "acacbb")

    def test_whoever_leaves_lets_them_go_on(self) -> None:
        async def main() -> None:
            command("subscribe")
            task = asyncio.ensure_future(turns(1))
            command("freeze", taskId=instance.registry.record(task).number, frozen=True)
            command("unsubscribe")
            await task

        run(main())


class WatchingTest(unittest.TestCase):
    def test_a_task_is_not_asked_to_tell_of_its_end_once_nobody_wants_to_know(self) -> None:
        """Who came and left within a turn of the loop used to leave a callback at each task."""

        async def main() -> Any:
            task = asyncio.ensure_future(asyncio.sleep(3600))
            await turns(2)
            command("subscribe")
            command("unsubscribe")
            instance.registry.unwatch()
            await turns(2)
            left = task._callbacks
            task.cancel()
            return left

        self.assertFalse(run(main()))


class TaskBreakpointsTest(unittest.TestCase):
    def test_names_have_wildcards_and_fit_as_a_whole(self) -> None:
        fits = lambda pattern, name: _pattern(pattern).match(name) is not None  # noqa: E731
        self.assertTrue(fits("fetch*", "fetch-1"))
        self.assertTrue(fits("job-?", "job-7"))
        self.assertTrue(fits("a.b", "a.b"))
        self.assertFalse(fits("a.b", "axb"))
        self.assertFalse(fits("job", "job-7"))

    def test_a_failed_task_counts_once_nobody_has_taken_its_exception(self) -> None:
        trap = RecordingTrap()
        breakpoints = TaskBreakpoints(TaskRegistry(), trap)  # type: ignore[arg-type]
        breakpoints.set("", [{"kind": "unretrieved"}])

        async def fails() -> None:
            raise ValueError("lost")

        async def main() -> None:
            forgotten, retrieved = asyncio.ensure_future(fails()), asyncio.ensure_future(fails())
            for task in (forgotten, retrieved):
                record = breakpoints._registry.record(task)
                record.watch(task, breakpoints.ended)
            with self.assertRaises(ValueError):
                await retrieved
            await turns(6)
            forgotten.exception()

        run(main())
        self.assertEqual([notice["kind"] for notice in trap.notices], ["unretrieved"])
        self.assertEqual(trap.notices[0]["message"], "ValueError: lost")

    def test_what_is_no_breakpoint_is_refused(self) -> None:
        breakpoints = TaskBreakpoints(TaskRegistry(), RecordingTrap())  # type: ignore[arg-type]
        for wrong in ({"kind": "cancelled"}, {"kind": "pending"}, {"kind": "created", "seconds": 1}, 3, {"kind": "created", "names": [1]}):
            with self.assertRaises(ValueError):
                breakpoints.set("", [wrong])  # type: ignore[list-item]
        self.assertFalse(breakpoints.active)


class StepPlanTest(unittest.TestCase):
    def test_a_step_may_end_in_its_coroutines_and_in_those_who_wait(self) -> None:
        async def inner() -> None:
            await asyncio.sleep(3600)

        async def outer() -> None:
            try:
                await inner()
            finally:
                pass

        async def main() -> Dict[str, Any]:
            task = asyncio.ensure_future(outer())
            waiter = asyncio.ensure_future(asyncio.wait([task]))
            await turns(2)
            Table().look()
            plan = command("stepPlan", taskId=instance.registry.record(task).number)
            task.cancel()
            await waiter
            return plan

        plan = run(main())
        first = [outer_or_inner["lines"][0] for outer_or_inner in plan["own"]]
        code = [inner_code.co_firstlineno for inner_code in self._codes()]
        self.assertEqual([line - start for line, start in zip(first, code)], [1, 1])
        # It is suspended in a function of asyncio, so both are around the innermost.
        self.assertEqual(len(plan["handlers"]), 2)
        self.assertEqual(plan["awaiters"], [])
        self.assertFalse(plan["atRoot"])

    def _codes(self) -> List[Any]:
        constants = StepPlanTest.test_a_step_may_end_in_its_coroutines_and_in_those_who_wait.__code__.co_consts
        codes = {code.co_name: code for code in constants if hasattr(code, "co_name")}
        return [codes["inner"], codes["outer"]]


if __name__ == "__main__":
    unittest.main()
