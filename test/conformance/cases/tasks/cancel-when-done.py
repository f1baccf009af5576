"""What is done cannot be cancelled; cancelling twice counts twice."""

import asyncio

from harness import show


async def work():
    await asyncio.sleep(10)


async def main():
    done = asyncio.create_task(asyncio.sleep(0, "result"))
    await done
    print(done.cancel(), done.cancelled(), done.result(), done.cancelling())
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    print(task.cancel("first"), task.cancel("second"), task.cancelling())
    try:
        await task
    except asyncio.CancelledError as error:
        print(show(error))
    print(task.cancel("third"), task.cancelling())


asyncio.run(main())
