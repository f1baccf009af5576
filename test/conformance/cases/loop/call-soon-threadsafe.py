"""call_soon_threadsafe takes its place in the same queue."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, 1)
    loop.call_soon_threadsafe(print, 2)
    handle = loop.call_soon_threadsafe(print, "never")
    loop.call_soon(print, 3)
    handle.cancel()
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())
