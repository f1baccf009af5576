"""Create and join: tasks in batches of a hundred, each awaited."""

import asyncio
import sys

from sampling import sample

# In debug mode each takes fifty times as long: it notes the stack.
TASKS = 1_000 if "debug" in sys.argv else 20_000


async def child():
    await asyncio.sleep(0)


async def main():
    for _ in range(0, TASKS, 100):
        tasks = [asyncio.create_task(child()) for _ in range(100)]
        for task in tasks:
            await task


sample(TASKS, lambda: asyncio.run(main()))
