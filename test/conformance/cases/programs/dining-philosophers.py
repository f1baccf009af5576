"""Forks taken in a fixed order never deadlock; taken crosswise they do, until one is cancelled."""

import asyncio

from harness import show


async def dine(name, first, second, log):
    async with first:
        await asyncio.sleep(0)
        async with second:
            log.append(name)
            print(name, "eats")


async def main():
    forks = [asyncio.Lock() for _ in range(3)]
    log = []
    await asyncio.gather(*[
        dine(str(seat), forks[min(seat, (seat + 1) % 3)], forks[max(seat, (seat + 1) % 3)], log)
        for seat in range(3)
    ])
    print("all have eaten", log)
    crosswise = [
        asyncio.create_task(dine(str(seat), forks[seat], forks[(seat + 1) % 3], log)) for seat in range(3)
    ]
    done, pending = await asyncio.wait(crosswise, timeout=0.02)
    print("deadlock", len(done), len(pending), [fork.locked() for fork in forks])
    crosswise[1].cancel("give it up")
    results = await asyncio.gather(*crosswise, return_exceptions=True)
    print([show(result) for result in results], [fork.locked() for fork in forks])


asyncio.run(main())
