"""Two tasks at once: the whole takes as long as the longer one, not as long as both."""

import asyncio


async def say_after(delay, what):
    print(f"{what} waits")
    await asyncio.sleep(delay)
    print(what)


async def main():
    hello = asyncio.create_task(say_after(0.1, "hello"))
    world = asyncio.create_task(say_after(0.2, "world"))
    print("both are created")
    await hello
    await world


asyncio.run(main())
