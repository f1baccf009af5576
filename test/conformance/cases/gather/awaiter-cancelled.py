"""Cancelling the task that awaits a gather cancels the children through it."""

import asyncio

from harness import show


async def child(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print(name, show(error))
        raise


async def parent():
    try:
        await asyncio.gather(child("a"), asyncio.gather(child("b"), child("c")))
    except asyncio.CancelledError as error:
        print("parent", show(error))
        raise


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel("from outside")
    try:
        await task
    except asyncio.CancelledError as error:
        print("main", show(error), task.cancelled())


asyncio.run(main())
