"""Parties pass together, each with a number; the barrier is used again and again."""

import asyncio

from harness import show


async def party(name, barrier, rounds):
    for round in range(rounds):
        print(name, "arrives", barrier.n_waiting)
        async with barrier as position:
            print(name, "passes", round, position)


async def main():
    barrier = asyncio.Barrier(3)
    print(barrier.parties, barrier.n_waiting, barrier.broken)
    await asyncio.gather(*[party(name, barrier, 2) for name in "abc"])
    print(barrier.n_waiting, barrier.broken)
    print(await asyncio.Barrier(1).wait())
    try:
        asyncio.Barrier(0)
    except ValueError as error:
        print(show(error))


asyncio.run(main())
