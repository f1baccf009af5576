"""A task may decline to be cancelled; the count of requests remains."""

import asyncio

from harness import show


async def stubborn():
    for attempt in range(2):
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError as error:
            print("declined", show(error), asyncio.current_task().cancelling())
    return "finished anyway"


async def main():
    task = asyncio.create_task(stubborn())
    for attempt in range(2):
        await asyncio.sleep(0)
        print(task.cancel(f"request {attempt}"))
    print(await task, task.cancelled(), task.cancelling())


asyncio.run(main())
