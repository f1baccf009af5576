"""Programs in several threads that are looked at all the while: whatever moment a look falls into, it comes to its end."""

from __future__ import annotations

import asyncio
import gc
import random
import selectors
import socket
import sys
import threading
import unittest
from typing import Any, Dict, Iterator, List, Mapping, Set

from support import IS_WASM, Table, instance, run

ROUNDS = 15
TASKS = 20


async def items() -> Any:
    for item in range(3):
        await asyncio.sleep(0)
        yield item


async def works(lock: Any, places: Any, jobs: Any, news: Any, chance: random.Random) -> None:
    async with lock:
        await asyncio.sleep(0)
    async with places:
        await asyncio.sleep(chance.random() * 0.002)
    jobs.put_nowait(1)
    await jobs.get()
    async for _ in items():
        pass
    try:
        await asyncio.wait_for(asyncio.shield(asyncio.sleep(0.001)), chance.random() * 0.002)
    except asyncio.TimeoutError:
        pass
    async with news:
        news.notify_all()
    if chance.random() < 0.1:
        raise ValueError("as it happens")


async def program(seed: int) -> None:
    chance = random.Random(seed)
    loop = asyncio.get_running_loop()
    for _ in range(ROUNDS):
        # New ones lie where others did.
        shared = asyncio.Lock(), asyncio.Semaphore(2), asyncio.Queue(), asyncio.Condition()
        tasks = [asyncio.create_task(works(*shared, chance)) for _ in range(TASKS)]
        for task in chance.sample(tasks, 3):
            loop.call_later(chance.random() * 0.003, task.cancel)
        await asyncio.gather(*tasks, return_exceptions=True)


class LookingTable(Table):
    """What a client has, with what it was told to be gone taken away."""

    def apply(self, message: Dict[str, Any]) -> None:
        super().apply(message)
        for number in message["forgottenTasks"]:
            self.tasks.pop(number, None)
        for number in message["forgottenResources"]:
            self.resources.pop(number, None)


@unittest.skipIf(IS_WASM, "there are no threads")
class Races(unittest.TestCase):
    def look_all_the_while(self, over: threading.Event, table: LookingTable, failures: List[str], two_loops: Set[int]) -> None:
        chance = random.Random(7)
        instance.commands.run("subscribe", {})
        try:
            while not over.is_set():
                table.look()
                two_loops.update(task["loopId"] for task in table.tasks.values())
                for number in chance.sample(sorted(table.tasks), min(4, len(table.tasks))):
                    for method in ("inspect", "stepPlan"):
                        reply = instance.commands.run(method, {"taskId": number})
                        if not reply["ok"] and "there is no task" not in reply["error"]:
                            failures.append(reply["error"])
        except BaseException as error:
            failures.append(repr(error))
        instance.commands.run("unsubscribe", {})

    def test_loops_in_threads_are_looked_at_as_they_run_and_nothing_is_left_of_them(self) -> None:
        instance.install()
        interval = sys.getswitchinterval()
        sys.setswitchinterval(2e-5)
        over, table = threading.Event(), LookingTable()
        failures: List[str] = []
        loops: Set[int] = set()
        looker = threading.Thread(target=self.look_all_the_while, args=(over, table, failures, loops))
        programs = [threading.Thread(target=run, args=(program(seed),)) for seed in range(2)]
        try:
            for thread in (looker, *programs):
                thread.start()
            for thread in programs:
                thread.join()
        finally:
            over.set()
            looker.join()
            sys.setswitchinterval(interval)
        self.assertEqual(failures, [])
        self.assertGreaterEqual(len(loops), 2)
        gc.collect()
        for _ in range(2):
            table.look()
        self.assertEqual((table.tasks, table.resources), ({}, {}))
        self.assertEqual((instance.registry.records, instance.registry.in_order()), ({}, []))

    # A loop that registered a file just then made the look fail, and with it all that it had to tell.
    def test_a_file_that_is_registered_while_those_of_its_loop_are_counted(self) -> None:
        class Growing(Mapping):  # type: ignore[type-arg]
            """What a selector says of its files, while the loop's thread registers one."""

            def __getitem__(self, file: Any) -> Any:
                return selector._fd_to_key[file]

            def __iter__(self) -> Iterator[Any]:
                return iter(selector._fd_to_key)

            def __len__(self) -> int:
                selector.register(late, selectors.EVENT_READ)
                return len(selector._fd_to_key)

        early, late = socket.socketpair()
        self.addCleanup(early.close)
        self.addCleanup(late.close)
        selector: Any = selectors.SelectSelector()
        loop = asyncio.SelectorEventLoop(selector)
        self.addCleanup(loop.close)
        loop.add_reader(early, lambda: None)
        own, selector._map = selector._map, Growing()
        self.addCleanup(setattr, selector, "_map", own)
        self.assertEqual(instance.loops.records([loop])[0]["hostResources"].count("file"), 1)


if __name__ == "__main__":
    unittest.main()
