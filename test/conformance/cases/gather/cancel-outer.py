"""Cancelling what gather returned cancels all children; it ends when they have."""

import asyncio

from harness import show


async def child(name, polite):
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print(name, show(error))
        if polite:
            raise
        await asyncio.sleep(0)
        print(name, "declines")
        return name


async def main():
    for return_exceptions in (False, True):
        group = asyncio.gather(child("a", True), child("b", False), return_exceptions=return_exceptions)
        await asyncio.sleep(0)
        print(group.cancel("stop all"), group.done())
        try:
            print(await group)
        except asyncio.CancelledError as error:
            print("main", show(error), group.cancelled())
        print(group.cancel())
        await asyncio.sleep(0)
        await asyncio.sleep(0)


asyncio.run(main())
