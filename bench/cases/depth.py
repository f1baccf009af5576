"""Suspending below a chain of coroutines. Argument: depth."""

import asyncio
import sys

from sampling import sample

DEPTH = int(sys.argv[1])
SUSPENSIONS = 5_000


async def nested(level):
    if level > 1:
        return await nested(level - 1)
    for _ in range(SUSPENSIONS):
        await asyncio.sleep(0)


async def main():
    await asyncio.gather(*(nested(DEPTH) for _ in range(10)))


sample(SUSPENSIONS * 10, lambda: asyncio.run(main()))
