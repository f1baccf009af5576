"""An asynchronous generator: `async for` goes through its items. What is in `finally` runs when it is closed; Python
leaves that to whoever iterates (`aclosing`), or to the end of the loop."""

import asyncio
from contextlib import aclosing

OPEN = []


async def ticker(name, seconds):
    tick = 0
    try:
        while True:
            await asyncio.sleep(seconds)
            tick += 1
            yield f"{name} {tick}"
    finally:
        print(f"{name} stops")


async def loud(source):
    """The items of another one, in capitals."""
    async with aclosing(source):
        async for item in source:
            yield item.upper()


async def main():
    async with aclosing(loud(ticker("tick", 0.01))) as items:
        ended = True
        async for item in items:
            print(item)
            if item.endswith("3"):
                ended = False
                break
    print(f"went on to the end: {str(ended).lower()}")

    clock = ticker("tock", 0.01)
    print(await anext(clock))
    OPEN.append(clock)  # The end of the loop closes those that are still open, and remembered.


asyncio.run(main())
