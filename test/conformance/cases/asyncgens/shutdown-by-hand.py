"""shutdown_asyncgens closes those of its loop, once; those that were closed are not its business."""

import asyncio
import warnings

from harness import show


async def guarded(name):
    try:
        yield name
        yield name
    finally:
        print(name, "closed")


async def main():
    loop = asyncio.get_running_loop()
    await loop.shutdown_asyncgens()
    first, second = guarded("first"), guarded("second")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        print(await anext(first), await anext(second))
    print([f"{each.category.__name__}: {str(each.message).split()[0]}" for each in caught])
    await first.aclose()
    await loop.shutdown_asyncgens()
    try:
        await anext(second)
    except StopAsyncIteration as error:
        print(show(error))


asyncio.run(main())
