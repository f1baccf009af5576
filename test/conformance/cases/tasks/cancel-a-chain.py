"""Cancelling the outermost of a chain of tasks ends the innermost first."""

import asyncio

from harness import show


async def level(number, inner):
    try:
        if inner is None:
            await asyncio.sleep(10)
        else:
            await inner
    finally:
        print("level", number, "ends")


async def main():
    task = None
    tasks = []
    for number in range(4):
        task = asyncio.create_task(level(number, task))
        tasks.append(task)
    await asyncio.sleep(0)
    print(task.cancel("from the outside"))
    try:
        await task
    except asyncio.CancelledError as error:
        print(show(error))
    print([task.cancelled() for task in tasks], [task.cancelling() for task in tasks])


asyncio.run(main())
