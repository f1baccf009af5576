"""Cancelled waiters lose nothing: what was set aside for them goes to the next."""

import asyncio

from harness import show


async def worker(name, semaphore):
    try:
        async with semaphore:
            print(name, "in")
            await asyncio.sleep(0)
    except asyncio.CancelledError as error:
        print(name, show(error))
        raise


async def main():
    semaphore = asyncio.Semaphore(1)
    await semaphore.acquire()
    a, b, c, d = [asyncio.create_task(worker(name, semaphore)) for name in "abcd"]
    await asyncio.sleep(0)
    semaphore.release()
    a.cancel("woken and cancelled")
    b.cancel("cancelled in the queue")
    await asyncio.wait([a, b, c, d])
    print(semaphore.locked(), await semaphore.acquire(), semaphore.locked())
    semaphore.release()
    semaphore.release()
    first, second = [asyncio.create_task(worker(name, semaphore)) for name in ("first", "second")]
    first.cancel("before it began")
    await asyncio.wait([first, second])


asyncio.run(main())
