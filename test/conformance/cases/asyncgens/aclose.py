"""Closing runs what is in finally, which may await; before the start and after the end nothing runs."""

import asyncio

from harness import show


async def guarded(name):
    try:
        print(name, "open")
        yield 1
        yield 2
    finally:
        await asyncio.sleep(0.001)
        print(name, "closed")


async def main():
    iterator = guarded("middle")
    print(await anext(iterator))
    print(await iterator.aclose())
    print(await iterator.aclose())
    try:
        await anext(iterator)
    except StopAsyncIteration as error:
        print(show(error))
    unstarted = guarded("unstarted")
    print(await unstarted.aclose())
    try:
        await anext(unstarted)
    except StopAsyncIteration as error:
        print(show(error))
    exhausted = guarded("exhausted")
    print([item async for item in exhausted])
    print(await exhausted.aclose())


asyncio.run(main())
