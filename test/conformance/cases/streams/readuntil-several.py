"""readuntil() with several separators: the one that gives the least, however they are ordered."""

import asyncio

from harness import show


async def main():
    reader = asyncio.StreamReader()
    reader.feed_data(b"a\r\nb\nc\rd")
    for _ in range(3):
        print(await reader.readuntil((b"\r\n", b"\n", b"\r")))
    reader.feed_data(b"xxABCxABxABCD")
    print(await reader.readuntil((b"ABCD", b"AB", b"ABC")))
    print(await reader.readuntil((b"x", b"Cx")))
    for separators in ((), (b"a", b"")):
        try:
            await reader.readuntil(separators)
        except ValueError as error:
            print(show(error))


asyncio.run(main())
