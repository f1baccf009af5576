"""Resetting a barrier raises for those who wait, and for nobody who comes later."""

import asyncio

from harness import show


async def waits(name, barrier):
    try:
        index = await barrier.wait()
        print(name, "passed", 0 <= index < barrier.parties)
    except asyncio.BrokenBarrierError as error:
        print(name, show(error))


async def main():
    barrier = asyncio.Barrier(2)
    one = asyncio.create_task(waits("one", barrier))
    await asyncio.sleep(0)
    await barrier.reset()
    print(barrier.broken)
    await one
    print(barrier.broken, barrier.n_waiting)
    await asyncio.gather(waits("two", barrier), waits("three", barrier))


asyncio.run(main())
