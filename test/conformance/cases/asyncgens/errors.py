"""An error of the body ends it; one that means the end is not taken for it."""

import asyncio

from harness import Boom, show


async def broken():
    yield 1
    await asyncio.sleep(0)
    raise Boom("broken")


async def confused():
    yield 1
    raise StopAsyncIteration


async def main():
    for make in (broken, confused):
        iterator = make()
        try:
            async for item in iterator:
                print(item)
        except Exception as error:
            print(show(error))
        try:
            await anext(iterator)
        except StopAsyncIteration as error:
            print(show(error))


asyncio.run(main())
