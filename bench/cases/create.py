"""Create and join: tasks in batches of a hundred, each awaited."""

import asyncio

from sampling import sample

TASKS = 20_000


async def child():
    await asyncio.sleep(0)


async def main():
    for _ in range(0, TASKS, 100):
        tasks = [asyncio.create_task(child()) for _ in range(100)]
        for task in tasks:
            await task


sample(TASKS, lambda: asyncio.run(main()))
