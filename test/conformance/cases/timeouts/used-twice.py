"""A timeout is entered once, and rescheduled only while it is active."""

import asyncio

from harness import show


async def main():
    scope = asyncio.timeout(None)
    print(repr(scope), scope.when())
    try:
        scope.reschedule(1)
    except RuntimeError as error:
        print(show(error))
    async with scope:
        print(repr(scope))
        try:
            async with scope:
                print("never")
        except RuntimeError as error:
            print(show(error))
    print(repr(scope))
    try:
        scope.reschedule(None)
    except RuntimeError as error:
        print(show(error))
    try:
        async with scope:
            print("never")
    except RuntimeError as error:
        print(show(error))


asyncio.run(main())
