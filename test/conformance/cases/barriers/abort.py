"""An aborted barrier raises for those who wait and those who come, until it is reset."""

import asyncio

from harness import show


async def waits(name, barrier):
    try:
        print(name, await barrier.wait())
    except asyncio.BrokenBarrierError as error:
        print(name, show(error))


async def main():
    barrier = asyncio.Barrier(3)
    tasks = [asyncio.create_task(waits(name, barrier)) for name in "ab"]
    await asyncio.sleep(0)
    print(barrier.n_waiting, barrier.broken)
    await barrier.abort()
    await asyncio.gather(*tasks)
    print(barrier.n_waiting, barrier.broken)
    await waits("c", barrier)
    await barrier.reset()
    print(barrier.n_waiting, barrier.broken)
    await asyncio.gather(*[waits(name, barrier) for name in "def"])


asyncio.run(main())
