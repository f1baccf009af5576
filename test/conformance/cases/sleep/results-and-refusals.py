"""A sleep gives its result, takes a turn at least, and refuses what is no number."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.sleep(0), await asyncio.sleep(0, "zero"), await asyncio.sleep(0.001, "more"))
    for delay in (0, -1, 0.0):
        loop.call_soon(print, "a turn for", delay < 0)
        await asyncio.sleep(delay)
        print("slept")
    try:
        await asyncio.sleep(float("nan"))
    except ValueError as error:
        print(type(error).__name__)


asyncio.run(main())
