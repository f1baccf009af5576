"""More than a pipe holds: who writes is held up until it is read, and nothing is lost."""

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
    writer.write(b"x" * 1_000_000)
    draining = asyncio.create_task(writer.drain())
    await asyncio.sleep(0.05)
    print(draining.done())
    print(len(await reader.readexactly(1_000_000)), await draining)
    writer.close()
    print(await reader.read())


asyncio.run(main())
