"""readline(): whole lines, lines that come in pieces, what is left at the end."""

import asyncio


async def main():
    reader = asyncio.StreamReader()
    reader.feed_data(b"first\nsecond\n\nthi")
    print(await reader.readline(), await reader.readline(), await reader.readline())
    line = asyncio.create_task(reader.readline())
    for piece in (b"rd", b" line", b"\nfour"):
        await asyncio.sleep(0)
        print(line.done())
        reader.feed_data(piece)
    print(await line)
    reader.feed_eof()
    print(await reader.readline(), await reader.readline(), reader.at_eof())


asyncio.run(main())
