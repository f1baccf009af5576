"""At the deadline, awaiting the next one raises TimeoutError, in both forms; the tasks go on."""

import asyncio

from harness import show


async def work(name, ready):
    await ready.wait()
    return name


async def main():
    now = asyncio.Event()
    now.set()
    later = asyncio.Event()
    slow = asyncio.create_task(work("slow", later))
    try:
        for earliest in asyncio.as_completed([slow, work("fast", now)], timeout=0.04):
            print(await earliest)
    except TimeoutError as error:
        print(show(error), slow.done(), slow.cancelling())
    fast = asyncio.create_task(work("fast", now))
    try:
        async for task in asyncio.as_completed([slow, fast], timeout=0.02):
            print(task is fast, task.result())
    except TimeoutError as error:
        print(show(error), slow.done())
    later.set()
    print(await slow)


asyncio.run(main())
