"""A cancellation from outside cancels the tasks and is passed on, in the body and in the exit."""

import asyncio

from harness import show


async def child(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print(name, show(error))
        raise


async def parent(in_body):
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child("child"))
            group.create_task(asyncio.sleep(10))
            if in_body:
                await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("parent", show(error), asyncio.current_task().cancelling())
        raise


async def main():
    for in_body in (True, False):
        task = asyncio.create_task(parent(in_body))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel("from outside")
        try:
            await task
        except asyncio.CancelledError as error:
            print("main", show(error), task.cancelled())


asyncio.run(main())
