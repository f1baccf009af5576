"""Two conditions may share a lock; who is notified goes on when it gets it."""

import asyncio


async def waits(name, condition):
    async with condition:
        print(name, "waits")
        await condition.wait()
        print(name, "goes on", condition.locked())
        await asyncio.sleep(0)
    print(name, "is out")


async def main():
    lock = asyncio.Lock()
    red, green = asyncio.Condition(lock), asyncio.Condition(lock)
    tasks = [asyncio.create_task(waits(*each)) for each in (("red", red), ("green", green), ("red 2", red))]
    for _ in range(4):
        await asyncio.sleep(0)
    async with lock:
        print("locked", red.locked(), green.locked())
        red.notify_all()
        green.notify(5)
        await asyncio.sleep(0)
        print("nobody goes on yet")
    await asyncio.gather(*tasks)


asyncio.run(main())
