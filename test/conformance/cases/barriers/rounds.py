"""A barrier is used again and again; nobody gets into a round that is still going out."""

import asyncio

from harness import show


async def runner(name, barrier, log):
    for lap in range(3):
        log.append(f"{name}{lap}")
        async with barrier as place:
            if place == 0:
                print(lap, sorted(log[-2:]), barrier.n_waiting)


async def main():
    barrier = asyncio.Barrier(2)
    log = []
    await asyncio.gather(runner("a", barrier, log), runner("b", barrier, log))
    print(len(log), barrier.n_waiting, barrier.broken)
    for parties in (0, -1):
        try:
            asyncio.Barrier(parties)
        except ValueError as error:
            print(show(error))
    single = asyncio.Barrier(1)
    print(await single.wait(), await single.wait())


asyncio.run(main())
