"""Getters get their items in the order in which they came, and so do putters their room."""

import asyncio


async def gets(name, queue):
    print(name, await queue.get())


async def puts(item, queue):
    await queue.put(item)
    print("put", item)


async def main():
    queue = asyncio.Queue(1)
    getters = [asyncio.create_task(gets(name, queue)) for name in "abc"]
    await asyncio.sleep(0)
    putters = [asyncio.create_task(puts(item, queue)) for item in range(5)]
    await asyncio.gather(*getters)
    for _ in range(4):
        await asyncio.sleep(0)
    print([putter.done() for putter in putters], queue.get_nowait())
    await putters[4]
    print(queue.get_nowait(), queue.empty())


asyncio.run(main())
