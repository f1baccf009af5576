"""What counts as a future, and ensure_future on each kind of awaitable."""

import asyncio

from harness import show


async def work():
    return "worked"


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    task = asyncio.create_task(work())
    coro = work()
    print(asyncio.isfuture(future), asyncio.isfuture(task), asyncio.isfuture(coro), asyncio.isfuture(1))
    print(asyncio.iscoroutine(future), asyncio.iscoroutine(coro), asyncio.iscoroutinefunction(work))
    print(asyncio.ensure_future(future) is future, asyncio.ensure_future(task) is task)
    wrapped = asyncio.ensure_future(coro)
    print(isinstance(wrapped, asyncio.Task), await wrapped, await task)
    try:
        asyncio.ensure_future(42)
    except TypeError as error:
        print(show(error))
    try:
        asyncio.ensure_future(future, loop=asyncio.new_event_loop())
    except ValueError as error:
        print(show(error))


asyncio.run(main())
