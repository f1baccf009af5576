"""`run` is the way in: it makes an event loop, runs one coroutine to its end, cleans up, and gives its result."""

import asyncio


async def double(n):
    await asyncio.sleep(0.01)
    return n * 2


async def main():
    # A coroutine awaited directly runs here and now, as a part of this one.
    four = await double(2)
    eight = await double(four)
    return four, eight


four, eight = asyncio.run(main())
print(f"2 doubled is {four}, doubled again {eight}")
