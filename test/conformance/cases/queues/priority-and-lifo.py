"""The other orders: smallest first, pairs by their first difference; last in, first out."""

import asyncio

from harness import show


async def drain(queue, items):
    for item in items:
        await queue.put(item)
    taken = []
    while not queue.empty():
        taken.append(await queue.get())
    print(taken)


async def main():
    await drain(asyncio.PriorityQueue(), [5, 1, 4, 1, 3, 9, 2])
    await drain(asyncio.PriorityQueue(), ["pear", "apple", "fig", "app"])
    await drain(asyncio.PriorityQueue(), [[2, "b"], [1, "z"], [2, "a"], [1], [1, "z", 0]])
    await drain(asyncio.LifoQueue(), [1, 2, 3])
    queue = asyncio.PriorityQueue()
    queue.put_nowait([1, "text"])
    try:
        queue.put_nowait([1, 2])
    except TypeError as error:
        print(type(error).__name__)
    getter = asyncio.create_task(asyncio.wait_for(asyncio.PriorityQueue(1).get(), 0.02))
    try:
        await getter
    except TimeoutError as error:
        print(show(error))


asyncio.run(main())
