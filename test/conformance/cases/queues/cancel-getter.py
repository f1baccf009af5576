"""A getter that is cancelled after an item woke it leaves the item to the next one."""

import asyncio

from harness import show


async def getter(name, queue):
    try:
        print(name, "got", await queue.get())
    except asyncio.CancelledError as error:
        print(name, show(error))
        raise


async def main():
    queue = asyncio.Queue()
    a, b, c = [asyncio.create_task(getter(name, queue)) for name in "abc"]
    await asyncio.sleep(0)
    queue.put_nowait("item")
    a.cancel("woken, then cancelled")
    b.cancel("cancelled in the queue")
    await asyncio.wait([a, b, c])
    print(queue.qsize())
    bounded = asyncio.Queue(1)
    bounded.put_nowait("first")
    putters = [asyncio.create_task(bounded.put(name)) for name in ("second", "third")]
    await asyncio.sleep(0)
    print(bounded.get_nowait())
    putters[0].cancel()
    await asyncio.wait(putters)
    print(putters[0].cancelled(), bounded.get_nowait(), bounded.empty())


asyncio.run(main())
