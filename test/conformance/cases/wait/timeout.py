"""A timeout of wait raises nothing and cancels nothing."""

import asyncio


async def work(name, delay):
    await asyncio.sleep(delay)
    print(name, "ends")


async def main():
    fast = asyncio.create_task(work("fast", 0.02), name="fast")
    slow = asyncio.create_task(work("slow", 0.1), name="slow")
    done, pending = await asyncio.wait([fast, slow], timeout=0)
    print(len(done), len(pending))
    done, pending = await asyncio.wait([fast, slow], timeout=0.05)
    print([task.get_name() for task in done], [task.get_name() for task in pending])
    print(slow.cancelling())
    done, pending = await asyncio.wait([fast, slow], timeout=5)
    print(len(done), len(pending))


asyncio.run(main())
