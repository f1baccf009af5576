"""At most so many at a time, in order of arrival; a newcomer does not overtake who was woken."""

import asyncio

from harness import show


async def worker(name, semaphore, turns):
    async with semaphore:
        print(name, "in", semaphore.locked())
        for turn in range(turns):
            await asyncio.sleep(0)
        print(name, "out")


async def main():
    semaphore = asyncio.Semaphore(2)
    tasks = [asyncio.create_task(worker(name, semaphore, 2)) for name in "abcd"]
    await asyncio.wait(tasks)
    print(semaphore.locked())
    await semaphore.acquire()
    await semaphore.acquire()
    waiting = asyncio.create_task(worker("waiting", semaphore, 0))
    await asyncio.sleep(0)
    semaphore.release()
    print("handed over, so still locked:", semaphore.locked())
    newcomer = asyncio.create_task(worker("newcomer", semaphore, 0))
    await asyncio.wait([waiting, newcomer])
    semaphore.release()
    semaphore.release()
    print("released too often is fine", semaphore.locked())
    try:
        asyncio.Semaphore(-1)
    except ValueError as error:
        print(show(error))


asyncio.run(main())
