"""A bounded queue: who puts waits for room, who gets waits for items, both in order."""

import asyncio

from harness import show


async def producer(name, queue, count):
    for number in range(count):
        await queue.put(f"{name}{number}")
        print("put", f"{name}{number}", queue.qsize())


async def consumer(name, queue):
    while True:
        item = await queue.get()
        print(name, "got", item)
        await asyncio.sleep(0)
        queue.task_done()


async def main():
    queue = asyncio.Queue(2)
    print(queue.maxsize, queue.empty(), queue.full(), queue.qsize())
    consumers = [asyncio.create_task(consumer(name, queue)) for name in ("x", "y")]
    await asyncio.gather(producer("a", queue, 4), producer("b", queue, 3))
    print("all put", queue.qsize())
    await queue.join()
    print("all done", queue.empty())
    for task in consumers:
        task.cancel()
    print([show(result) for result in await asyncio.gather(*consumers, return_exceptions=True)])


asyncio.run(main())
