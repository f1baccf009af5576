"""A timer that is due joins the turn behind what was ready already."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()

    def second():
        print("second")
        loop.call_soon(print, "from second")

    loop.call_soon(print, "first")
    loop.call_at(loop.time() - 1, print, "due timer")
    loop.call_soon(second)
    for turn in range(3):
        print("turn", turn)
        await asyncio.sleep(0)


asyncio.run(main())
