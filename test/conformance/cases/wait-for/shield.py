"""A shield keeps the awaited task alive beyond the deadline."""

import asyncio

from harness import show


async def work():
    await asyncio.sleep(0.05)
    print("work ends")
    return "result"


async def main():
    task = asyncio.create_task(work())
    try:
        await asyncio.wait_for(asyncio.shield(task), 0.02)
    except TimeoutError as error:
        print(show(error), task.done(), task.cancelling())
    print(await task)


asyncio.run(main())
