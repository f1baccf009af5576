"""Without waiting: full and empty are errors, and so is one task_done too many."""

import asyncio

from harness import show


async def main():
    queue = asyncio.Queue(1)
    for attempt in (
        lambda: queue.get_nowait(),
        lambda: queue.put_nowait("one"),
        lambda: queue.put_nowait("two"),
        lambda: queue.get_nowait(),
        lambda: queue.task_done(),
        lambda: queue.task_done(),
    ):
        try:
            print(attempt(), queue.qsize())
        except (asyncio.QueueEmpty, asyncio.QueueFull, ValueError) as error:
            print(show(error))
    endless = asyncio.Queue()
    for number in range(20):
        endless.put_nowait(number)
    print(endless.full(), endless.maxsize, [endless.get_nowait() for _ in range(20)])


asyncio.run(main())
