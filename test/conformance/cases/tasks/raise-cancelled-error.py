"""A coroutine that raises CancelledError by itself ends its task as cancelled, uncounted."""

import asyncio

from harness import show


async def body():
    raise asyncio.CancelledError("my own")


async def main():
    task = asyncio.create_task(body())
    try:
        await task
    except asyncio.CancelledError as error:
        print(show(error), task.cancelled(), task.cancelling())
    try:
        task.exception()
    except asyncio.CancelledError as error:
        print("exception() raises", type(error).__name__)


asyncio.run(main())
