"""Two coroutines cannot wait for the same stream; when one is cancelled, another can."""

import asyncio

from harness import show


async def main():
    reader = asyncio.StreamReader()
    first = asyncio.create_task(reader.readline())
    await asyncio.sleep(0)
    for reading in (reader.read(1), reader.readline(), reader.readexactly(1), reader.readuntil(b"x")):
        try:
            await reading
        except RuntimeError as error:
            print(show(error))
    first.cancel()
    await asyncio.wait([first])
    print(first.cancelled())
    second = asyncio.create_task(reader.readline())
    await asyncio.sleep(0)
    reader.feed_data(b"for the second\n")
    print(await second)


asyncio.run(main())
