"""A bounded semaphore counts: released once too often is an error."""

import asyncio

from harness import show


async def main():
    semaphore = asyncio.BoundedSemaphore(2)
    await semaphore.acquire()
    semaphore.release()
    try:
        semaphore.release()
    except ValueError as error:
        print(show(error))
    async with semaphore:
        async with semaphore:
            print(semaphore.locked())
            waiter = asyncio.create_task(semaphore.acquire())
            await asyncio.sleep(0)
            print(waiter.done())
    print(await waiter, semaphore.locked())
    semaphore.release()
    try:
        semaphore.release()
    except ValueError as error:
        print(show(error))


asyncio.run(main())
