"""At the deadline, awaiting the next one raises TimeoutError, in both forms; the tasks go on."""

import asyncio

from harness import show


async def work(name, delay):
    await asyncio.sleep(delay)
    return name


async def main():
    slow = asyncio.create_task(work("slow", 0.1))
    try:
        for earliest in asyncio.as_completed([slow, work("fast", 0)], timeout=0.04):
            print(await earliest)
    except TimeoutError as error:
        print(show(error), slow.done(), slow.cancelling())
    fast = asyncio.create_task(work("fast", 0))
    try:
        async for task in asyncio.as_completed([slow, fast], timeout=0.02):
            print(task is fast, task.result())
    except TimeoutError as error:
        print(show(error), slow.done())
    print(await slow)


asyncio.run(main())
