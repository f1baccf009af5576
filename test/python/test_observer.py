"""Looking at a program: what is said, what is not said twice, and what is left as it was."""

from __future__ import annotations

import asyncio
import gc
import sys
import unittest
import weakref
from typing import Any, List

from support import Table, instance, run, settle
from wait_case import leaf, number_of


class Hostile:
    """Counts every line of its code that an observer might run."""

    calls: List[str] = []

    def _note(self, what: str) -> None:
        Hostile.calls.append(what)

    def __repr__(self) -> str:
        self._note("repr")
        return "hostile"

    def __str__(self) -> str:
        self._note("str")
        return "hostile"

    def __eq__(self, other: object) -> bool:
        self._note("eq")
        return True

    def __hash__(self) -> int:
        self._note("hash")
        return 1

    def __getattr__(self, name: str) -> Any:
        self._note("getattr " + name)
        raise AttributeError(name)

    def __len__(self) -> int:
        self._note("len")
        return 0

    def __iter__(self) -> Any:
        self._note("iter")
        return iter(())

    @property
    def done(self) -> Any:
        self._note("property")
        return lambda: True


class Observing(unittest.TestCase):
    def test_none_of_the_programs_code_is_run(self) -> None:
        async def holds(thing: Any, things: Any) -> None:
            table = {"key": thing}
            gate = asyncio.Event()
            await gate.wait()
            del table

        async def main() -> None:
            thing = Hostile()
            task = asyncio.create_task(holds(thing, [thing, (thing,)]), name="holder")
            await settle()
            del Hostile.calls[:]
            Table().look()
            reply = instance.commands.run("inspect", {"taskId": number_of(task)})
            self.assertTrue(reply["ok"])
            names = {variable["name"]: variable for variable in reply["result"]["stack"][0]["locals"]}
            self.assertEqual(names["thing"]["value"], "<Hostile object>")
            instance.commands.run("expand", {"taskId": number_of(task), "frame": 0, "path": ["things", "[0]"]})
            self.assertEqual(Hostile.calls, [])
            task.cancel()

        run(main())

    def test_nor_is_it_of_what_looks_like_asyncios_own(self) -> None:
        class Lock(asyncio.Lock):
            def locked(self) -> bool:
                Hostile.calls.append("locked")
                return False

        class Timeout(Hostile):
            async def __aenter__(self) -> None:
                pass

            async def __aexit__(self, *error: Any) -> None:
                pass

        class Transport(Hostile):
            def get_extra_info(self, name: str) -> Any:
                Hostile.calls.append(name)

        class Gathering(asyncio.Future):  # type: ignore[type-arg]
            def __getattr__(self, name: str) -> Any:
                Hostile.calls.append("getattr " + name)
                raise AttributeError(name)

        async def reads() -> None:
            reader: Any = asyncio.StreamReader()
            reader._transport = Transport()
            await reader.read(1)

        async def times_out() -> None:
            async with Timeout(), Lock() as lock:
                await Gathering()
                del lock

        async def main() -> List[str]:
            tasks = [asyncio.create_task(reads()), asyncio.create_task(times_out())]
            await settle()
            del Hostile.calls[:]
            table = Table().look()
            kinds = [table.tasks[number_of(task)]["awaiting"]["kind"] for task in tasks]
            calls = list(Hostile.calls)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            self.assertEqual(kinds, ["stream.read", "future"])
            return calls

        self.assertEqual(run(main()), [])

    def test_a_task_that_waits_on_is_not_told_of_again(self) -> None:
        async def main() -> None:
            task = asyncio.create_task(leaf(), name="sleeper")
            await settle()
            table = Table().look()
            self.assertIn(number_of(task), table.tasks)
            again = Table().look()
            self.assertNotIn(number_of(task), again.tasks)
            task.cancel()

        run(main())

    def test_a_gather_is_told_of_again_when_one_of_its_tasks_ends(self) -> None:
        async def waits(*tasks: Any) -> None:
            await asyncio.gather(*tasks)

        async def main() -> None:
            gate = asyncio.Event()
            first, second = asyncio.create_task(gate.wait()), asyncio.create_task(leaf())
            waiting = asyncio.create_task(waits(first, second), name="of two")
            await settle()
            behind = Table().look().named("of two")["awaiting"]["taskIds"]
            self.assertEqual(behind, [number_of(first), number_of(second)])
            gate.set()
            await settle()
            self.assertEqual(Table().look().named("of two")["awaiting"]["taskIds"], [number_of(second)])
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

        run(main())

    def test_the_end_of_a_task_is_told_with_its_outcome(self) -> None:
        async def fails() -> None:
            raise ValueError("no good")

        async def main() -> None:
            instance.registry.watching = True
            try:
                returned = asyncio.create_task(asyncio.sleep(0, result=[1, 2]), name="returned")
                failed = asyncio.create_task(fails(), name="failed")
                cancelled = asyncio.create_task(leaf(), name="cancelled")
                await asyncio.sleep(0)
                cancelled.cancel()
                await asyncio.gather(returned, failed, cancelled, return_exceptions=True)
                del returned, failed, cancelled
                await settle()
            finally:
                instance.registry.watching = False
            table = Table().look()
            self.assertEqual(table.named("returned")["outcome"]["result"], "[1, 2]")
            self.assertEqual(table.named("failed")["state"], "failed")
            self.assertEqual(table.named("failed")["outcome"]["exception"], "ValueError: no good")
            self.assertEqual(table.named("cancelled")["state"], "cancelled")

        run(main())

    def test_an_unretrieved_exception_stays_unretrieved(self) -> None:
        async def fails() -> None:
            raise ValueError("no good")

        reported: List[Any] = []

        async def main() -> None:
            asyncio.get_running_loop().set_exception_handler(lambda loop, context: reported.append(context["message"]))
            instance.registry.watching = True
            try:
                task = asyncio.create_task(fails())
                await settle()
                Table().look()
                del task
                gc.collect()
            finally:
                instance.registry.watching = False

        run(main())
        self.assertEqual(reported, ["Task exception was never retrieved"])

    def test_locals_are_not_kept_alive(self) -> None:
        class Thing:
            pass

        async def holds(event: Any) -> None:
            thing = Thing()
            seen.append(weakref.ref(thing))
            await event.wait()
            del thing
            await event.wait_again()

        class Twice(asyncio.Event):
            async def wait_again(self) -> None:
                await asyncio.sleep(3600)

        seen: List[Any] = []

        async def main() -> None:
            event = Twice()
            task = asyncio.create_task(holds(event))
            await settle()
            Table().look()
            instance.commands.run("inspect", {"taskId": number_of(task)})
            event.set()
            await settle()
            gc.collect()
            self.assertIsNone(seen[0]())
            task.cancel()

        run(main())

    def test_nor_are_those_of_a_function_that_is_called_run(self) -> None:
        # It was asked for its loop, as if it were asyncio's own.
        class Thing:
            pass

        def run_program() -> bool:
            thing = Thing()
            seen = weakref.ref(thing)
            Table().look()
            del thing
            return seen() is None

        run_program.__code__ = run_program.__code__.replace(co_name="run")

        async def main() -> bool:
            return run_program()

        self.assertTrue(run(main()))

    def test_a_task_that_is_gone_is_forgotten_and_its_number_never_used_again(self) -> None:
        async def main() -> None:
            table = Table()
            numbers = set()
            for _ in range(20):
                task = asyncio.create_task(leaf())
                await asyncio.sleep(0)
                number = number_of(task)
                self.assertNotIn(number, numbers)
                numbers.add(number)
                table.look()
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                del task
            await settle()
            gc.collect()
            table.look()
            self.assertTrue(numbers <= set(table.forgotten))

        run(main())

    def test_a_subtree_is_cancelled_down_to_a_shield(self) -> None:
        async def inner() -> None:
            await asyncio.gather(asyncio.create_task(leaf(), name="in gather"))

        async def shielded(task: Any) -> None:
            await asyncio.shield(task)

        async def outer(task: Any) -> None:
            await asyncio.gather(asyncio.create_task(inner(), name="inner"), asyncio.create_task(shielded(task), name="shielded"))

        async def main() -> None:
            kept = asyncio.create_task(leaf(), name="kept")
            top = asyncio.create_task(outer(kept), name="outer")
            await settle()
            reply = instance.commands.run("cancel", {"taskId": number_of(top), "message": "enough", "subtree": True})
            self.assertEqual(reply["result"], {"requested": 4})
            await settle(10)
            self.assertTrue(top.cancelled())
            self.assertFalse(kept.done())
            self.assertEqual(
                instance.commands.run("cancel", {"taskId": number_of(top)})["result"], {"requested": 0}, "it has ended"
            )
            kept.cancel()

        run(main())

    def test_commands_that_make_no_sense_are_refused_in_words(self) -> None:
        for method, params, says in (
            ("no such", {}, "unknown command"),
            ("cancel", {"taskId": 987654321}, "there is no task 987654321"),
            ("cancel", {"taskId": "1"}, "must be a whole number"),
            ("setDebug", {}, "enabled must be a boolean"),
            ("snapshot", {"limit": 0}, "limit must be above zero"),
            ("inspect", [], "not an object"),
        ):
            reply = instance.commands.run(method, params)
            self.assertFalse(reply["ok"])
            self.assertIn(says, reply["error"])

    def test_debug_mode_is_switched_in_the_loop(self) -> None:
        async def main() -> None:
            loop = asyncio.get_running_loop()
            before = loop.get_debug()
            number = instance.loops.number(loop)
            self.assertTrue(instance.commands.run("setDebug", {"enabled": not before, "loopId": number})["ok"])
            await settle()
            self.assertEqual(loop.get_debug(), not before)
            loop.set_debug(before)

        run(main())

    def test_a_snapshot_comes_in_pages(self) -> None:
        async def main() -> None:
            tasks = [asyncio.create_task(leaf()) for _ in range(25)]
            await settle()
            Table().look()
            found: List[int] = []
            cursor: Any = 0
            while cursor is not None:
                page = instance.commands.run("snapshot", {"cursor": cursor, "limit": 10})["result"]
                self.assertLessEqual(len(page["tasks"]), 10)
                found.extend(task["id"] for task in page["tasks"])
                cursor = page.get("cursor")
            self.assertEqual(found, sorted(set(found)))
            self.assertTrue({number_of(task) for task in tasks} <= set(found))
            for task in tasks:
                task.cancel()

        run(main())

    def test_debug_modes_complaints_are_data_and_still_printed(self) -> None:
        import io
        import logging

        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        logging.getLogger("asyncio").addHandler(handler)

        async def main() -> None:
            loop = asyncio.get_running_loop()
            loop.set_debug(True)
            loop.slow_callback_duration = 0.0
            await settle()

        try:
            run(main())
        finally:
            logging.getLogger("asyncio").removeHandler(handler)
        warnings = Table().look().warnings
        self.assertIn("slow-callback", {warning["kind"] for warning in warnings})
        self.assertIn("Executing ", stream.getvalue())


if __name__ == "__main__":
    unittest.main()
