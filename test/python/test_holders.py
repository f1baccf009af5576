"""Who holds a lock, who is next, and what an object is called by: in the moments in which that is easily mistaken."""

from __future__ import annotations

import asyncio
import gc
import itertools
import unittest
from typing import Any, Dict, List

from support import Table, instance, run, settle
from wait_case import leaf, number_of

from loopscope_agent.identities import Identities
from loopscope_agent.task_registry import TaskRegistry


class Thing:
    pass


async def waits_for(lock: Any) -> None:
    async with lock:
        pass


def resource_of(table: Table, task: Any) -> Dict[str, Any]:
    """What a task waits for."""
    return table.resources[table.tasks[number_of(task)]["awaiting"]["resourceId"]]


class Holders(unittest.TestCase):
    def test_who_ended_without_releasing_is_the_holder(self) -> None:
        async def main() -> None:
            lock = asyncio.Lock()
            culprit = asyncio.create_task(lock.acquire())
            await culprit
            number = number_of(culprit)
            waiter = asyncio.create_task(waits_for(lock))
            await settle()
            self.assertEqual(resource_of(Table().look(), waiter)["holders"], [number])
            del culprit
            gc.collect()
            await settle()
            Table().look()
            page = instance.commands.run("pulse", {})["result"]["resources"]
            (held,) = [resource for resource in page if number_of(waiter) in resource["waiters"]]
            self.assertEqual(held["holders"], [number])
            lock.release()
            await waiter

        run(main())

    def test_a_semaphore_has_as_many_as_are_inside_of_it(self) -> None:
        async def main() -> None:
            places = asyncio.Semaphore(2)

            async def enters() -> None:
                async with places:
                    await leaf()

            tasks = [asyncio.create_task(enters()) for _ in range(4)]
            await settle()
            table = Table().look()
            found = resource_of(table, tasks[2])
            numbers = [number_of(task) for task in tasks]
            self.assertEqual((found["holders"], found["waiters"], found["size"]), (numbers[:2], numbers[2:], 0))
            tasks[0].cancel()
            await settle(10)
            found = resource_of(table.look(), tasks[3])
            self.assertEqual((found["holders"], found["waiters"]), (numbers[1:3], numbers[3:]))
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

        run(main())

    def test_a_former_holder_is_not_taken_for_one_that_was_not_seen(self) -> None:
        async def main() -> None:
            lock = asyncio.Lock()
            first = asyncio.create_task(lock.acquire())
            await first
            waiter = asyncio.create_task(waits_for(lock))
            await settle()
            self.assertEqual(resource_of(Table().look(), waiter)["holders"], [number_of(first)])
            waiter.cancel()
            await settle()
            lock.release()
            unseen = asyncio.create_task(lock.acquire())
            await unseen
            del unseen
            gc.collect()
            waiter = asyncio.create_task(waits_for(lock))
            await settle()
            self.assertEqual(resource_of(Table().look(), waiter)["holders"], [])
            lock.release()
            await waiter

        run(main())

    def test_one_that_goes_on_from_something_else_still_holds_its_lock(self) -> None:
        async def main() -> None:
            lock, gate = asyncio.Lock(), asyncio.Event()

            async def holds() -> None:
                async with lock:
                    await gate.wait()
                    await asyncio.sleep(0)

            holder = asyncio.create_task(holds())
            await settle()
            waiter = asyncio.create_task(waits_for(lock))
            await settle()
            number = resource_of(Table().look(), waiter)["id"]
            gate.set()
            resources = instance.commands.run("pulse", {})["result"]["resources"]
            self.assertEqual([one["holders"] for one in resources if one["id"] == number], [[number_of(holder)]])
            await asyncio.gather(holder, waiter)

        run(main())

    def test_what_was_noted_before_the_agent_was_away_does_not_count(self) -> None:
        async def main() -> None:
            lock = asyncio.Lock()
            former = asyncio.create_task(lock.acquire())
            await former
            instance.uninstall()
            lock.release()

            async def holds() -> None:
                async with lock:
                    await leaf()

            present = asyncio.create_task(holds())
            await settle()
            instance.install()
            waiter = asyncio.create_task(waits_for(lock))
            await settle()
            self.assertEqual(resource_of(Table().look(), waiter)["holders"], [number_of(present)])
            present.cancel()
            await waiter
            self.assertTrue(former.done())

        run(main())

    def test_waiters_are_in_the_order_in_which_it_is_their_turn(self) -> None:
        async def main() -> None:
            lock = asyncio.Lock()
            await lock.acquire()

            async def comes_after(turns: int) -> None:
                await settle(turns)
                await lock.acquire()
                lock.release()

            tasks = [asyncio.create_task(comes_after(turns)) for turns in (3, 1, 2)]
            await settle(8)
            found = resource_of(Table().look(), tasks[0])["waiters"]
            self.assertEqual(found, [number_of(tasks[index]) for index in (1, 2, 0)])
            lock.release()
            await asyncio.gather(*tasks)

        run(main())

    def test_a_task_that_cannot_be_referred_to_weakly_takes_locks_and_creates_tasks_as_ever(self) -> None:
        class Odd:
            __slots__ = ()

        async def main() -> Any:
            loop, own, odd = asyncio.get_running_loop(), asyncio.current_task(), Odd()
            lock = asyncio.Lock()
            asyncio.tasks._leave_task(loop, own)  # type: ignore[attr-defined]
            asyncio.tasks._enter_task(loop, odd)  # type: ignore[attr-defined]
            try:
                with self.assertRaises(StopIteration):
                    lock.acquire().send(None)
                child = loop.create_task(asyncio.sleep(0, "made"))
            finally:
                asyncio.tasks._leave_task(loop, odd)  # type: ignore[attr-defined]
                asyncio.tasks._enter_task(loop, own)  # type: ignore[attr-defined]
            waiter = asyncio.create_task(waits_for(lock))
            await settle()
            self.assertEqual(resource_of(Table().look(), waiter)["holders"], [])
            lock.release()
            await waiter
            return await child

        self.assertEqual(run(main()), "made")


class Numbers(unittest.TestCase):
    def test_an_object_that_lies_where_another_was_has_its_own_and_the_other_is_told_to_be_gone(self) -> None:
        # The one before was forgotten in silence: its record stayed, here and with every reader.
        identities = Identities()
        thing = Thing()
        for _ in range(1_000):
            number, place = identities.number(thing), id(thing)
            del thing
            thing = Thing()
            if id(thing) == place:
                break
        self.assertEqual(id(thing), place)
        self.assertGreater(identities.number(thing), number)
        self.assertIn(number, identities.sweep())
        self.assertEqual([value for _, value in identities.live()], [thing])
        self.assertEqual(identities.sweep(), [])

    def test_a_task_that_two_threads_meet_at_the_same_time_has_one_number(self) -> None:
        async def main() -> None:
            registry = TaskRegistry()
            task: Any = asyncio.current_task()
            meets: List[Any] = []

            class Interrupted:
                """The other thread gets its turn as the first one is about to give a number."""

                def __next__(self) -> int:
                    registry._numbers = itertools.count(1)
                    meets.append(registry.record(task))
                    return 77

            registry._numbers = Interrupted()  # type: ignore[assignment]
            self.assertIs(registry.record(task), meets[0])
            self.assertEqual(registry.in_order(), meets)

        run(main())


if __name__ == "__main__":
    unittest.main()
