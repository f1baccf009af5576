"""Setting locals of suspended coroutines, and what is reached from them."""

from __future__ import annotations

import asyncio
import gc
import sys
import unittest
import weakref
from typing import Any, Callable, Dict, List

from support import Table, instance, run, settle

from loopscope_agent.evaluation import Deferred


class Box:
    def __init__(self) -> None:
        self.items: List[Any] = [1, (2, 3)]
        self.names = {"a": 1, 2: "b"}


async def waits(event: Any, told: List[Any]) -> None:
    count, captured, box = 1, 1, Box()

    def closure() -> int:
        return captured

    try:
        await event.wait()
    finally:
        later: Any = "set"
        told.extend([count, closure(), box.items, box.names, later])


class Assigning(unittest.TestCase):
    def suspended(self, body: Callable[[Callable[..., Any]], Any]) -> List[Any]:
        """Runs a body that is given how to send a command about the suspended task; what the task came to."""

        async def main() -> List[Any]:
            event, told = asyncio.Event(), []  # type: ignore[var-annotated]
            task = asyncio.ensure_future(waits(event, told))
            await settle()
            Table().look()
            number = instance.registry.record(task).number

            async def send(method: str, **params: Any) -> Dict[str, Any]:
                answer = instance.commands.run(method, {"taskId": number, "frame": 0, **params})
                if isinstance(answer, Deferred):
                    reply = asyncio.get_running_loop().create_future()
                    answer.start(reply.set_result)
                    answer = await reply
                return answer

            await body(send)
            event.set()
            await task
            return told

        return run(main())

    def test_a_local_a_captured_one_and_one_that_has_no_value_yet(self) -> None:
        async def body(send: Any) -> None:
            self.assertEqual((await send("assign", target="count", value="count + 6"))["result"]["value"], "7")
            self.assertTrue((await send("evaluate", expression="captured = 8"))["ok"])
            self.assertTrue((await send("evaluate", expression="(later := 9)"))["ok"])
            self.assertEqual((await send("evaluate", expression="count, captured, closure(), later"))["result"]["value"], "(7, 8, 8, 9)")

        self.assertEqual(self.suspended(body)[:2], [7, 8])

    def test_attributes_and_items_by_an_expression_and_by_the_names_of_parts(self) -> None:
        async def body(send: Any) -> None:
            await send("assign", target="box.items[0]", value="10")
            await send("assign", path=["box", "names", "'a'"], value="11")
            await send("assign", path=["box", "names", "2"], value="12")
            box = (await send("evaluate", expression="box"))["result"]["result"]
            await send("assign", result=box, path=["items", "[1]"], value="(2, 3, 4)")
            refused = await send("assign", path=["box", "items", "[1]", "[0]"], value="0")
            self.assertIn("'[0]' cannot be set: it is an item of a tuple", refused["error"])

        self.assertEqual(self.suspended(body)[2:4], [[10, (2, 3, 4)], {"a": 11, 2: 12}])

    def test_what_cannot_be_set_is_refused_in_words_and_changes_nothing(self) -> None:
        async def body(send: Any) -> None:
            for params, words in (
                ({"target": "missing", "value": "1"}, "'missing' cannot be set: it is no local of this coroutine"),
                ({"target": "count + 1", "value": "1"}, "'count + 1' cannot be set: it is no variable, attribute or item"),
                ({"target": "count = 5; count", "value": "1"}, "SyntaxError"),
                ({"target": "count", "value": "count = 3"}, "SyntaxError"),
                ({"target": "count", "value": "1 / 0"}, "ZeroDivisionError"),
                ({"path": ["box", "gone"], "value": "{}['x']"}, "KeyError"),
                ({"path": ["box", "gone", "x"], "value": "1"}, "'gone' is not there any more"),
                ({"path": [], "value": "1"}, "path must be a list of texts"),
                ({"target": "count", "value": 1}, "value must be a text"),
            ):
                self.assertIn(words, (await send("assign", **params))["error"])
            self.assertIn("'count' cannot be deleted", (await send("evaluate", expression="del count"))["error"])

        self.assertEqual(self.suspended(body)[:2], [1, 1])

    def test_a_comprehensions_variable_is_none_of_the_frames(self) -> None:
        async def body(send: Any) -> None:
            self.assertTrue((await send("evaluate", expression="twice = [count * 2 for count in (4, 5)]"))["ok"])
            self.assertEqual((await send("evaluate", expression="twice"))["result"]["value"], "[8, 10]")

        self.assertEqual(self.suspended(body)[0], 1)

    def test_a_coroutine_that_went_on_while_the_value_was_awaited_is_left_alone(self) -> None:
        async def body(send: Any) -> None:
            reply = await send("evaluate", expression="count = await __import__('asyncio').sleep(0, event.set())\nawait __import__('asyncio').sleep(0.01)")
            self.assertIn("'count' cannot be set: its coroutine has gone on", reply["error"])

        self.assertEqual(self.suspended(body)[0], 1)

    def test_nothing_is_kept_alive_by_it(self) -> None:
        refs: List[Any] = []

        async def body(send: Any) -> None:
            await send("assign", target="box.items", value="[]")
            await send("assign", target="box", value="type(box)()")
            refs.append(weakref.ref(next(item for item in gc.get_objects() if type(item) is Box)))

        self.suspended(body)
        instance.commands.evaluation.clear()
        gc.collect()
        self.assertIsNone(refs[0]())
        self.assertNotIn(Box, [type(item) for item in gc.get_objects()])


if __name__ == "__main__":
    unittest.main()
