"""A waiter that is cancelled passes its turn on, also when it was woken already."""

import asyncio

from harness import show


async def worker(name, lock):
    try:
        async with lock:
            print(name, "has it")
            await asyncio.sleep(0)
    except asyncio.CancelledError as error:
        print(name, show(error))
        raise


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    a, b, c, d = [asyncio.create_task(worker(name, lock)) for name in ("a", "b", "c", "d")]
    await asyncio.sleep(0)
    b.cancel("in the queue")
    await asyncio.sleep(0)
    lock.release()
    a.cancel("already woken")
    print("released", lock.locked())
    await asyncio.wait([a, b, c, d])
    print(a.cancelled(), b.cancelled(), c.cancelled(), d.cancelled(), lock.locked())
    await lock.acquire()
    e = asyncio.create_task(worker("e", lock))
    await asyncio.sleep(0)
    e.cancel()
    lock.release()
    print("jumps the cancelled queue", await lock.acquire())


asyncio.run(main())
