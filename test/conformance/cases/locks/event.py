"""set wakes all waiters in order, once; clear does not take back what woke them."""

import asyncio


async def waiter(name, event):
    print(name, "waits")
    print(name, await event.wait(), event.is_set())


async def main():
    event = asyncio.Event()
    print(event.is_set())
    tasks = [asyncio.create_task(waiter(name, event)) for name in ("a", "b", "c")]
    await asyncio.sleep(0)
    tasks[1].cancel()
    event.set()
    event.clear()
    late = asyncio.create_task(waiter("late", event))
    done, pending = await asyncio.wait(tasks)
    print(tasks[1].cancelled(), late.done())
    event.set()
    event.set()
    await late
    print(await event.wait())


asyncio.run(main())
