"""Cancelled from outside while a failure is being dealt with: the errors go first, the request stays."""

import asyncio

from harness import Boom, show


async def fail():
    raise Boom("child")


async def slow_cleanup():
    try:
        await asyncio.sleep(10)
    finally:
        for turn in range(5):
            await asyncio.sleep(0)
        print("cleaned up")


async def parent():
    task = asyncio.current_task()
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(slow_cleanup())
            group.create_task(fail())
            await asyncio.sleep(10)
    except ExceptionGroup as error:
        print(show(error), task.cancelling())
    try:
        await asyncio.sleep(0)
        print("never")
    except asyncio.CancelledError as error:
        print("next await", show(error), task.cancelling())
        raise


async def main():
    task = asyncio.create_task(parent())
    for turn in range(4):
        await asyncio.sleep(0)
    print(task.cancelling(), task.cancel("from outside"), task.cancelling())
    try:
        await task
    except asyncio.CancelledError as error:
        print("main", type(error).__name__, task.cancelled())


asyncio.run(main())
