"""An eager task that cancels itself in its first step is cancelled when it blocks, or ends."""

import asyncio

from harness import show


async def blocks():
    asyncio.current_task().cancel("by itself")
    print("goes on")
    await asyncio.sleep(0)
    print("never")


async def ends():
    asyncio.current_task().cancel("by itself")
    return "a result"


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    for coro in (blocks(), ends()):
        task = asyncio.create_task(coro)
        print(task.done(), task.cancelled())
        try:
            print(await task)
        except asyncio.CancelledError as error:
            print(show(error))


asyncio.run(main())
