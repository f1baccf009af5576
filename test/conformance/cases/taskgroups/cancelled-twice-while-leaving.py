"""A parent that is cancelled again and again while it leaves waits for its tasks all the same."""

import asyncio

from harness import show


async def slow_to_end():
    try:
        await asyncio.sleep(10)
    finally:
        for i in range(3):
            await asyncio.sleep(0)
        print("task has ended")


async def parent():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow_to_end())
    finally:
        print("group is over", asyncio.current_task().cancelling())


async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    task.cancel("first")
    await asyncio.sleep(0)
    task.cancel("second")
    try:
        await task
    except asyncio.CancelledError as error:
        print(show(error))


asyncio.run(main())
