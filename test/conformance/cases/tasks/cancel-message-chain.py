"""Cancelling a task cancels what it awaits, down to the innermost future, with the message."""

import asyncio

from harness import show


async def inner(future):
    try:
        await future
    except asyncio.CancelledError as error:
        print("inner", show(error))
        raise


async def middle(task):
    try:
        await task
    except asyncio.CancelledError as error:
        print("middle", show(error))
        raise


async def main():
    future = asyncio.get_running_loop().create_future()
    inner_task = asyncio.create_task(inner(future))
    middle_task = asyncio.create_task(middle(inner_task))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    middle_task.cancel("from the top")
    print(middle_task.cancelling(), inner_task.cancelling(), future.cancelled())
    try:
        await middle_task
    except asyncio.CancelledError as error:
        print("main", show(error))
    print(inner_task.cancelled(), middle_task.cancelled())


asyncio.run(main())
