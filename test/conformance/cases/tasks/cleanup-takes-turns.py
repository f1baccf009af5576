"""A cancelled task may await in its cleanup, for as long as it likes."""

import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    finally:
        for step in range(3):
            print("cleanup", step)
            await asyncio.sleep(0)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    for turn in range(5):
        print("turn", turn, task.done())
        await asyncio.sleep(0)
    print(task.cancelled())


asyncio.run(main())
