"""A party that is cancelled while the barrier fills leaves room; one more has to come."""

import asyncio

from harness import show


async def party(name, barrier):
    try:
        print(name, "passes", await barrier.wait())
    except asyncio.CancelledError as error:
        print(name, show(error), barrier.n_waiting)
        raise


async def main():
    barrier = asyncio.Barrier(2)
    a = asyncio.create_task(party("a", barrier))
    await asyncio.sleep(0)
    print(barrier.n_waiting)
    a.cancel("changed its mind")
    await asyncio.wait([a])
    print(barrier.n_waiting, barrier.broken)
    b = asyncio.create_task(party("b", barrier))
    await asyncio.sleep(0)
    print("b alone", barrier.n_waiting)
    c = asyncio.create_task(party("c", barrier))
    await asyncio.wait([b, c])


asyncio.run(main())
