"""async for goes through the lines, the last one without an end too."""

import asyncio

from harness import show


async def main():
    reader = asyncio.StreamReader()
    reader.feed_data(b"one\n\ntwo\nlast")
    asyncio.get_running_loop().call_soon(reader.feed_eof)
    async for line in reader:
        print(line)
    print("done", reader.at_eof())
    async for line in reader:
        print("never", line)
    for limit in (0, -1):
        try:
            asyncio.StreamReader(limit=limit)
        except ValueError as error:
            print(show(error))


asyncio.run(main())
