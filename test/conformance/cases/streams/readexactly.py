"""readexactly(): over the limit too; too little raises, and keeps what came."""

import asyncio

from harness import show


async def main():
    reader = asyncio.StreamReader(limit=3)
    exact = asyncio.create_task(reader.readexactly(10))
    for piece in (b"abcd", b"efgh"):
        await asyncio.sleep(0)
        reader.feed_data(piece)
    await asyncio.sleep(0)
    print(exact.done())
    reader.feed_data(b"ijkl")
    print(await exact, await reader.readexactly(0), await reader.readexactly(2))
    try:
        await reader.readexactly(-1)
    except ValueError as error:
        print(show(error))
    reader.feed_data(b"the rest")
    reader.feed_eof()
    try:
        await reader.readexactly(100)
    except asyncio.IncompleteReadError as error:
        print(show(error), error.partial, error.expected)
    try:
        await reader.readexactly(1)
    except EOFError as error:
        print(show(error), error.partial)


asyncio.run(main())
