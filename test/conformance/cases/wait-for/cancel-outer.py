"""Cancelling who waits cancels what is awaited, and stays a cancellation."""

import asyncio

from harness import show


async def inner():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("inner", show(error))
        raise


async def outer(wrap):
    try:
        await asyncio.wait_for(wrap(inner()), 10)
    except asyncio.CancelledError as error:
        print("outer", show(error))
        raise


async def main():
    for wrap in (lambda coro: coro, asyncio.create_task):
        task = asyncio.create_task(outer(wrap))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel("from outside")
        try:
            await task
        except asyncio.CancelledError as error:
            print("main", show(error))


asyncio.run(main())
