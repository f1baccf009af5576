"""Cancelling a task cancels the future it awaits, also for the others who await it."""

import asyncio

from harness import show


async def waiter(name, future):
    try:
        await future
    except asyncio.CancelledError as error:
        print(name, show(error), asyncio.current_task().cancelling())
        raise


async def main():
    future = asyncio.get_running_loop().create_future()
    a = asyncio.create_task(waiter("a", future))
    b = asyncio.create_task(waiter("b", future))
    await asyncio.sleep(0)
    a.cancel("only a was meant")
    results = await asyncio.gather(a, b, return_exceptions=True)
    print([show(result) for result in results], future.cancelled())


asyncio.run(main())
