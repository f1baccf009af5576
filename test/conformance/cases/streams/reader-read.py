"""read(): some bytes, no bytes, all bytes until the end."""

import asyncio


async def main():
    reader = asyncio.StreamReader()
    reader.feed_data(b"hello world")
    print(await reader.read(0), await reader.read(5), reader.at_eof())
    print(await reader.read(100))
    waiting = asyncio.create_task(reader.read(4))
    await asyncio.sleep(0)
    print("waits", waiting.done())
    reader.feed_data(b"more than four")
    await asyncio.sleep(0)
    print("woken", waiting.done(), await waiting)
    rest = asyncio.create_task(reader.read())
    await asyncio.sleep(0)
    reader.feed_data(b", and on")
    await asyncio.sleep(0)
    print("until the end", rest.done())
    reader.feed_eof()
    print(reader.at_eof(), await rest, reader.at_eof())
    print(await reader.read(7), await reader.read(), await reader.read(-5))


asyncio.run(main())
