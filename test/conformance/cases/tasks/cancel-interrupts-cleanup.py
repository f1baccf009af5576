"""A second request interrupts the cleanup that the first one started."""

import asyncio

from harness import show


async def body():
    try:
        await asyncio.sleep(10)
    finally:
        print("cleanup")
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as error:
            print("cleanup interrupted", show(error))
            raise


async def main():
    task = asyncio.create_task(body())
    await asyncio.sleep(0)
    task.cancel("first")
    await asyncio.sleep(0)
    task.cancel("second")
    try:
        await task
    except asyncio.CancelledError as error:
        print("main", show(error), task.cancelling())


asyncio.run(main())
