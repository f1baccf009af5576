"""Cancelled while it starts, a process is killed, and nobody hears of it."""

import asyncio
from asyncio.subprocess import PIPE

from harness import show


async def start():
    try:
        process = await asyncio.create_subprocess_exec("sleep", "600", stdin=PIPE, stdout=PIPE)
    except asyncio.CancelledError as error:
        print("start:", show(error))
        raise
    print("started", process)


async def main():
    task = asyncio.create_task(start())
    await asyncio.sleep(0)
    task.cancel("enough")
    try:
        await task
    except asyncio.CancelledError as error:
        print(show(error))
    print(len(asyncio.all_tasks()))


asyncio.run(main())
