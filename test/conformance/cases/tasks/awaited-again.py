"""A task that is done gives the same result, or the same error, to everybody, at once."""

import asyncio

from harness import Boom


async def fails():
    raise Boom("once")


async def main():
    loop = asyncio.get_running_loop()
    good = asyncio.create_task(asyncio.sleep(0, "good"))
    bad = asyncio.create_task(fails())
    await asyncio.wait([good, bad])
    loop.call_soon(print, "a turn has passed")
    print([await good for _ in range(3)])
    seen = set()
    for _ in range(3):
        try:
            await bad
        except Boom as error:
            seen.add(error)
    print(len(seen))
    await asyncio.sleep(0)


asyncio.run(main())
