"""Coroutines, coroutine functions and futures are told apart."""

import asyncio


async def function():
    pass


class Awaitable:
    def __await__(self):
        yield


async def main():
    coro = function()
    future = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(function())
    for value in (coro, function, future, task, Awaitable(), None, 5, "text", [coro]):
        print(asyncio.iscoroutine(value), asyncio.iscoroutinefunction(value), asyncio.isfuture(value))
    await coro
    await task


asyncio.run(main())
