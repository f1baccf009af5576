"""The asynchronous iterator gives the tasks themselves, done."""

import asyncio


async def work(name, turns):
    for turn in range(turns):
        await asyncio.sleep(0)
    return name


async def main():
    tasks = {
        asyncio.create_task(work("slow", 9)): "slow task",
        asyncio.create_task(work("fast", 1)): "fast task",
    }
    async for task in asyncio.as_completed(tasks):
        print(tasks[task], task.done(), task.result(), await task)
    print("end")


asyncio.run(main())
