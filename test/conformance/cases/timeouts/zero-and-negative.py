"""A timeout that has passed when it is entered cancels the first await of its body."""

import asyncio

from harness import show


async def main():
    for delay in (0, -1):
        try:
            async with asyncio.timeout(delay) as scope:
                print("the body begins", scope.expired())
                await asyncio.sleep(0.1)
                print("never")
        except TimeoutError as error:
            print(show(error), scope.expired())
    async with asyncio.timeout(0) as scope:
        print("a body that awaits nothing")
    print(scope.expired())
    print(asyncio.current_task().cancelling())


asyncio.run(main())
