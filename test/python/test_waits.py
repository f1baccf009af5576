"""What a suspended task waits for is named, with the time that is left and the tasks behind it."""

from __future__ import annotations

import asyncio
import sys
import unittest
from typing import Any, Dict, Optional

from support import IS_UVLOOP, IS_WASM, Table, run, settle
from wait_case import WaitCase, awaiting, leaf, number_of


class Aw:
    """An awaitable of the user's own."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __await__(self) -> Any:
        return (yield from self.inner.__await__())


async def agen() -> Any:
    yield 1
    await asyncio.sleep(3600)
    yield 2


class Waits(WaitCase):
    def test_a_sleep_has_its_end(self) -> None:
        found = self.check(leaf, "sleep", left=3600)
        self.assertEqual(found["durationMs"], 3_600_000)

    def test_a_sleep_of_none_is_a_turn(self) -> None:
        async def spins() -> None:
            while True:
                await asyncio.sleep(0)

        self.check(spins, "yield")

    def test_tasks_behind_gather_wait_shield_and_as_completed(self) -> None:
        def member() -> Any:
            return asyncio.create_task(leaf(), name="member")

        async def gather() -> None:
            await asyncio.gather(member(), member())

        async def wait() -> None:
            await asyncio.wait([member()], timeout=600)

        async def shield() -> None:
            await asyncio.shield(member())

        async def completed() -> None:
            for first in asyncio.as_completed([member()]):
                await first

        async def completed_in_time() -> None:
            for first in asyncio.as_completed([member()], timeout=600):
                await first

        async def direct() -> None:
            await member()

        self.check(gather, "gather", behind=("member", "member"))
        self.check(wait, "wait", behind=("member",), left=600)
        self.check(shield, "shield", behind=("member",))
        self.check(completed, "asCompleted", behind=("member",))
        self.check(completed_in_time, "asCompleted", behind=("member",), left=600)
        self.check(direct, "task", "member", behind=("member",))

    @unittest.skipIf(sys.version_info < (3, 11), "TaskGroup came with 3.11")
    def test_a_task_group_and_a_timeout(self) -> None:
        async def group() -> None:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(leaf(), name="member")

        async def timeout() -> None:
            async with asyncio.timeout(600):
                await asyncio.Event().wait()

        async def the_earliest() -> None:
            async with asyncio.timeout(600), asyncio.timeout_at(asyncio.get_running_loop().time() + 300), asyncio.timeout(None):
                await asyncio.sleep(3600)

        async def the_sleeps_own() -> None:
            async with asyncio.timeout(7200):
                await asyncio.sleep(3600)

        self.check(group, "taskGroup", behind=("member",))
        self.check(timeout, "event", left=600)
        self.check(the_earliest, "sleep", left=300)
        self.check(the_sleeps_own, "sleep", left=3600)

    def test_a_timeout_of_the_package_for_interpreters_without_one(self) -> None:
        class Timeout:
            """As that of async_timeout: what it stores, and how it is entered."""

            __slots__ = ("_deadline",)

            def __init__(self, deadline: float) -> None:
                self._deadline = deadline

            async def __aenter__(self) -> None:
                pass

            async def __aexit__(self, *error: Any) -> None:
                pass

        async def timeout() -> None:
            async with Timeout(asyncio.get_running_loop().time() + 600):
                await asyncio.get_running_loop().create_future()

        self.check(timeout, "future", left=600)

    def test_a_wait_for_has_its_deadline_and_names_what_is_inside(self) -> None:
        async def event() -> None:
            gate = asyncio.Event()
            await asyncio.wait_for(gate.wait(), 600)

        async def task() -> None:
            await asyncio.wait_for(asyncio.create_task(leaf(), name="member"), 600)

        async def future() -> None:
            await asyncio.wait_for(asyncio.get_running_loop().create_future(), 600)

        async def of_several() -> None:
            await asyncio.wait_for(asyncio.gather(asyncio.create_task(leaf(), name="member")), 600)

        if sys.version_info >= (3, 12):
            self.check(event, "event", "gate", left=600)
        else:
            # It makes a task of what it waits for.
            async def main() -> Dict[str, Any]:
                return await awaiting(event())

            found = run(main())
            self.assertEqual((found["kind"], len(found["taskIds"]), "deadlineMs" in found), ("waitFor", 1, True))
        self.check(task, "waitFor", "member", behind=("member",), left=600)
        self.check(future, "waitFor", left=600)
        kind = "gather" if sys.version_info >= (3, 12) else "waitFor"
        self.check(of_several, kind, behind=("member",), left=600)

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

        async def closes() -> None:
            async def slow_to_end() -> Any:
                try:
                    yield 1
                finally:
                    await leaf()

            generator = slow_to_end()
            await generator.__anext__()
            await generator.aclose()

        self.check(own, "sleep", left=3600)
        self.check(iterates, "sleep", left=3600)
        self.check(next_of, "sleep", left=3600)
        self.check(closes, "sleep", left=3600)
        if sys.version_info >= (3, 10):

            async def with_default() -> None:
                generator = agen()
                await generator.__anext__()
                await anext(generator, None)

            self.check(with_default, "sleep", left=3600)

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
            # uvloop's servers are compiled, and do not say where they listen.
            self.assertEqual(table.named("serving")["awaiting"].get("label"), None if IS_UVLOOP else f"127.0.0.1:{port}")
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
