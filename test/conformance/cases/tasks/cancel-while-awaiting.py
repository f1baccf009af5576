"""Cancellation is thrown in at the await; cleanup runs, and may await, before the task ends."""

import asyncio

from harness import show


async def body():
    try:
        print("waiting")
        await asyncio.get_running_loop().create_future()
        print("never")
    except asyncio.CancelledError as error:
        print("caught", show(error))
        raise
    finally:
        print("cleanup")
        await asyncio.sleep(0)
        print("cleanup done")


async def main():
    task = asyncio.create_task(body())
    await asyncio.sleep(0)
    task.cancel("stop")
    print("requested", task.done())
    await asyncio.sleep(0)
    print("one turn later", task.done())
    try:
        await task
    except asyncio.CancelledError as error:
        print("main", show(error), task.cancelled())


asyncio.run(main())
