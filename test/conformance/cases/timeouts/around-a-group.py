"""A timeout around a TaskGroup ends its tasks, one inside of a task only that."""

import asyncio

from harness import show


async def sleeps(name):
    try:
        await asyncio.sleep(10)
    finally:
        print(name, "ends")


async def limited():
    try:
        async with asyncio.timeout(0.01):
            await sleeps("limited")
    except TimeoutError:
        return "timed out"


async def main():
    try:
        async with asyncio.timeout(0.05):
            async with asyncio.TaskGroup() as group:
                task = group.create_task(limited())
                group.create_task(sleeps("a"))
                group.create_task(sleeps("b"))
    except TimeoutError as error:
        print(show(error), show(error.__cause__))
    print(task.result())


asyncio.run(main())
