"""A child that somebody else cancels counts as one that raised CancelledError."""

import asyncio

from harness import show


async def child(name):
    await asyncio.sleep(0.02)
    print(name, "done")
    return name


async def main():
    a = asyncio.create_task(child("a"))
    b = asyncio.create_task(child("b"))
    group = asyncio.gather(a, b)
    asyncio.get_running_loop().call_soon(a.cancel, "only a")
    try:
        await group
    except asyncio.CancelledError as error:
        print("main", show(error), group.cancelled(), b.done(), asyncio.current_task().cancelling())
    print(await b)


asyncio.run(main())
