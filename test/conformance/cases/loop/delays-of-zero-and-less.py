"""Callbacks with a delay of zero or less come in the turn after those that are ready now."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(-5, print, "minus five")
    loop.call_later(0, print, "zero")
    loop.call_at(loop.time() - 1, print, "a second ago")
    loop.call_soon(print, "soon")
    await asyncio.sleep(0)
    print("first turn over")
    await asyncio.sleep(0)
    print("second turn over")


asyncio.run(main())
