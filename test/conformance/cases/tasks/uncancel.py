"""Counting requests: uncancel takes one back, and at zero a pending one is forgotten."""

import asyncio

from harness import show


async def body():
    task = asyncio.current_task()
    print("start", task.cancelling(), task.uncancel())
    task.cancel()
    task.cancel()
    print("two requests", task.cancelling())
    print("left", task.uncancel())
    print("left", task.uncancel())
    await asyncio.sleep(0)
    print("not cancelled")
    task.cancel("for real")
    try:
        await asyncio.sleep(0)
        print("never")
    except asyncio.CancelledError as error:
        print(show(error), task.cancelling(), task.uncancel(), task.cancelling())
    return "result"


async def main():
    print(await asyncio.create_task(body()))


asyncio.run(main())
