"""notify(n) wakes n waiters in order; each goes on when it has the lock again."""

import asyncio


async def waiter(name, condition):
    async with condition:
        print(name, "waits")
        print(name, await condition.wait(), condition.locked())
        await asyncio.sleep(0)
        print(name, "leaves")


async def main():
    condition = asyncio.Condition()
    tasks = [asyncio.create_task(waiter(name, condition)) for name in ("a", "b", "c", "d")]
    for turn in range(5):
        await asyncio.sleep(0)
    async with condition:
        condition.notify()
        print("notified one")
    await tasks[0]
    async with condition:
        condition.notify(2)
        await asyncio.sleep(0)
        print("still held by main")
    await asyncio.wait(tasks[:3])
    print("d waits", tasks[3].done())
    async with condition:
        condition.notify_all()
    await tasks[3]


asyncio.run(main())
