"""A small program of many parts: stages over queues, a semaphore, a deadline, a clean end."""

import asyncio


async def source(count, out):
    for number in range(count):
        await out.put(number)
    await out.put(None)


async def stage(name, inbox, out, slots):
    while (item := await inbox.get()) is not None:
        async with slots:
            print(name, item)
            await asyncio.sleep(0)
        await out.put(item * 10)
    await out.put(None)
    print(name, "closes")


async def sink(inbox):
    total = 0
    while (item := await inbox.get()) is not None:
        total += item
        print("total", total)
    return total


async def main():
    slots = asyncio.Semaphore(1)
    a, b, c = asyncio.Queue(1), asyncio.Queue(1), asyncio.Queue(2)
    async with asyncio.timeout(5):
        async with asyncio.TaskGroup() as group:
            group.create_task(source(4, a))
            group.create_task(stage("first", a, b, slots))
            group.create_task(stage("second", b, c, slots))
            result = group.create_task(sink(c))
    print("result", result.result())


asyncio.run(main())
