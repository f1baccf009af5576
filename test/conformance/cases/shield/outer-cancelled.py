"""Cancelling who awaits a shield leaves the inner task running."""

import asyncio

from harness import show


async def inner():
    await asyncio.sleep(0.02)
    print("inner ends")
    return "result"


async def outer(task):
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError as error:
        print("outer", show(error))
        raise


async def main():
    task = asyncio.create_task(inner())
    waiting = asyncio.create_task(outer(task))
    await asyncio.sleep(0)
    waiting.cancel("leave")
    try:
        await waiting
    except asyncio.CancelledError as error:
        print("main", show(error), task.done(), task.cancelling())
    print(await task)
    print(await asyncio.shield(task), asyncio.shield(task) is task)


asyncio.run(main())
