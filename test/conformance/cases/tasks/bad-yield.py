"""A coroutine that yields something else than a future gets an error where it did."""

import asyncio
import types

from harness import show


@types.coroutine
def yields(value):
    yield value


async def body():
    try:
        await yields(42)
    except RuntimeError as error:
        print(show(error))
    await yields(None)
    print("None is one turn")
    return "went on"


async def main():
    print(await asyncio.create_task(body()))


asyncio.run(main())
