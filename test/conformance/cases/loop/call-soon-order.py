"""Callbacks run first in, first out; what they schedule runs in the next turn."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()

    def call(name, *more):
        print("run", name)
        for each in more:
            loop.call_soon(call, each)

    loop.call_soon(call, "a", "a1", "a2")
    loop.call_soon(call, "b", "b1")
    loop.call_soon(call, "c")
    for turn in range(4):
        print("turn", turn)
        await asyncio.sleep(0)


asyncio.run(main())
