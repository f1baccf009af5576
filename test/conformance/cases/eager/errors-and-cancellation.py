"""Eager tasks that fail, are cancelled, or cancel their creator, in their first step and later."""

import asyncio

from harness import Boom, show


async def fail(waits):
    if waits:
        await asyncio.sleep(0)
    raise Boom("eager")


async def waits():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("waits", show(error))
        raise


async def cancels_itself():
    asyncio.current_task().cancel("myself")
    await asyncio.sleep(0)


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    at_once = asyncio.create_task(fail(False))
    later = asyncio.create_task(fail(True))
    print(at_once.done(), later.done())
    for task in (at_once, later):
        try:
            await task
        except Boom as error:
            print(show(error))
    task = asyncio.create_task(waits())
    task.cancel("at once")
    try:
        await task
    except asyncio.CancelledError as error:
        print("main", show(error))
    task = asyncio.create_task(cancels_itself())
    print(task.done(), task.cancelling())
    try:
        await task
    except asyncio.CancelledError as error:
        print("main", show(error))
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(False))
            await asyncio.sleep(0)
            print("never")
    except ExceptionGroup as error:
        print(show(error))


asyncio.run(main())
