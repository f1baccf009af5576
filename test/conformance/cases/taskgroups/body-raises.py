"""An error of the body cancels the tasks, and comes in a group as well."""

import asyncio

from harness import Boom, show


async def child():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("child", show(error))
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(child())
            await asyncio.sleep(0)
            raise Boom("body")
    except ExceptionGroup as error:
        print(show(error), task.cancelled())
    try:
        async with asyncio.TaskGroup() as group:
            never = group.create_task(child())
            raise Boom("before the first turn")
    except ExceptionGroup as error:
        print(show(error), never.cancelled())


asyncio.run(main())
