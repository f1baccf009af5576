"""Waits for locks, queues and their like are named by what the program calls them."""

from __future__ import annotations

import asyncio
import sys
import unittest
from typing import Any

from support import Table, run, settle
from wait_case import WaitCase, number_of


class ResourceWaits(WaitCase):
    def test_a_lock_has_the_name_of_its_variable_and_its_holder(self) -> None:
        async def waits() -> None:
            orders = asyncio.Lock()
            await orders.acquire()
            await orders.acquire()

        found = self.check(waits, "lock", "orders")
        self.assertEqual(found["resource"]["holders"], found["resource"]["waiters"])

    def test_a_semaphore_event_condition_and_queue_have_their_names(self) -> None:
        async def semaphore() -> None:
            places = asyncio.Semaphore(0)
            await places.acquire()

        async def event() -> None:
            gate = asyncio.Event()
            await gate.wait()

        async def condition() -> None:
            news = asyncio.Condition()
            async with news:
                await news.wait()

        async def getting() -> None:
            jobs: Any = asyncio.Queue(2)
            await jobs.get()

        async def putting() -> None:
            jobs: Any = asyncio.Queue(1)
            await jobs.put(1)
            await jobs.put(2)

        async def joining() -> None:
            jobs: Any = asyncio.Queue()
            await jobs.put(1)
            await jobs.join()

        self.check(semaphore, "semaphore", "places")
        self.check(event, "event", "gate")
        self.check(condition, "condition", "news")
        found = self.check(getting, "queue.get", "jobs")
        self.assertEqual((found["resource"]["size"], found["resource"]["capacity"]), (0, 2))
        self.check(putting, "queue.put", "jobs")
        self.check(joining, "queue.join", "jobs")

    def test_what_is_waited_for_by_async_with_and_what_inherits_is_the_same(self) -> None:
        class Own(asyncio.Lock):
            pass

        def entering(kind: Any) -> Any:
            async def enters() -> None:
                resource = kind()
                await resource.acquire()
                async with resource:
                    pass

            return enters

        self.check(entering(asyncio.Lock), "lock", "resource")
        self.check(entering(Own), "lock", "resource")
        self.check(entering(asyncio.Semaphore), "semaphore", "resource")
        self.check(entering(asyncio.BoundedSemaphore), "semaphore", "resource")
        # A condition is entered by its lock.
        self.check(entering(asyncio.Condition), "lock", "resource._lock")
        for heir in (asyncio.LifoQueue, asyncio.PriorityQueue):

            async def getting(heir: Any = heir) -> None:
                jobs = heir()
                await jobs.get()

            self.check(getting, "queue.get", "jobs")

    def test_a_condition_is_waited_for_with_a_predicate_and_its_lock_once_it_was_notified(self) -> None:
        async def predicate() -> None:
            news = asyncio.Condition()
            async with news:
                await news.wait_for(lambda: False)

        async def notified() -> None:
            news = asyncio.Condition()

            async def waits() -> None:
                async with news:
                    await news.wait()

            waiter = asyncio.create_task(waits())
            await asyncio.sleep(0)
            async with news:
                news.notify()
                await settle()
                found.append(Table().look().tasks[number_of(waiter)]["awaiting"])
            await waiter

        found: "list[Any]" = []
        self.check(predicate, "condition", "news")
        run(notified())
        self.assertEqual((found[0]["kind"], found[0]["label"]), ("lock", "news._lock"))

    def test_an_attribute_and_an_item_are_named_too(self) -> None:
        class App:
            def __init__(self) -> None:
                self.gate = asyncio.Event()
                self.gates = [asyncio.Event()]

            async def wait(self) -> None:
                await self.gate.wait()

            async def wait_first(self) -> None:
                await self.gates[0].wait()

        self.check(lambda: App().wait(), "event", "gate")

        async def item() -> None:
            gates = [asyncio.Event()]
            await gates[0].wait()

        self.check(item, "event", "gates[0]")

    @unittest.skipIf(sys.version_info < (3, 11), "Barrier came with 3.11")
    def test_a_barrier(self) -> None:
        async def waits() -> None:
            start = asyncio.Barrier(2)
            await start.wait()

        self.check(waits, "barrier", "start")


if __name__ == "__main__":
    unittest.main()
