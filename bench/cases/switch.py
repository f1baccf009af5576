"""Task switches: a hundred tasks take turns."""

import asyncio

from sampling import sample

TASKS = 100
SWITCHES = 5_000


async def switcher():
    for _ in range(SWITCHES):
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(*(switcher() for _ in range(TASKS)))


sample(TASKS * SWITCHES, lambda: asyncio.run(main()))
