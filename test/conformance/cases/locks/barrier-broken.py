"""reset sends those inside away and starts over; abort breaks the barrier until it is reset."""

import asyncio

from harness import show


async def party(name, barrier):
    try:
        print(name, "passes", await barrier.wait())
    except asyncio.BrokenBarrierError as error:
        print(name, show(error), barrier.broken)


async def main():
    barrier = asyncio.Barrier(3)
    a, b = [asyncio.create_task(party(name, barrier)) for name in "ab"]
    await asyncio.sleep(0)
    print(barrier.n_waiting)
    await barrier.reset()
    await asyncio.wait([a, b])
    print(barrier.n_waiting, barrier.broken)
    a = asyncio.create_task(party("a", barrier))
    await asyncio.sleep(0)
    await barrier.abort()
    b = asyncio.create_task(party("b", barrier))
    await asyncio.wait([a, b])
    print(barrier.n_waiting, barrier.broken)
    await barrier.reset()
    print(barrier.broken)
    await asyncio.gather(*[party(name, barrier) for name in "cde"])


asyncio.run(main())
