"""Gathers of gathers keep the order; one of nothing is done at once."""

import asyncio


async def value(result, turns):
    for _ in range(turns):
        await asyncio.sleep(0)
    return result


async def main():
    print(await asyncio.gather())
    print(await asyncio.gather(asyncio.gather(value(1, 3), value(2, 0)), value(3, 1), asyncio.gather()))
    future = asyncio.get_running_loop().create_future()
    future.set_result("a future")
    print(await asyncio.gather(future, value("a coroutine", 0), asyncio.create_task(value("a task", 2))))


asyncio.run(main())
