"""A body that swallows the cancellation of its timeout ends well, and the timeout has expired."""

import asyncio

from harness import Boom, show


async def main():
    async with asyncio.timeout(0.01) as scope:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("swallowed", asyncio.current_task().cancelling())
    print(scope.expired(), asyncio.current_task().cancelling())
    try:
        async with asyncio.timeout(0.01) as scope:
            try:
                await asyncio.sleep(10)
            finally:
                raise Boom("instead")
    except Boom as error:
        print(show(error), scope.expired(), asyncio.current_task().cancelling())


asyncio.run(main())
