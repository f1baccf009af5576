"""A timeout that expires, one that does not, and one without a deadline."""

import asyncio

from harness import show


async def main():
    try:
        async with asyncio.timeout(0.02) as scope:
            print("active", scope.expired(), scope.when() > asyncio.get_running_loop().time())
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError as error:
                print("inside", show(error), asyncio.current_task().cancelling(), scope.expired())
                raise
    except TimeoutError as error:
        print(show(error), show(error.__cause__), scope.expired(), asyncio.current_task().cancelling())
    async with asyncio.timeout(10) as scope:
        await asyncio.sleep(0)
    print(scope.expired())
    async with asyncio.timeout(None) as scope:
        print(scope.when())
        await asyncio.sleep(0)
    print(scope.expired())


asyncio.run(main())
