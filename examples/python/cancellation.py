"""Cancelling raises a CancelledError in the task where it waits: `finally` cleans up, and the error goes on to whoever
awaits the task."""

import asyncio


async def worker():
    print("worker: opens a file")
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError as error:
        print(f"worker: cancelled, because: {error}")
        raise
    finally:
        print("worker: closes the file")


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0.02)

    task.cancel("closing time")
    try:
        await task
    except asyncio.CancelledError:
        print("main: the worker is gone")
    print(f"cancelled: {str(task.cancelled()).lower()}")


asyncio.run(main())
