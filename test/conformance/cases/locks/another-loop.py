"""A lock that had waiters belongs to their loop, and is refused in another one."""

import asyncio

from harness import show


lock = asyncio.Lock()


async def first():
    await lock.acquire()
    waiting = asyncio.create_task(lock.acquire())
    await asyncio.sleep(0)
    waiting.cancel()
    print("first loop", lock.locked())


async def second():
    try:
        await lock.acquire()
    except RuntimeError as error:
        print(show(error).split("<")[0], show(error).split(">")[-1])
    lock.release()
    print("free, so nobody waits:", await lock.acquire())


asyncio.run(first())
asyncio.run(second())
