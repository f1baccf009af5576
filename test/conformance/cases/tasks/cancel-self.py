"""A task that cancels itself goes on until its next await; if there is none, it ends as cancelled."""

import asyncio

from harness import show


async def awaits_later():
    asyncio.current_task().cancel("by myself")
    print("still running")
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError as error:
        print("at the await:", show(error))
        raise


async def returns():
    asyncio.current_task().cancel("on the way out")
    return "lost"


async def main():
    for body in (awaits_later, returns):
        task = asyncio.create_task(body())
        try:
            print(await task)
        except asyncio.CancelledError as error:
            print(body.__name__, show(error), task.cancelled())


asyncio.run(main())
