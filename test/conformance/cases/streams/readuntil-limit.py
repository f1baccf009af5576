"""readuntil() over the limit raises, and leaves everything in the buffer to be read otherwise."""

import asyncio

from harness import show


async def attempt(reader, separator):
    try:
        print(await reader.readuntil(separator))
    except asyncio.LimitOverrunError as error:
        print(show(error), error.consumed)


async def main():
    reader = asyncio.StreamReader(limit=3)
    reader.feed_data(b"some dataA")
    await attempt(reader, b"AB")
    reader.feed_data(b"Brest")
    await attempt(reader, b"AB")
    print(await reader.readexactly(9), await reader.readuntil(b"AB"))
    await attempt(reader, b"X")
    reader.feed_data(b"X")
    await attempt(reader, b"tX")
    reader.feed_data(b"12345X")
    await attempt(reader, b"X")
    print(await reader.read(100))


asyncio.run(main())
