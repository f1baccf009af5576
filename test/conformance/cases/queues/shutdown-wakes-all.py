"""Shutting a queue down wakes who waits to put; who gets empties it first."""

import asyncio

from harness import show


async def attempt(name, coro):
    try:
        print(name, await coro)
    except asyncio.QueueShutDown as error:
        print(name, show(error))


async def main():
    full = asyncio.Queue(1)
    full.put_nowait("left")
    putter = asyncio.create_task(attempt("putter", full.put("more")))
    await asyncio.sleep(0)
    full.shutdown()
    full.shutdown()
    await putter
    await attempt("get", full.get())
    await attempt("get again", full.get())
    await attempt("put", full.put("late"))
    for name, refused in (("put_nowait", lambda: full.put_nowait(1)), ("get_nowait", full.get_nowait)):
        try:
            refused()
        except asyncio.QueueShutDown as error:
            print(name, show(error))
    empty = asyncio.Queue()
    getters = [asyncio.create_task(attempt(name, empty.get())) for name in ("g1", "g2")]
    await asyncio.sleep(0)
    empty.shutdown()
    await asyncio.gather(*getters)
    full.task_done()
    await full.join()
    print(full.qsize(), full.empty(), full.full())


asyncio.run(main())
