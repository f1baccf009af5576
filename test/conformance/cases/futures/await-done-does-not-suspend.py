"""Awaiting a future that is done goes on at once, within the same turn."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    done.set_result("value")
    loop.call_soon(print, "next turn")
    for attempt in range(3):
        print(attempt, await done)
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())
