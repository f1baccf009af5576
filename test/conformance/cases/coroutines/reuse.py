"""A coroutine can be awaited once."""

import asyncio

from harness import show


async def work():
    await asyncio.sleep(0)
    return "result"


async def waits(future):
    await future


async def awaits(coro):
    await coro


async def main():
    coro = work()
    print(await coro)
    try:
        await coro
    except RuntimeError as error:
        print(show(error))
    try:
        await asyncio.create_task(coro)
    except RuntimeError as error:
        print("as a task:", show(error))
    running = waits(asyncio.get_running_loop().create_future())
    first = asyncio.create_task(awaits(running))
    await asyncio.sleep(0)
    try:
        await running
    except RuntimeError as error:
        print(show(error))
    first.cancel()
    try:
        await first
    except asyncio.CancelledError:
        print("the first one goes on", first.cancelled())


asyncio.run(main())
