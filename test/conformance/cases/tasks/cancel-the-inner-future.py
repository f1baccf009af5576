"""Who awaits a future that somebody cancels is cancelled, too, and may go on."""

import asyncio

from harness import show


async def waits(name, future, declines):
    try:
        await future
    except asyncio.CancelledError as error:
        print(name, show(error), asyncio.current_task().cancelling())
        if not declines:
            raise
    return "went on"


async def main():
    future = asyncio.get_running_loop().create_future()
    one = asyncio.create_task(waits("one", future, False))
    two = asyncio.create_task(waits("two", future, True))
    await asyncio.sleep(0)
    future.cancel("the future")
    await asyncio.wait([one, two])
    print(one.cancelled(), two.cancelled(), two.result())


asyncio.run(main())
