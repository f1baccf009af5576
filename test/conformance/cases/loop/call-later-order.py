"""Timers fire by deadline, whatever the order they were made in."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    loop.call_later(0.075, done.set_result, None)
    loop.call_later(0.05, print, "50 ms")
    loop.call_later(0.025, print, "25 ms")
    loop.call_later(0, print, "0 ms")
    loop.call_later(-1, print, "-1 s")
    loop.call_soon(print, "soon")
    print("all made")
    await done
    print("done")


asyncio.run(main())
