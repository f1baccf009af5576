"""Sleepers wake by their time, with their result; sleep(0) and negative ones take one turn."""

import asyncio


async def sleeper(name, delay):
    print(name, "sleeps")
    print(name, "woke with", await asyncio.sleep(delay, "result of " + name))


async def main():
    tasks = [
        asyncio.create_task(sleeper("long", 0.06)),
        asyncio.create_task(sleeper("short", 0.02)),
        asyncio.create_task(sleeper("zero", 0)),
        asyncio.create_task(sleeper("negative", -5)),
    ]
    for task in tasks:
        await task
    print(await asyncio.sleep(0))


asyncio.run(main())
