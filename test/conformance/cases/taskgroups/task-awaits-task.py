"""A task of a group that awaits another one, which fails, has failed with the same error."""

import asyncio

from harness import Boom, show


async def fails():
    await asyncio.sleep(0)
    raise Boom("shared")


async def waits(task):
    try:
        await task
    except BaseException as error:
        print("waiter:", show(error))
        raise


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(fails())
            group.create_task(waits(task))
    except ExceptionGroup as error:
        print(show(error))


asyncio.run(main())
