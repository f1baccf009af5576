"""A timeout around a group, and a timeout inside of one."""

import asyncio

from harness import show


async def child(name):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print(name, show(error))
        raise


async def times_out():
    async with asyncio.timeout(0.02):
        await asyncio.sleep(10)


async def main():
    try:
        async with asyncio.timeout(0.02):
            async with asyncio.TaskGroup() as group:
                group.create_task(child("around"))
    except TimeoutError as error:
        print(show(error), asyncio.current_task().cancelling())
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(child("inside"))
            group.create_task(times_out())
    except ExceptionGroup as error:
        print(show(error), asyncio.current_task().cancelling())


asyncio.run(main())
