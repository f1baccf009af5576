"""The body may beat the deadline by an error, or answer it with one of its own."""

import asyncio

from harness import Boom, show


async def main():
    try:
        async with asyncio.timeout(10):
            raise Boom("before the deadline")
    except Boom as error:
        print(show(error))
    try:
        async with asyncio.timeout(0.02) as scope:
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                raise Boom("in answer to it") from None
    except Boom as error:
        print(show(error), scope.expired(), asyncio.current_task().cancelling())
    async with asyncio.timeout(0.02) as scope:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("swallowed")
    print("went on", scope.expired(), asyncio.current_task().cancelling())


asyncio.run(main())
