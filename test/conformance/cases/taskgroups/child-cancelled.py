"""A child that is cancelled alone disturbs nobody; one that suppresses it goes on."""

import asyncio

from harness import show


async def child(name, stubborn=False):
    try:
        await asyncio.sleep(0.02)
    except asyncio.CancelledError as error:
        print(name, show(error))
        if not stubborn:
            raise
    return name


async def main():
    async with asyncio.TaskGroup() as group:
        a = group.create_task(child("a"))
        b = group.create_task(child("b"))
        c = group.create_task(child("c", True))
        await asyncio.sleep(0)
        a.cancel("only a")
        c.cancel("c, too")
    print(a.cancelled(), b.result(), c.result())


asyncio.run(main())
