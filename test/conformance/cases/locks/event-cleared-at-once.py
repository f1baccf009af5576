"""An event that is set and cleared at once lets those go who waited."""

import asyncio


async def waits(name, event):
    print(name, await event.wait(), event.is_set())


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(waits(name, event)) for name in "abc"]
    await asyncio.sleep(0)
    event.set()
    event.set()
    event.clear()
    late = asyncio.create_task(waits("late", event))
    tasks[1].cancel()
    await asyncio.wait(tasks)
    print(tasks[1].cancelled(), late.done(), event.is_set())
    event.set()
    await late
    print(await event.wait())


asyncio.run(main())
