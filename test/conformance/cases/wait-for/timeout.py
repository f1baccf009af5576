"""At the deadline the awaitable is cancelled and given time to clean up; then TimeoutError."""

import asyncio

from harness import show


async def slow(cleanup_turns):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("slow", show(error))
        for turn in range(cleanup_turns):
            await asyncio.sleep(0)
        print("cleaned up")
        raise


async def main():
    for wrap in (lambda coro: coro, asyncio.create_task):
        try:
            await asyncio.wait_for(wrap(slow(2)), 0.02)
        except TimeoutError as error:
            print(show(error), show(error.__cause__), asyncio.current_task().cancelling())
    future = asyncio.get_running_loop().create_future()
    try:
        await asyncio.wait_for(future, 0)
    except TimeoutError as error:
        print(show(error), show(error.__cause__), future.cancelled())
    task = asyncio.create_task(slow(1))
    await asyncio.sleep(0)
    try:
        await asyncio.wait_for(task, 0)
    except TimeoutError as error:
        print(show(error), task.cancelled())


asyncio.run(main())
