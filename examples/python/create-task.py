"""`create_task` starts a coroutine in the background; awaiting the task gives what the coroutine returned."""

import asyncio


async def fetch_price(item):
    print(f"looking up {item}")
    await asyncio.sleep(0.05)
    return len(item) * 10


async def main():
    task = asyncio.create_task(fetch_price("tea"), name="price of tea")
    print(f"created: {task.get_name()}, done: {str(task.done()).lower()}")
    # The task has not started yet: it takes its first step when this coroutine suspends.
    price = await task
    print(f"price: {price}, done: {str(task.done()).lower()}")


asyncio.run(main())
