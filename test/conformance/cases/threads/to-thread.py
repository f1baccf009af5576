"""A function in another thread: its arguments, its result, its exception; the loop goes on meanwhile."""

import asyncio
import time


def add(a, b):
    return a + b


def fail(text):
    raise ValueError(text) if text else TypeError("no text")


def slow(seconds):
    time.sleep(seconds)
    return "slow"


async def main():
    print(await asyncio.to_thread(add, 1, 2))
    print(await asyncio.to_thread(lambda: None))
    try:
        await asyncio.to_thread(fail, "")
    except TypeError as error:
        print(type(error).__name__, error)
    task = asyncio.create_task(asyncio.to_thread(slow, 0.05))
    for _ in range(3):
        await asyncio.sleep(0)
        print("the loop goes on")
    print(await task)
    print(await asyncio.gather(*(asyncio.to_thread(add, n, n) for n in range(10))))


asyncio.run(main())
