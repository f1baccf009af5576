"""Calling a coroutine function runs nothing; awaiting runs up to the first real wait at once."""

import asyncio


async def work(name):
    print(name, "runs")
    await asyncio.sleep(0)
    print(name, "ends")
    return name


async def main():
    first = work("first")
    second = work("second")
    print("called")
    print(await second)
    task = asyncio.create_task(first)
    print("task created")
    print(await task)


asyncio.run(main())
