"""A task's awaiters and callbacks are called in the order they came, in the turn after it ended."""

import asyncio


async def body():
    print("body")
    asyncio.get_running_loop().call_soon(print, "scheduled by body")
    return "result"


async def awaiter(name, task):
    print(name, await task)


async def main():
    task = asyncio.create_task(body())
    task.add_done_callback(lambda t: print("callback 1", t.result()))
    first = asyncio.create_task(awaiter("awaiter 1", task))
    await asyncio.sleep(0)
    task.add_done_callback(lambda t: print("callback 2"))
    await first
    print("main")
    await asyncio.sleep(0)


asyncio.run(main())
