"""A transport that cannot be held up is asked once; everything is buffered."""

import asyncio


class Unpausable(asyncio.ReadTransport):
    def pause_reading(self):
        print("asked")
        raise NotImplementedError


async def main():
    reader = asyncio.StreamReader(limit=2)
    reader.set_transport(Unpausable())
    for _ in range(3):
        reader.feed_data(b"abcdef")
    reader.feed_eof()
    print(await reader.read())


asyncio.run(main())
