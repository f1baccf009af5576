"""How eager tasks interleave with their creator, callbacks, and each other."""

import asyncio


async def child(name, depth):
    print(name, "begins")
    if depth > 0:
        asyncio.create_task(child(name + "'", depth - 1))
    await asyncio.sleep(0)
    print(name, "ends")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    loop.call_soon(print, "first callback")
    a = asyncio.create_task(child("a", 2))
    loop.call_soon(print, "second callback")
    b = asyncio.create_task(child("b", 0))
    print("main waits")
    await a
    await b


asyncio.run(main())
