"""Cancelling a task that waits leaves what it waits for alone."""

import asyncio

from harness import show


async def work():
    await asyncio.sleep(0.02)
    return "unharmed"


async def waiter(task):
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError as error:
        print("waiter", show(error))
        raise


async def main():
    task = asyncio.create_task(work())
    waiting = asyncio.create_task(waiter(task))
    await asyncio.sleep(0)
    waiting.cancel("enough waiting")
    done, pending = await asyncio.wait([waiting, task], return_when=asyncio.FIRST_COMPLETED)
    print(waiting in done, task in pending, waiting.cancelled(), task.cancelling())
    print(await task)


asyncio.run(main())
