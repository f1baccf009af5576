"""A cancelled waiter takes the lock first, then raises, and hands its notification on."""

import asyncio

from harness import show


async def waiter(name, condition):
    try:
        async with condition:
            print(name, "waits")
            try:
                await condition.wait()
                print(name, "notified")
            except asyncio.CancelledError as error:
                print(name, show(error), condition.locked())
                raise
    finally:
        print(name, "out")


async def main():
    condition = asyncio.Condition()
    a, b, c = [asyncio.create_task(waiter(name, condition)) for name in ("a", "b", "c")]
    for turn in range(4):
        await asyncio.sleep(0)
    async with condition:
        condition.notify()
        a.cancel("notified, but cancelled")
        print("main holds the lock")
        for turn in range(3):
            await asyncio.sleep(0)
        a.cancel("once more, while it waits for the lock")
    await asyncio.wait([a])
    await asyncio.wait([b], timeout=0.02)
    print(a.cancelled(), b.done(), c.done())
    c.cancel("no notification")
    await asyncio.wait([c])
    print(c.cancelled(), condition.locked())


asyncio.run(main())
