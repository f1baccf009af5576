"""Awaiting a coroutine is a call: no turn of the loop passes unless something really waits."""

import asyncio


async def leaf(value):
    return value


async def middle(value):
    return await leaf(value) + 1


async def busy(name):
    total = 0
    for value in range(3):
        total += await middle(value)
    print(name, total)


async def main():
    first = asyncio.create_task(busy("first"))
    second = asyncio.create_task(busy("second"))
    asyncio.get_running_loop().call_soon(print, "callback")
    print("main", await middle(10))
    await first
    print(second.done())


asyncio.run(main())
