"""Cancelling whoever waits for an item reaches the body, which may clean up, or go on."""

import asyncio

from harness import show


async def cautious():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError as error:
        print("body:", show(error))
        yield "instead"
    try:
        await asyncio.sleep(3600)
    finally:
        print("body: cleans up")
    yield "never"


async def main():
    iterator = cautious()
    for _ in range(2):
        task = asyncio.create_task(step(iterator))
        await asyncio.sleep(0)
        task.cancel("enough")
        try:
            print(await task)
        except asyncio.CancelledError as error:
            print(show(error))
    try:
        await anext(iterator)
    except StopAsyncIteration as error:
        print(show(error))


async def step(iterator):
    return await anext(iterator)


asyncio.run(main())
