"""What a suspended task waits for is named, with its resource, its deadline and the tasks behind it."""

from __future__ import annotations

import asyncio
import sys
import unittest
from typing import Any, Dict, Optional

from support import IS_WASM, Table, instance, run, settle


class Aw:
    """An awaitable of the user's own."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __await__(self) -> Any:
        return (yield from self.inner.__await__())


async def leaf(seconds: float = 3600) -> None:
    await asyncio.sleep(seconds)


async def agen() -> Any:
    yield 1
    await asyncio.sleep(3600)
    yield 2


async def awaiting(coroutine: Any, turns: int = 5) -> Dict[str, Any]:
    """The record of a task of this coroutine, once it waits."""
    task = asyncio.ensure_future(coroutine)
    await settle(turns)
    table = Table().look()
    info = next(info for info in table.tasks.values() if info["id"] == number_of(task))
    names = {other["id"]: other["name"] for other in table.tasks.values()}
    resource = table.resources.get(info["awaiting"].get("resourceId", 0))
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return {
        **info["awaiting"],
        "behind": sorted(names.get(number, "?") for number in info["awaiting"].get("taskIds", ())),
        "resource": resource,
    }


def number_of(task: Any) -> int:
    return instance.registry.record(task).number


class Waits(unittest.TestCase):
    def check(self, make: Any, kind: str, label: Optional[str] = None, behind: "tuple[str, ...]" = (), deadline: bool = False) -> Dict[str, Any]:
        async def main() -> Dict[str, Any]:
            return await awaiting(make())

        found = run(main())
        self.assertEqual(found["kind"], kind)
        self.assertEqual(found.get("label"), label)
        self.assertEqual(tuple(found["behind"]), behind)
        self.assertEqual("deadlineMs" in found, deadline)
        self.assertIn("sinceMs", found)
        return found

    def test_a_sleep_has_its_end(self) -> None:
        found = self.check(leaf, "sleep", deadline=True)
        self.assertEqual(found["durationMs"], 3_600_000)

    def test_a_sleep_of_none_is_a_turn(self) -> None:
        async def spins() -> None:
            while True:
                await asyncio.sleep(0)

        self.check(spins, "yield")

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

    def test_tasks_behind_gather_wait_shield_and_as_completed(self) -> None:
        def member() -> Any:
            return asyncio.create_task(leaf(), name="member")

        async def gather() -> None:
            await asyncio.gather(member(), member())

        async def wait() -> None:
            await asyncio.wait([member()], timeout=60)

        async def shield() -> None:
            await asyncio.shield(member())

        async def completed() -> None:
            for first in asyncio.as_completed([member()]):
                await first

        async def direct() -> None:
            await member()

        self.check(gather, "gather", behind=("member", "member"))
        self.check(wait, "wait", behind=("member",), deadline=True)
        self.check(shield, "shield", behind=("member",))
        self.check(completed, "asCompleted", behind=("member",))
        self.check(direct, "task", "member", behind=("member",))

    @unittest.skipIf(sys.version_info < (3, 11), "TaskGroup came with 3.11")
    def test_a_task_group_and_a_timeout(self) -> None:
        async def group() -> None:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(leaf(), name="member")

        async def timeout() -> None:
            async with asyncio.timeout(60):
                await asyncio.Event().wait()

        self.check(group, "taskGroup", behind=("member",))
        self.check(timeout, "event", deadline=True)

    def test_a_wait_for_has_its_deadline_and_names_what_is_inside(self) -> None:
        async def event() -> None:
            gate = asyncio.Event()
            await asyncio.wait_for(gate.wait(), 60)

        async def main() -> Dict[str, Any]:
            return await awaiting(event())

        found = run(main())
        self.assertIn("deadlineMs", found)
        # Before 3.12 `wait_for` makes a task of what it waits for.
        self.assertEqual(found["kind"], "event" if sys.version_info >= (3, 12) else "waitFor")

    def test_an_awaitable_of_the_users_own_and_async_generators_are_seen_through(self) -> None:
        async def own() -> None:
            await Aw(leaf())

        async def iterates() -> None:
            async for _ in agen():
                pass

        async def next_of() -> None:
            generator = agen()
            await generator.__anext__()
            await generator.__anext__()

        self.check(own, "sleep", deadline=True)
        self.check(iterates, "sleep", deadline=True)
        self.check(next_of, "sleep", deadline=True)
        if sys.version_info >= (3, 10):

            async def with_default() -> None:
                generator = agen()
                await generator.__anext__()
                await anext(generator, None)

            self.check(with_default, "sleep", deadline=True)

    def test_a_bare_future_is_one(self) -> None:
        async def waits() -> None:
            await asyncio.get_running_loop().create_future()

        self.check(waits, "future")

    @unittest.skipIf(IS_WASM, "there are no threads, sockets or processes")
    def test_threads_streams_servers_and_processes(self) -> None:
        import threading

        gate = threading.Event()

        async def thread() -> None:
            await asyncio.to_thread(gate.wait)

        async def executor() -> None:
            await asyncio.get_running_loop().run_in_executor(None, gate.wait)

        async def main() -> None:
            accepted = asyncio.Event()

            async def handle(reader: Any, writer: Any) -> None:
                accepted.set()
                await reader.readline()
                writer.close()

            server = await asyncio.start_server(handle, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            serving = asyncio.create_task(server.serve_forever(), name="serving")
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            reading = asyncio.create_task(reader.readexactly(10), name="reading")
            process = await asyncio.create_subprocess_exec(sys.executable, "-c", "import sys; sys.stdin.read()", stdin=asyncio.subprocess.PIPE)
            waiting = asyncio.create_task(process.wait(), name="waiting")
            await accepted.wait()
            await settle()
            table = Table().look()
            self.assertEqual(table.named("serving")["awaiting"]["kind"], "accept")
            self.assertEqual(table.named("serving")["awaiting"]["label"], f"127.0.0.1:{port}")
            self.assertEqual(table.named("reading")["awaiting"]["kind"], "stream.read")
            self.assertEqual(table.named("reading")["awaiting"]["label"], f"127.0.0.1:{port}")
            self.assertEqual(table.named("waiting")["awaiting"]["kind"], "process")
            self.assertEqual(table.named("waiting")["awaiting"]["label"], str(process.pid))
            process.stdin.close()
            await waiting
            writer.close()
            for task in (serving, reading):
                task.cancel()
            await asyncio.gather(serving, reading, return_exceptions=True)
            server.close()

        try:
            self.check_released(thread, "thread", "wait", gate)
            gate.clear()
            self.check_released(executor, "thread", None, gate)
        finally:
            gate.set()
        run(main())

    def check_released(self, make: Any, kind: str, label: Optional[str], gate: Any) -> None:
        async def main() -> None:
            task = asyncio.ensure_future(make())
            await settle()
            info = Table().look().tasks[number_of(task)]
            self.assertEqual((info["awaiting"]["kind"], info["awaiting"].get("label")), (kind, label))
            gate.set()
            await task

        run(main())


if __name__ == "__main__":
    unittest.main()
