"""Streams over a pipe."""

import asyncio
import os


def pipe():
    reading, writing = os.pipe()
    return open(reading, "rb", 0), open(writing, "wb", 0)


async def connect():
    loop = asyncio.get_running_loop()
    reading, writing = pipe()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), reading)
    protocol = asyncio.StreamReaderProtocol(asyncio.StreamReader())
    transport, _ = await loop.connect_write_pipe(lambda: protocol, writing)
    return reader, asyncio.StreamWriter(transport, protocol, None, loop)


async def main():
    reader, writer = await connect()
    writer.write(b"one\ntwo")
    writer.writelines([b"\n", b"three"])
    await writer.drain()
    print(await reader.readline(), await reader.readline())
    print(writer.can_write_eof())
    writer.write_eof()
    print(await reader.read(), reader.at_eof())
    await writer.wait_closed()
    print(writer.is_closing())


asyncio.run(main())
