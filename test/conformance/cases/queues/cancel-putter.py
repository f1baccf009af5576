"""A putter that is cancelled puts nothing, and passes its turn on."""

import asyncio


async def puts(name, queue):
    try:
        await queue.put(name)
        print(name, "put")
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise


async def main():
    queue = asyncio.Queue(1)
    await queue.put("first")
    tasks = {name: asyncio.create_task(puts(name, queue)) for name in ("a", "b", "c")}
    await asyncio.sleep(0)
    tasks["b"].cancel()
    print(queue.get_nowait())
    tasks["a"].cancel()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(await queue.get(), queue.qsize())
    print([task.cancelled() for task in tasks.values()])


asyncio.run(main())
