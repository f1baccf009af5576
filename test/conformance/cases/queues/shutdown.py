"""Shut down, a queue takes nothing, and gives what it has; who waits is woken."""

import asyncio

from harness import show


async def attempt(name, coro):
    try:
        print(name, await coro)
    except asyncio.QueueShutDown as error:
        print(name, show(error))


async def main():
    empty = asyncio.Queue()
    getters = [asyncio.create_task(attempt(name, empty.get())) for name in ("getter 1", "getter 2")]
    await asyncio.sleep(0)
    empty.shutdown()
    await asyncio.wait(getters)
    full = asyncio.Queue(1)
    full.put_nowait("left")
    putter = asyncio.create_task(attempt("putter", full.put("too late")))
    joiner = asyncio.create_task(attempt("joiner", full.join()))
    await asyncio.sleep(0)
    full.shutdown()
    await putter
    await attempt("put", full.put("x"))
    try:
        full.put_nowait("x")
    except asyncio.QueueShutDown as error:
        print("put_nowait", show(error))
    print(joiner.done(), full.qsize())
    await attempt("get", full.get())
    await attempt("get", full.get())
    try:
        full.get_nowait()
    except asyncio.QueueShutDown as error:
        print("get_nowait", show(error))
    full.task_done()
    await joiner


asyncio.run(main())
