"""readuntil(): separators of any length, also when they come in halves."""

import asyncio

from harness import show


async def main():
    reader = asyncio.StreamReader()
    reader.feed_data(b"one\ntwo--END--three")
    print(await reader.readuntil(), await reader.readuntil(b"--END--"))
    part = asyncio.create_task(reader.readuntil(b"--END--"))
    for piece in (b"--E", b"ND", b"-", b"--EN", b"D--tail"):
        await asyncio.sleep(0)
        print(part.done())
        reader.feed_data(piece)
    print(await part)
    try:
        await reader.readuntil(b"")
    except ValueError as error:
        print(show(error))
    reader.feed_eof()
    try:
        await reader.readuntil(b"!")
    except asyncio.IncompleteReadError as error:
        print(show(error), error.partial, error.expected, reader.at_eof())


asyncio.run(main())
