"""A callback can cancel one that is ready in the same turn, and one that is due."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    handles = {}

    def first():
        print("first")
        handles["second"].cancel()
        handles["timer"].cancel()

    loop.call_soon(first)
    handles["second"] = loop.call_soon(print, "never")
    handles["timer"] = loop.call_later(0, print, "never")
    loop.call_soon(print, "third")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    print(handles["second"].cancelled(), handles["timer"].cancelled())
    handles["second"].cancel()
    print(handles["second"].cancelled())


asyncio.run(main())
