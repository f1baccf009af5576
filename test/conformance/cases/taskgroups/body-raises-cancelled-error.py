"""A CancelledError that the body raises itself ends the tasks, and is raised."""

import asyncio

from harness import show


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("work is cancelled")
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(work())
            await asyncio.sleep(0)
            raise asyncio.CancelledError("by the body")
    except asyncio.CancelledError as error:
        print(show(error))
    print(task.cancelled(), asyncio.current_task().cancelling())


asyncio.run(main())
