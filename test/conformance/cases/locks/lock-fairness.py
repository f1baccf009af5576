"""First come, first served: a released lock goes to the longest waiter, nobody barges in."""

import asyncio

from harness import show


async def worker(name, lock, rounds):
    for round in range(rounds):
        async with lock:
            print(name, "has it", round)
            await asyncio.sleep(0)


async def main():
    lock = asyncio.Lock()
    print(lock.locked(), await lock.acquire(), lock.locked())
    tasks = [asyncio.create_task(worker(name, lock, 2)) for name in ("a", "b", "c")]
    await asyncio.sleep(0)
    lock.release()
    print("released, free for a moment:", lock.locked())
    await lock.acquire()
    print("main has it again")
    lock.release()
    for task in tasks:
        await task
    print(lock.locked())
    try:
        lock.release()
    except RuntimeError as error:
        print(show(error))


asyncio.run(main())
