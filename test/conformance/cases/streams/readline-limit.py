"""A line over the limit is refused and dropped, whether its end is there or not; what follows can be read."""

import asyncio

from harness import show


async def attempt(reader):
    try:
        print(await reader.readline())
    except ValueError as error:
        print(show(error))


async def main():
    reader = asyncio.StreamReader(limit=4)
    reader.feed_data(b"too long a line\nok\n")
    await attempt(reader)
    await attempt(reader)
    reader.feed_data(b"no end of line in sight")
    await attempt(reader)
    reader.feed_data(b"1234\n12345\nend")
    await attempt(reader)
    await attempt(reader)
    reader.feed_eof()
    await attempt(reader)
    await attempt(reader)


asyncio.run(main())
