"""A cancellation from outside is not turned into a TimeoutError, not even beside an expired one."""

import asyncio

from harness import show


async def body(when):
    try:
        async with asyncio.timeout_at(when) as scope:
            await asyncio.sleep(10)
    except BaseException as error:
        print(show(error), scope.expired(), asyncio.current_task().cancelling())
        raise


async def main():
    loop = asyncio.get_running_loop()
    early = asyncio.create_task(body(loop.time() + 10))
    await asyncio.sleep(0)
    early.cancel("from outside")
    try:
        await early
    except asyncio.CancelledError as error:
        print("main", show(error))
    both = asyncio.create_task(body(loop.time() - 1))
    await asyncio.sleep(0)
    loop.call_soon(both.cancel, "a moment after the deadline")
    try:
        await both
    except asyncio.CancelledError as error:
        print("main", show(error))


asyncio.run(main())
