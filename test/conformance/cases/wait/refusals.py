"""What wait does not take."""

import asyncio

from harness import show


async def work():
    pass


async def main():
    future = asyncio.get_running_loop().create_future()
    future.set_result(None)
    coro = work()
    for attempt in (
        lambda: asyncio.wait([]),
        lambda: asyncio.wait([future], return_when="SOME_DAY"),
        lambda: asyncio.wait([coro, future]),
    ):
        try:
            await attempt()
        except (TypeError, ValueError) as error:
            print(show(error))
    for alone in (future, coro):
        try:
            await asyncio.wait(alone)
        except TypeError as error:
            print(show(error).split(",")[0])
    await coro
    done, pending = await asyncio.wait([future, future])
    print(len(done), len(pending))


asyncio.run(main())
