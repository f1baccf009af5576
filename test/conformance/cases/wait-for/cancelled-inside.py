"""A task that is cancelled by somebody else while it is waited for is cancelled, not late."""

import asyncio

from harness import show


async def waits(task, limit):
    try:
        await asyncio.wait_for(task, limit)
    except asyncio.CancelledError as error:
        print("waiter:", show(error))
        raise


async def main():
    task = asyncio.create_task(asyncio.sleep(10))
    waiter = asyncio.create_task(waits(task, 5))
    await asyncio.sleep(0)
    task.cancel("by main")
    await asyncio.wait([waiter])
    print(waiter.cancelled(), task.cancelled())
    task = asyncio.create_task(asyncio.sleep(10))
    waiter = asyncio.create_task(waits(task, None))
    await asyncio.sleep(0)
    waiter.cancel("the waiter")
    await asyncio.wait([waiter])
    print(waiter.cancelled(), task.cancelled())


asyncio.run(main())
