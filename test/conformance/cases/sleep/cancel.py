"""A cancelled sleep ends at once, also a sleep(0) at the end of its turn."""

import asyncio

from harness import show


async def sleeper(delay):
    try:
        await asyncio.sleep(delay)
        print("slept", delay)
    except asyncio.CancelledError as error:
        print("interrupted", delay, show(error))


async def main():
    for delay in (3600, 0):
        task = asyncio.create_task(sleeper(delay))
        await asyncio.sleep(0)
        task.cancel("wake up")
        await task
        print(task.cancelled())
    try:
        await asyncio.sleep(float("nan"))
    except ValueError as error:
        print(type(error).__name__)


asyncio.run(main())
