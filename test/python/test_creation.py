"""Who created a task, and where, is known of every way in which asyncio makes one."""

from __future__ import annotations

import asyncio
import sys
import unittest
from typing import Any, Dict

from support import Table, instance, run, settle
from wait_case import leaf, number_of


class Creation(unittest.TestCase):
    def created(self, make: Any) -> Dict[str, Any]:
        """The record of the task that `make` creates in a task by the name of "parent"."""

        async def main() -> Dict[str, Any]:
            made: Any = []

            async def parent() -> None:
                made.append(await make())
                await leaf()

            creator = asyncio.create_task(parent())
            await settle()
            table = Table().look()
            info = table.tasks[number_of(made[0])]
            creator.cancel()
            made[0].cancel()
            await asyncio.wait([creator, made[0]])
            self.assertEqual(info.get("parentId"), number_of(creator))
            return info

        return run(main())

    def check(self, make: Any) -> None:
        info = self.created(make)
        self.assertEqual(info["createdAt"]["path"], __file__)
        self.assertEqual(info["createdAt"]["name"].rpartition(".")[2], make.__name__)
        self.assertIn("createdMs", info)

    def test_by_create_task_and_ensure_future(self) -> None:
        async def creates() -> Any:
            return asyncio.create_task(leaf())

        async def ensures() -> Any:
            return asyncio.ensure_future(leaf())

        async def asks_the_loop() -> Any:
            return asyncio.get_running_loop().create_task(leaf())

        for make in (creates, ensures, asks_the_loop):
            self.check(make)

    def test_by_what_makes_tasks_of_coroutines(self) -> None:
        async def gathers() -> Any:
            return asyncio.gather(leaf())._children[0]  # type: ignore[attr-defined]

        async def shields() -> Any:
            known = asyncio.all_tasks()
            shielded = asyncio.shield(leaf())
            (made,) = asyncio.all_tasks() - known
            shielded.add_done_callback(lambda future: None)
            return made

        async def completes() -> Any:
            known = asyncio.all_tasks()
            next(iter(asyncio.as_completed([leaf()]))).close()
            (made,) = asyncio.all_tasks() - known
            return made

        for make in (gathers, shields, completes):
            self.check(make)

    @unittest.skipIf(sys.version_info < (3, 11), "TaskGroup came with 3.11")
    def test_by_a_task_group_of_which_it_is_a_member(self) -> None:
        async def main() -> None:
            async with asyncio.TaskGroup() as group:
                task = group.create_task(leaf())
                await settle()
                info = Table().look().tasks[number_of(task)]
                self.assertEqual(info["createdAt"]["path"], __file__)
                self.assertEqual(info["parentId"], number_of(asyncio.current_task()))
                self.assertIn("groupId", info)
                task.cancel()

        run(main())

    @unittest.skipIf(sys.version_info < (3, 12), "eager tasks came with 3.12")
    def test_by_an_eager_factory(self) -> None:
        async def eager() -> Any:
            asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
            task = asyncio.create_task(leaf())
            asyncio.get_running_loop().set_task_factory(None)
            return task

        self.check(eager)

    def test_by_a_factory_of_the_programs_own(self) -> None:
        class OwnTask(asyncio.Task):  # type: ignore[type-arg]
            pass

        async def own() -> Any:
            loop = asyncio.get_running_loop()
            loop.set_task_factory(lambda loop, coro, **options: OwnTask(coro, loop=loop, **options))
            task = asyncio.create_task(leaf())
            loop.set_task_factory(None)
            return task

        self.check(own)

    def test_one_that_is_made_of_the_class_is_shown_without_its_creator(self) -> None:
        async def main() -> Any:
            task = asyncio.Task(leaf(), loop=asyncio.get_running_loop(), name="bare")
            await settle()
            info = Table().look().tasks[number_of(task)]
            task.cancel()
            await asyncio.wait([task])
            return info["awaiting"]["kind"], info["coroutine"], info.get("parentId"), info.get("createdAt")

        self.assertEqual(run(main()), ("sleep", "leaf", None, None))

    def test_those_of_one_place_share_what_is_kept_of_it_and_of_two_places_do_not(self) -> None:
        async def main() -> Any:
            first, second = [asyncio.create_task(leaf()) for _ in range(2)]
            other = asyncio.create_task(leaf())
            stacks = [instance.registry.record(task).stack for task in (first, second, other)]
            for task in (first, second, other):
                task.cancel()
            await asyncio.wait([first, second, other])
            return stacks[0] is stacks[1], stacks[0] == stacks[2]

        self.assertEqual(run(main()), (True, False))

    def test_it_is_the_same_task_that_the_program_has(self) -> None:
        async def main() -> Any:
            task = asyncio.create_task(asyncio.sleep(0, "result"), name="named")
            return await task, task.get_name(), instance.registry.record(task).task() is task

        self.assertEqual(run(main()), ("result", "named", True))


if __name__ == "__main__":
    unittest.main()
