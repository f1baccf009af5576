"""A semaphore of zero waits for the first release; one below zero is refused."""

import asyncio

from harness import show


async def takes(name, semaphore):
    await semaphore.acquire()
    print(name, "took", semaphore.locked())


async def main():
    try:
        asyncio.Semaphore(-1)
    except ValueError as error:
        print(show(error))
    semaphore = asyncio.Semaphore(0)
    print(semaphore.locked())
    tasks = [asyncio.create_task(takes(name, semaphore)) for name in "abc"]
    await asyncio.sleep(0)
    semaphore.release()
    semaphore.release()
    print("released twice", semaphore.locked())
    await asyncio.sleep(0)
    print([task.done() for task in tasks])
    semaphore.release()
    semaphore.release()
    await asyncio.gather(*tasks)
    print(semaphore.locked())
    async with semaphore:
        print("inside", semaphore.locked())
    print(semaphore.locked())


asyncio.run(main())
