"""Cancelled between the result and the wake-up: the await raises, and the result is lost."""

import asyncio

from harness import show


async def body(future):
    try:
        print("got", await future)
    except asyncio.CancelledError as error:
        print("cancelled", show(error), future.result())
        raise


async def main():
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(body(future))
    await asyncio.sleep(0)
    future.set_result("value")
    print(task.cancel("too late?"))
    try:
        await task
    except asyncio.CancelledError as error:
        print("main", show(error))


asyncio.run(main())
