"""A task that is cancelled before its first step never runs its body."""

import asyncio

from harness import show


async def body():
    print("never")


async def main():
    task = asyncio.create_task(body())
    print(task.cancel(), task.done(), task.cancelled(), task.cancelling())
    try:
        await task
    except asyncio.CancelledError as error:
        print(show(error))
    print(task.done(), task.cancelled(), task.cancel())
    with_message = asyncio.create_task(body())
    with_message.cancel("not wanted")
    try:
        await with_message
    except asyncio.CancelledError as error:
        print(show(error))


asyncio.run(main())
