"""Futures stay as they are, coroutines and other awaitables become tasks, the rest is refused."""

import asyncio

from harness import show


class Awaitable:
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return "awaited"


async def work():
    return "worked"


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    future.set_result("as it is")
    print(asyncio.ensure_future(future) is future, await asyncio.ensure_future(future))
    task = asyncio.ensure_future(work())
    print(isinstance(task, asyncio.Task), await task, asyncio.ensure_future(task) is task)
    print(await asyncio.ensure_future(Awaitable()))
    try:
        asyncio.ensure_future("text")
    except TypeError as error:
        print(show(error))
    other = asyncio.new_event_loop()
    try:
        asyncio.ensure_future(future, loop=other)
    except ValueError as error:
        print(show(error))
    other.close()


asyncio.run(main())
