"""Task switches: a hundred tasks take turns."""

import asyncio
import sys

from sampling import sample

TASKS = 100
# In debug mode each takes a hundred times as long: it notes the stack at every one.
SWITCHES = 50 if "debug" in sys.argv else 5_000


async def switcher():
    for _ in range(SWITCHES):
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(*(switcher() for _ in range(TASKS)))


sample(TASKS * SWITCHES, lambda: asyncio.run(main()))
